"""Writes the damaged and malicious safetensors files of this folder, each with one fault.

Needs Python's standard library alone. Run it in this folder; the bytes do not change between runs.
"""

import json
import struct


def tensor(dtype, shape, start, end, **more):
    return {"dtype": dtype, "shape": shape, "data_offsets": [start, end], **more}


def write(name, header, data=b"", length=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    size = struct.pack("<Q", len(text) if length is None else length)
    with open(name + ".safetensors", "wb") as file:
        file.write(size + text + data)


PAIR = tensor("F32", [2], 0, 8)
EIGHT = bytes(8)

with open("empty.safetensors", "wb"):
    pass
with open("seven-bytes.safetensors", "wb") as file:
    file.write(bytes(7))
with open("zip-archive.safetensors", "wb") as file:
    file.write(b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + bytes(40))
with open("lfs-pointer.safetensors", "wb") as file:
    file.write(b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n")

write("header-length-huge", b"{}", length=2**63 + 5)
write("header-length-over-limit", b"{}", length=100_000_001)
write("header-beyond-end", b'{"a":', length=4096)
write("header-not-utf8", b'{"a\xff":{}}')
write("header-not-json", b'{"a": nonsense}')
write("header-is-a-list", b"[1, 2]")
write("header-after-space", b" {}")
write("header-two-objects", b"{}{}")
write("header-nested-deep", b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}")
write("header-number-huge", b'{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}', EIGHT)
write("header-lone-surrogate", b'{"\\ud800":{}}')
write("metadata-a-list", {"__metadata__": ["a"], "a": PAIR}, EIGHT)
write("metadata-a-number", {"__metadata__": {"step": 5}, "a": PAIR}, EIGHT)
write("metadata-twice", b'{"__metadata__":{"a":"1"},"__metadata__":{"a":"2"}}')
pair = json.dumps(PAIR)
write("tensor-twice", f'{{"a":{pair},"a":{pair}}}'.encode(), EIGHT)
write("tensor-a-number", {"a": 5})
write("dtype-missing", {"a": {"shape": [2], "data_offsets": [0, 8]}}, EIGHT)
write("dtype-a-number", {"a": {"dtype": 32, "shape": [2], "data_offsets": [0, 8]}}, EIGHT)
write("dtype-unknown", {"a": tensor("F33", [2], 0, 8)}, EIGHT)
write("shape-missing", {"a": {"dtype": "F32", "data_offsets": [0, 8]}}, EIGHT)
write("shape-negative", {"a": tensor("F32", [-2, -1], 0, 8)}, EIGHT)
write("shape-fraction", {"a": tensor("F32", [2.5], 0, 8)}, EIGHT)
write("shape-overflow", {"a": tensor("F32", [2**31, 2**31, 2**31], 0, 8)}, EIGHT)
write("shape-overflow-to-zero", {"a": tensor("F32", [2**62], 0, 0)})
write("shape-too-small", {"a": tensor("F32", [1], 0, 8)}, EIGHT)
write("offsets-missing", {"a": {"dtype": "F32", "shape": [2]}}, EIGHT)
write("offsets-three", {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4, 8]}}, EIGHT)
write("offsets-negative", {"a": tensor("F32", [2], -8, 0)}, EIGHT)
write("offsets-reversed", {"a": tensor("F32", [2], 8, 0)}, EIGHT)
write("field-unknown", {"a": tensor("F32", [2], 0, 8, strides=[1])}, EIGHT)
write("data-truncated", {"a": PAIR}, bytes(5))
write("data-missing", {"a": PAIR})
write("data-trailing", {"a": PAIR}, bytes(11))
write("hole-at-start", {"a": tensor("F32", [2], 8, 16)}, bytes(16))
write("hole-between", {"a": PAIR, "b": tensor("F32", [2], 12, 20)}, bytes(20))
write("overlap", {"a": PAIR, "b": tensor("F32", [2], 4, 12)}, bytes(12))
write("same-range-twice", {"a": PAIR, "b": PAIR}, EIGHT)
