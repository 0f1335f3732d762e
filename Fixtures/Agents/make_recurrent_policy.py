"""Reference numbers of a recurrent policy in PyTorch's layout, by NumPy alone and in double precision.

    python3 Fixtures/Agents/make_recurrent_policy.py third-party/poc-memory/gru.safetensors

Writes recurrent-policy.json beside this file: a small policy with random weights and what it gives on
random observations; and what the published policy, whose weights stay where they are, gives in one
episode of its task, the goal at the right end, start -0.2, every action its own.
"""

import json
import pathlib
import struct
import sys

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def step(w, x, h):
    """torch.nn.GRU, gates in the order reset, update, new; then the heads."""
    from_input = w["recurrent_layer.weight_ih_l0"] @ x + w["recurrent_layer.bias_ih_l0"]
    from_hidden = w["recurrent_layer.weight_hh_l0"] @ h + w["recurrent_layer.bias_hh_l0"]
    (ir, iz, inew), (hr, hz, hnew) = np.split(from_input, 3), np.split(from_hidden, 3)
    update = sigmoid(iz + hz)
    h = (1 - update) * np.tanh(inew + sigmoid(ir + hr) * hnew) + update * h

    def layer(name, value):
        return w[f"{name}.weight"] @ value + w[f"{name}.bias"]

    trunk = np.maximum(layer("lin_hidden", h), 0)
    logits = layer("policy_branches.0", np.maximum(layer("lin_policy", trunk), 0))
    value = layer("value", np.maximum(layer("lin_value", trunk), 0))
    return h, logits, value[0]


def run(w, observations):
    h, rows = np.zeros(w["recurrent_layer.weight_hh_l0"].shape[1]), []
    for x in observations:
        h, logits, value = step(w, np.asarray(x, dtype=np.float64), h)
        rows.append({"state": h.tolist(), "logits": logits.tolist(), "value": float(value)})
    return rows


def small():
    random = np.random.default_rng(20240607)
    inputs, units, trunk, head, actions = 3, 4, 5, 6, 2
    shapes = {
        "recurrent_layer.weight_ih_l0": [3 * units, inputs],
        "recurrent_layer.weight_hh_l0": [3 * units, units],
        "recurrent_layer.bias_ih_l0": [3 * units], "recurrent_layer.bias_hh_l0": [3 * units],
        "lin_hidden.weight": [trunk, units], "lin_hidden.bias": [trunk],
        "lin_policy.weight": [head, trunk], "lin_policy.bias": [head],
        "lin_value.weight": [head, trunk], "lin_value.bias": [head],
        "policy_branches.0.weight": [actions, head], "policy_branches.0.bias": [actions],
        "value.weight": [1, head], "value.bias": [1],
    }
    weights = {name: np.float32(random.normal(size=shape)) for name, shape in shapes.items()}
    observations = np.float32(random.normal(size=(6, inputs)))
    rows = run({name: np.float64(w) for name, w in weights.items()}, observations)
    return {
        "tensors": [
            {"name": name, "shape": list(w.shape), "elements": w.ravel().tolist()}
            for name, w in weights.items()
        ],
        "observations": observations.tolist(), "steps": rows,
    }


def published(path):
    raw = pathlib.Path(path).read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + size])
    weights = {
        name: np.frombuffer(
            raw[8 + size:], "<f4", count=int(np.prod(entry["shape"])),
            offset=entry["data_offsets"][0]).reshape(entry["shape"]).astype(np.float64)
        for name, entry in header.items() if name != "__metadata__"
    }
    h, position, rows = np.zeros(32), -0.2, []
    for t in range(100):
        shown = 1.0 if t < 3 else 0.0
        h, logits, value = step(weights, np.array([-shown, position, shown]), h)
        rows.append({
            "position": position, "logits": logits.tolist(), "value": float(value),
            "stateSum": float(h.sum())})
        if t >= 3:
            position = round(position + (0.2 if logits[1] > logits[0] else -0.2), 10)
        if abs(position) >= 1:
            break
    return {"steps": rows, "end": position}


if __name__ == "__main__":
    folder = pathlib.Path(__file__).parent
    document = {"numpy": np.__version__, "small": small(), "published": published(sys.argv[1])}
    (folder / "recurrent-policy.json").write_text(json.dumps(document, indent=1) + "\n")
