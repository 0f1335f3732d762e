"""Training steps of M1r, the default agent, with PyTorch.

h_0 = 0, e = K0 * x, then for each tick h <- h + K2 * relu(K1 * relu([h; e])), all 3x3 with
biases; the policy reads relu(h) at the agent's square through one hidden layer. The loss is
-log of the probability that falls on the set of optimal actions; Adam at 1e-3 after clipping
the gradient at norm 1. One step is forward, backward, clipping and the update.
"""

import protocol

settings = protocol.settings()

try:
    import torch
    from torch import nn
except ImportError as error:
    protocol.refuse(f"PyTorch is not installed ({error})")


class RecurrentResidual(nn.Module):
    def __init__(self, planes: int, channels: int, actions: int, width: int) -> None:
        super().__init__()
        self.embed = nn.Conv2d(planes, channels, 3, padding=1)
        self.inner = nn.Conv2d(2 * channels, channels, 3, padding=1)
        self.update = nn.Conv2d(channels, channels, 3, padding=1)
        self.read = nn.Linear(channels, width)
        self.policy = nn.Linear(width, actions)
        with torch.no_grad():
            self.update.weight.mul_(0.5)
            self.policy.weight.mul_(0.01)

    def forward(self, planes, rows, columns, ticks: int):
        embedding = self.embed(planes)
        hidden = torch.zeros_like(embedding)
        for _ in range(ticks):
            joined = torch.relu(torch.cat([hidden, embedding], dim=1))
            hidden = hidden + self.update(torch.relu(self.inner(joined)))
        samples = torch.arange(planes.shape[0])
        read = torch.relu(self.read(torch.relu(hidden[samples, :, rows, columns])))
        return self.policy(read)


def main() -> None:
    batch, side, planes = settings["batch"], settings["side"], settings["planes"]
    actions = settings["actions"]
    torch.set_num_threads(settings["threads"])
    torch.manual_seed(1)
    model = RecurrentResidual(planes, settings["channels"], actions, settings["readWidth"])
    model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    observations = (torch.rand(batch, planes, side, side) < 0.2).float()
    observations = observations.to(memory_format=torch.channels_last)
    rows, columns = torch.randint(side, (batch,)), torch.randint(side, (batch,))
    optimal = torch.rand(batch, actions) < 0.5
    optimal[torch.arange(batch), torch.randint(actions, (batch,))] = True

    def steps() -> None:
        for _ in range(settings["steps"]):
            optimizer.zero_grad(set_to_none=True)
            logits = model(observations, rows, columns, settings["ticks"])
            log_probabilities = torch.log_softmax(logits, dim=1)
            chosen = log_probabilities.masked_fill(~optimal, float("-inf"))
            loss = -torch.logsumexp(chosen, dim=1).mean()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()

    protocol.serve(f"PyTorch {torch.__version__.split('+')[0]}", steps)


if __name__ == "__main__":
    main()
