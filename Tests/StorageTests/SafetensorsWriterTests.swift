import Foundation
import LinearAlgebra
import Storage
import Testing

private let mixed: [StoredTensor] = [
  .init(name: "z", tensor: Tensor(shape: [2, 2], elements: [1, -0.0, .infinity, 0.1])),
  .init(name: "a/b", shape: [3], bytes: [1, 2, 255]),
  .init(name: "ids", shape: [2], identifiers: [0, .max]),
  .init(name: "counts", shape: [2], integers: [.min, .max]),
  .init(name: "exact", shape: [1], doubles: [0.1]),
  .init(name: "half", tensor: Tensor(shape: [1], elements: [1.0009765625]), as: .float16),
  .init(name: "none", tensor: Tensor(shape: [0, 3])),
]

@Test func readsBackWhatItWrote() throws {
  let folder = try TemporaryFolder()
  let metadata = ["b": "2", "a": "line\nfeed \"quoted\" \\ é \u{1}", "": "empty name"]
  let path = folder.file("a.safetensors")
  try SafetensorsWriter.write(mixed, metadata: metadata, to: path)
  let file = try SafetensorsFile(path: path)
  #expect(file.metadata == metadata)
  #expect(file.names == ["a/b", "counts", "exact", "half", "ids", "none", "z"])
  #expect(
    try file.tensor(named: "z").elements.map(\.bitPattern)
      == [Float(1), -0.0, .infinity, 0.1].map(\.bitPattern))
  #expect(try file.integers(named: "a/b") == [1, 2, 255])
  #expect(try file.identifiers(named: "ids") == [0, .max])
  #expect(try file.integers(named: "counts") == [.min, .max])
  #expect(try file.doubles(named: "exact") == [0.1])
  #expect(try file.tensor(named: "half").elements == [1.0009765625])
  #expect(try file.tensor(named: "none") == Tensor(shape: [0, 3]))
}

@Test func writesTheSameBytesWhateverTheOrder() throws {
  let folder = try TemporaryFolder()
  let metadata = Dictionary(uniqueKeysWithValues: (0..<40).map { ("key\($0)", "\($0)") })
  let first = try SafetensorsWriter.write(
    mixed, metadata: metadata, to: folder.file("a"), hashing: true)
  let second = try SafetensorsWriter.write(
    mixed.reversed(), metadata: metadata, to: folder.file("b"), hashing: true)
  #expect(try folder.bytes(of: "a") == folder.bytes(of: "b"))
  #expect(first == second)
  #expect(try first == SHA256.hexadecimal(ofFileAt: folder.file("a")))
}

@Test func writesExactlyTheseBytes() throws {
  let folder = try TemporaryFolder()
  try SafetensorsWriter.write(
    [("b", Tensor(shape: [1], elements: [1])), ("a", Tensor(shape: [], elements: [2]))],
    metadata: ["k": "v"], to: folder.file("a"))
  let header =
    #"{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"#
    + #""b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#
  let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
  var expected = [UInt8(padded.utf8.count), 0, 0, 0, 0, 0, 0, 0]
  expected += Array(padded.utf8) + [0, 0, 0, 0x40, 0, 0, 0x80, 0x3f]
  #expect(try folder.bytes(of: "a") == expected)
}

@Test func alignsEveryTensorToItsElements() throws {
  let folder = try TemporaryFolder()
  try SafetensorsWriter.write(mixed, to: folder.file("a"))
  let file = try SafetensorsFile(path: folder.file("a"))
  for entry in file.entries {
    try file.withUnsafeBytes(of: entry.name) { bytes in
      #expect(Int(bitPattern: bytes.baseAddress) % entry.type.size == 0)
    }
  }
}

@Test func roundsToShortFloatsWithTiesToEven() throws {
  let folder = try TemporaryFolder()
  let values: [Float] = [
    1 + 0x1p-11, 1 + 0x3p-11, 65520, 1 + 0x1p-8, 1 + 0x3p-8, .nan, -.infinity, 0x1p-25,
  ]
  let tensor = Tensor(shape: [8], elements: values)
  try SafetensorsWriter.write(
    [
      StoredTensor(name: "half", tensor: tensor, as: .float16),
      StoredTensor(name: "brain", tensor: tensor, as: .bfloat16),
    ], to: folder.file("a"))
  let file = try SafetensorsFile(path: folder.file("a"))
  let half = try file.tensor(named: "half").elements
  #expect(half[0] == 1 && half[1] == 1 + 0x1p-9 && half[2] == .infinity)
  #expect(half[5].isNaN && half[6] == -.infinity && half[7] == 0)
  let brain = try file.tensor(named: "brain").elements
  #expect(brain[3] == 1 && brain[4] == 1 + 0x1p-6 && brain[5].isNaN && brain[6] == -.infinity)
}

@Test func refusesNamesThatTheFormatCannotHold() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("a")
  let tensor = Tensor(shape: [1])
  expectRefusal(SafetensorsError.duplicateTensor(path: path, tensor: "a"), naming: path) {
    try SafetensorsWriter.write([("a", tensor), ("a", tensor)], to: path)
  }
  expectRefusal(
    SafetensorsError.reservedName(path: path, tensor: "__metadata__"), naming: path
  ) { try SafetensorsWriter.write([("__metadata__", tensor)], to: path) }
  #expect(try folder.names() == [])
}

@Test func saysWhereItCannotWrite() throws {
  let folder = try TemporaryFolder()
  let file = try folder.write("text", to: "file")
  expectRefusal(
    FileError.cannotCreate(
      path: file + "/a", reason: "a part of the path is a file, not a folder"),
    naming: file
  ) { try SafetensorsWriter.write([("a", Tensor(shape: [1]))], to: file + "/a") }
  expectRefusal(
    FileError.cannotCreate(
      path: folder.file("none/a"), reason: "there is no such file or folder"),
    naming: folder.path
  ) { try SafetensorsWriter.write([("a", Tensor(shape: [1]))], to: folder.file("none/a")) }
}
