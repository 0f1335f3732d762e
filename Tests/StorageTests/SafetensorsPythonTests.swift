import LinearAlgebra
import Storage
import Testing

// The Python package `safetensors` is there only where an environment is given.
@Suite(.enabled(if: Surroundings.python != nil, "needs Python with NumPy and safetensors"))
struct SafetensorsPythonTests {
  @Test func writesFilesThatPythonReads() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.safetensors")
    try SafetensorsWriter.write(
      [
        .init(name: "é", tensor: Tensor(shape: [2, 3], elements: [0, 1, 2, 3, 4, 0.1])),
        .init(name: "half", tensor: Tensor(shape: [2], elements: [0.5, -2]), as: .float16),
        .init(name: "ids", shape: [2], identifiers: [1, .max]),
        .init(name: "counts", shape: [2], integers: [-1, .max]),
        .init(name: "exact", shape: [], doubles: [0.1]),
        .init(name: "flags", shape: [3], bytes: [1, 2, 255]),
        .init(name: "none", tensor: Tensor(shape: [0, 3])),
      ], metadata: ["key": "value \"é\"\n"], to: path)
    let program = """
      import sys
      from safetensors import safe_open
      with safe_open(sys.argv[1], "numpy") as file:
          print(sorted(file.metadata().items()))
          for name in sorted(file.keys()):
              a = file.get_tensor(name)
              print(name.encode(), a.dtype, a.shape, a.ravel().tolist())
      """
    #expect(
      try Surroundings.runPython(["-X", "utf8", "-c", program, path]) == """
        [('key', 'value "é"\\n')]
        b'counts' int64 (2,) [-1, 9223372036854775807]
        b'exact' float64 () [0.1]
        b'flags' uint8 (3,) [1, 2, 255]
        b'half' float16 (2,) [0.5, -2.0]
        b'ids' uint64 (2,) [1, 18446744073709551615]
        b'none' float32 (0, 3) []
        b'\\xc3\\xa9' float32 (2, 3) [0.0, 1.0, 2.0, 3.0, 4.0, 0.10000000149011612]

        """)
  }

  @Test func writesCheckpointsThatPythonReads() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.safetensors")
    try Checkpoint(
      architecture: "residual", configuration: ["blocks": "5"], step: 3, seed: 4,
      toolVersion: "test", parameters: [("w", Tensor(shape: [2], elements: [1, 2]))]
    ).write(to: path)
    let program = """
      import sys
      from safetensors.numpy import load_file
      print({name: a.tolist() for name, a in load_file(sys.argv[1]).items()})
      """
    #expect(try Surroundings.runPython(["-c", program, path]) == "{'w': [1.0, 2.0]}\n")
  }
}
