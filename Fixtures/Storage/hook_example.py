"""Collects activations of a model with forward hooks and saves them for `mesascope probe`.

With PyTorch, a small convolutional network is read; without it, a stand-in that has the three
methods of a module and of a tensor that the lines below use. The argument is the file to write; a
second one, `convolution`, takes the stand-in with a layer that has rows and columns.
"""

import sys

path = sys.argv[1]

is_convolution = len(sys.argv) > 2

try:
    if is_convolution:
        raise ImportError
    import torch

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = torch.nn.Linear(4, 3)
            self.core = torch.nn.Linear(3, 2)

        def forward(self, batch):
            return self.core(torch.relu_(self.encoder(batch)))

    torch.manual_seed(0)
    model = Model()
    with torch.no_grad():
        model.encoder.weight.copy_(torch.arange(12.0).reshape(3, 4) / 10 - 0.5)
        model.encoder.bias.zero_()
        model.core.weight.copy_(torch.arange(6.0).reshape(2, 3) / 10)
        model.core.bias.zero_()
    batches = [torch.arange(12.0).reshape(3, 4), torch.arange(8.0).reshape(2, 4) - 4]
except ImportError:
    import numpy as np

    class Tensor:
        def __init__(self, values):
            self.values = values

        def detach(self):
            return self

        def float(self):
            return self

        def cpu(self):
            return self

        def numpy(self):
            return self.values

    class Handle:
        def __init__(self, hooks, hook):
            self.hooks, self.hook = hooks, hook

        def remove(self):
            self.hooks.remove(self.hook)

    class Linear:
        def __init__(self, weight):
            self.weight, self.hooks = weight, []

        def register_forward_hook(self, hook):
            self.hooks.append(hook)
            return Handle(self.hooks, hook)

        def __call__(self, batch):
            output = Tensor((batch.values @ self.weight.T).astype(np.float32))
            for hook in self.hooks:
                hook(self, (batch,), output)
            return output

    class Convolution(Linear):
        def __call__(self, batch):
            # [n, channel, row, column], as PyTorch has them.
            n = len(batch.values)
            output = Tensor(np.arange(24.0 * n).reshape(n, 2, 3, 4))
            for hook in self.hooks:
                hook(self, (batch,), output)
            return Tensor(batch.values @ self.weight.T)

    class Model:
        def __init__(self):
            encoder = Convolution if is_convolution else Linear
            self.encoder = encoder(np.arange(12.0).reshape(3, 4) / 10 - 0.5)
            self.core = Linear(np.arange(6.0).reshape(2, 3) / 10)

        def __call__(self, batch):
            hidden = self.encoder(batch)
            # In place, as `relu_` does: what a hook kept without a copy would change here.
            hidden.values[hidden.values < 0] = 0
            return self.core(hidden)

    model = Model()
    batches = [Tensor(np.arange(12.0).reshape(3, 4)), Tensor(np.arange(8.0).reshape(2, 4) - 4)]

import numpy as _numpy

groups = _numpy.array([7, 7, 8, 8, 9])
moves = _numpy.array([0, 1, 2, 3, 0])

# The lines of the documentation.
import numpy
from safetensors.numpy import save_file
rows = {name: [] for name in ["encoder", "core"]}
def keep(name):
    return lambda *seen: rows[name].append(seen[-1].detach().float().cpu().numpy().copy())
hooks = [getattr(model, name).register_forward_hook(keep(name)) for name in rows]
for batch in batches: model(batch)
for hook in hooks: hook.remove()
def last(a): return numpy.ascontiguousarray(numpy.moveaxis(a, 1, -1)) if a.ndim == 4 else a
arrays = {name: last(numpy.concatenate(parts)) for name, parts in rows.items()}
save_file(arrays | {"groups": groups, "labels/move": moves}, path)
