"""Writes the files of this folder. Needs NumPy and safetensors; see README.md for the versions."""

import json
import struct
import subprocess
import sys

import numpy
from safetensors.numpy import save_file

floats = [0.0, -0.0, 1.0, -1.5, 65504.0, 6.103515625e-05, 5.960464477539063e-08, 0.333251953125]
tensors = {
    "bool": numpy.array([True, False, True]),
    "uint8": numpy.array([[0, 1], [127, 255]], numpy.uint8),
    "int8": numpy.array([-128, -1, 0, 127], numpy.int8),
    "uint16": numpy.array([0, 65535], numpy.uint16),
    "int16": numpy.array([-32768, 32767], numpy.int16),
    "uint32": numpy.array([0, 2**32 - 1], numpy.uint32),
    "int32": numpy.array([-(2**31), 2**31 - 1], numpy.int32),
    "uint64": numpy.array([0, 2**53, 2**64 - 1], numpy.uint64),
    "int64": numpy.array([-(2**63), 2**53 + 1, 2**63 - 1], numpy.int64),
    "float16": numpy.array(floats, numpy.float16),
    "float32": numpy.array([0.1, -3.4028234663852886e38, 1.401298464324817e-45], numpy.float32),
    "float64": numpy.array([0.1, 1.7976931348623157e308, 5e-324]),
    "scalar": numpy.array(2.5, numpy.float32),
    "nothing": numpy.zeros((0, 4), numpy.float32),
}
save_file(tensors, "every-type.safetensors", metadata={"source": "NumPy", "name": 'süß "quoted"\n'})
with open("every-type.json", "w") as file:
    values = {
        name: {
            "shape": list(array.shape),
            "values": [str(value.item()) if array.dtype.kind in "iu" else repr(float(value))
                       for value in array.ravel()],
        }
        for name, array in tensors.items()
    }
    json.dump(values, file, indent=1, sort_keys=True)
    file.write("\n")

# BF16 by its bits: 1, -2, the largest below infinity, the smallest normal, infinity.
bits = struct.pack("<5H", 0x3F80, 0xC000, 0x7F7F, 0x0080, 0x7F80)
header = json.dumps({"a": {"dtype": "BF16", "shape": [5], "data_offsets": [0, 10]}}).encode()
header += b" " * (1 if len(header) % 2 == 0 else 0)
with open("bfloat16.safetensors", "wb") as file:
    file.write(struct.pack("<Q", len(header)) + header + bits)

subprocess.run([sys.executable, "write_store.py", "store"], check=True)
