"""DRC(D, N), the deep repeating convolutional LSTM, with PyTorch: training steps or forward passes.

The form of Taufeeque et al. (2024): two 4x4 SAME convolutions as encoder; each cell convolves
[embedding; hidden state of the layer below; pooled vector, tiled; own hidden state] with a ring
around the maze, and its gates are i = tanh, j = sigmoid, f = sigmoid, o = tanh; one hidden layer
reads embedding + hidden state, a policy and a value read that. The loss is -log of the
probability that falls on the set of optimal actions, plus half of the value's squared error; Adam
at 1e-3 after clipping the gradient at norm 1. A training step is forward, backward, clipping and
the update. The state starts from a memory given from outside, as in the middle of an episode.
"""

import protocol

settings = protocol.settings()

try:
    import torch
    from torch import nn
except ImportError as error:
    protocol.refuse(f"PyTorch is not installed ({error})")


class Cell(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        # One convolution over all that the gates see, which is faster than one an input.
        self.gates = nn.Conv2d(4 * channels, 4 * channels, 3, padding=1)
        self.fence = nn.Conv2d(1, 4 * channels, 3, bias=False)
        self.pool = nn.Parameter(torch.randn(2, channels, 1, 1) * 0.7)

    def forward(self, embedding, below, hidden, cell, fence):
        pooled = self.pool[0] * hidden.amax((2, 3), keepdim=True)
        pooled = pooled + self.pool[1] * hidden.mean((2, 3), keepdim=True)
        joined = torch.cat([embedding, below, pooled.expand_as(hidden), hidden], dim=1)
        i, j, f, o = (self.gates(joined) + fence).chunk(4, dim=1)
        cell = torch.sigmoid(f) * cell + torch.tanh(i) * torch.sigmoid(j)
        return torch.tanh(o) * torch.tanh(cell), cell


class DRC(nn.Module):
    def __init__(self, chosen: dict) -> None:
        super().__init__()
        channels, side = chosen["channels"], chosen["side"]
        self.ticks = chosen["ticks"]
        # One row and column less before than after, as padding="same" has it for even kernels.
        self.encoder = nn.Sequential(
            nn.ZeroPad2d((1, 2, 1, 2)),
            nn.Conv2d(chosen["planes"], channels, 4),
            nn.ZeroPad2d((1, 2, 1, 2)),
            nn.Conv2d(channels, channels, 4),
        )
        self.cells = nn.ModuleList(Cell(channels) for _ in range(chosen["layers"]))
        self.read = nn.Linear(channels * side * side, chosen["readWidth"])
        self.policy = nn.Linear(chosen["readWidth"], chosen["actions"])
        self.value = nn.Linear(chosen["readWidth"], 1)
        ring = torch.ones(1, 1, side + 2, side + 2)
        ring[:, :, 1:-1, 1:-1] = 0
        self.register_buffer("ring", ring)

    def forward(self, planes, memory):
        embedding = self.encoder(planes)
        state = list(memory)
        # The ring does not change from tick to tick.
        fences = [cell.fence(self.ring) for cell in self.cells]
        for _ in range(self.ticks):
            below = state[-1][0]
            for layer, cell in enumerate(self.cells):
                state[layer] = cell(embedding, below, *state[layer], fences[layer])
                below = state[layer][0]
        read = torch.relu(self.read(torch.flatten(embedding + state[-1][0], 1)))
        return self.policy(read), self.value(read)


def main() -> None:
    batch, side, channels = settings["batch"], settings["side"], settings["channels"]
    actions = settings["actions"]
    torch.set_num_threads(settings["threads"])
    # As ours: gradients that fade below the normal range would slow every operation.
    torch.set_flush_denormal(True)
    torch.manual_seed(1)
    model = DRC(settings).to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def last(tensor):
        return tensor.to(memory_format=torch.channels_last)

    planes = last((torch.rand(batch, settings["planes"], side, side) < 0.2).float())
    memory = [
        tuple(last(0.3 * torch.randn(batch, channels, side, side)) for _ in range(2))
        for _ in range(settings["layers"])
    ]
    optimal = torch.rand(batch, actions) < 0.5
    optimal[torch.arange(batch), torch.randint(actions, (batch,))] = True
    returns = torch.randn(batch, 1)

    def train() -> None:
        for _ in range(settings["steps"]):
            optimizer.zero_grad(set_to_none=True)
            logits, values = model(planes, memory)
            chosen = torch.log_softmax(logits, dim=1).masked_fill(~optimal, float("-inf"))
            loss = -torch.logsumexp(chosen, dim=1).mean()
            loss = loss + 0.5 * (values - returns).square().mean()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()

    def forward() -> None:
        with torch.inference_mode():
            for _ in range(settings["steps"]):
                model(planes, memory)

    work = train if settings["trains"] else forward
    protocol.serve(f"PyTorch {torch.__version__.split('+')[0]}", work)


if __name__ == "__main__":
    main()
