"""Training steps of M1r (the default agent) in PyTorch: python train_m1r.py CHANNELS STEPS.

h_0 = 0, e = K0 * x, then twelve ticks of h <- h + K2 * relu(K1 * relu([h; e])) with biases on
a 9 x 9 maze with 13 planes; the policy reads relu(h) at the agent's square. The loss is
-log of the probability that falls on the set of optimal actions; Adam at 1e-3 after clipping
the gradient at norm 1. One step is forward, backward, clipping and the update of 64 mazes.
"""

import sys

import protocol

protocol.limit_threads()

try:
    import torch
    from torch import nn
except ImportError as error:
    protocol.refuse(f"PyTorch is not installed ({error})")

SIDE, PLANES, TICKS, BATCH, ACTIONS = 9, 13, 12, 64, 4


class RecurrentResidual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.embed = nn.Conv2d(PLANES, channels, 3, padding=1)
        self.first = nn.Conv2d(2 * channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        self.policy = nn.Linear(channels, ACTIONS)
        with torch.no_grad():
            self.second.weight.mul_(0.5)
            self.policy.weight.mul_(0.01)

    def forward(self, planes: torch.Tensor, squares: torch.Tensor) -> torch.Tensor:
        embedding = self.embed(planes)
        hidden = torch.zeros_like(embedding)
        for _ in range(TICKS):
            joined = torch.relu(torch.cat([hidden, embedding], dim=1))
            hidden = hidden + self.second(torch.relu(self.first(joined)))
        rows, columns = squares // SIDE, squares % SIDE
        samples = torch.arange(planes.shape[0])
        return self.policy(torch.relu(hidden[samples, :, rows, columns]))


def main() -> None:
    channels, steps = int(sys.argv[1]), int(sys.argv[2])
    torch.set_num_threads(protocol.THREADS)
    torch.manual_seed(1)
    model = RecurrentResidual(channels).to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    planes = (torch.rand(BATCH, PLANES, SIDE, SIDE) < 0.2).float()
    planes = planes.to(memory_format=torch.channels_last)
    squares = torch.randint(SIDE * SIDE, (BATCH,))
    optimal = torch.rand(BATCH, ACTIONS) < 0.4
    optimal[torch.arange(BATCH), torch.randint(ACTIONS, (BATCH,))] = True

    def step() -> None:
        optimizer.zero_grad(set_to_none=True)
        log_probabilities = torch.log_softmax(model(planes, squares), dim=1)
        chosen = log_probabilities.masked_fill(~optimal, float("-inf"))
        loss = -torch.logsumexp(chosen, dim=1).mean()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    def steps_of_work() -> None:
        for _ in range(steps):
            step()

    steps_of_work()
    protocol.serve(f"PyTorch {torch.__version__.split('+')[0]}", steps_of_work)


if __name__ == "__main__":
    main()
