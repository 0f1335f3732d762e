"""Writes a small activation store into the folder given as the only argument."""

import sys

import numpy

folder = sys.argv[1]
batches = []
for first in (0, 3):
    rows = numpy.arange(first, first + (3 if first == 0 else 2))
    activations = rows[:, None, None, None] + numpy.arange(24.0).reshape(2, 3, 4) / 100
    levels = (rows // 2).astype(numpy.int64)
    batches.append((activations.astype(numpy.float32), levels, rows.astype(numpy.int64) % 3))

# The lines of the documentation.
import json, os
from safetensors.numpy import save_file
os.makedirs(folder, exist_ok=True)
names = []
for i, (activations, levels, distance) in enumerate(batches):
    names.append(f"shard-{i:05}.safetensors")
    save_file({"activations/cell/hidden": activations, "groups": levels,
               "labels/distance": distance}, os.path.join(folder, names[-1]))
manifest = {"format": "mesascope-activations", "version": 1, "shards": names}
json.dump(manifest, open(os.path.join(folder, "manifest.json"), "w"))
