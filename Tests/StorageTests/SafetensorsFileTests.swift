import LinearAlgebra
import Storage
import Testing

@Test func readsEveryElementTypeThatPythonWrote() throws {
  let file = try SafetensorsFile(path: Surroundings.fixture("Storage/every-type.safetensors"))
  let text = try TextFile.read(Surroundings.fixture("Storage/every-type.json"))
  let expected = try #require(try JSON(parsing: text).members)
  #expect(expected.map(\.name).sorted() == file.names.sorted())
  #expect(expected.count == 14)
  for member in expected {
    let shape = try #require(member.value["shape"]?.array).compactMap(\.integer)
    let texts = try #require(member.value["values"]?.array).compactMap(\.string)
    #expect(try file.shape(of: member.name) == shape)
    let doubles = texts.compactMap { NumberText.double($0) }
    #expect(try file.doubles(named: member.name).map(\.bitPattern) == doubles.map(\.bitPattern))
    let tensor = try file.tensor(named: member.name)
    #expect(tensor.shape == shape)
    if ["uint64", "int64"].contains(member.name) {
      // Rounded once, from the whole number.
      #expect(tensor.elements == texts.map { Int($0).map { Float($0) } ?? Float(UInt64.max) })
    } else {
      #expect(tensor.elements.map(\.bitPattern) == doubles.map(rounded).map(\.bitPattern))
    }
  }
  #expect(file.metadata == ["source": "NumPy", "name": "süß \"quoted\"\n"])
}

/// Single precision whose numbers below the normal range are not flushed to zero.
private func rounded(_ value: Double) -> Float {
  guard value != 0, value.magnitude < 0x1p-126 else { return Float(value) }
  let steps = UInt32(value.magnitude * 0x1p149)
  return Float(bitPattern: steps | (value < 0 ? 1 << 31 : 0))
}

@Test func readsWholeNumbersExactly() throws {
  let file = try SafetensorsFile(path: Surroundings.fixture("Storage/every-type.safetensors"))
  #expect(try file.integers(named: "bool") == [1, 0, 1])
  #expect(try file.integers(named: "uint8") == [0, 1, 127, 255])
  #expect(try file.integers(named: "int8") == [-128, -1, 0, 127])
  #expect(try file.integers(named: "uint16") == [0, 65535])
  #expect(try file.integers(named: "int16") == [-32768, 32767])
  #expect(try file.integers(named: "uint32") == [0, 4_294_967_295])
  #expect(try file.integers(named: "int32") == [-2_147_483_648, 2_147_483_647])
  #expect(try file.integers(named: "int64") == [.min, 1 << 53 + 1, .max])
  #expect(try file.identifiers(named: "uint64") == [0, 1 << 53, .max])
  #expect(try file.identifiers(named: "int8") == [UInt64.max - 127, .max, 0, 127])
  expectRefusal(
    SafetensorsError.wholeNumberTooLarge(
      path: file.path, tensor: "uint64", index: 2, value: .max), naming: file.path
  ) { _ = try file.integers(named: "uint64") }
  expectRefusal(
    SafetensorsError.notWholeNumbers(path: file.path, tensor: "float16", type: .float16),
    naming: file.path
  ) { _ = try file.integers(named: "float16") }
}

@Test func readsBrainFloatsAtAnOddAddress() throws {
  let file = try SafetensorsFile(path: Surroundings.fixture("Storage/bfloat16.safetensors"))
  #expect(try file.elementType(of: "a") == .bfloat16)
  #expect(
    try file.tensor(named: "a").elements == [
      1, -2, Float(bitPattern: 0x7f7f_0000), .leastNormalMagnitude, .infinity,
    ])
}

@Test func namesATensorThatIsNotThereWithTheNearOnes() throws {
  let file = try SafetensorsFile(path: Surroundings.fixture("Storage/every-type.safetensors"))
  let error = SafetensorsError.noSuchTensor(
    path: file.path, tensor: "flaot32", names: file.names)
  expectRefusal(error, naming: file.path) { _ = try file.tensor(named: "flaot32") }
  #expect(error.description.hasSuffix("Did you mean 'float32'?"))
  #expect(!file.contains("flaot32"))
}

@Test func refusesWhatIsNoFile() throws {
  let folder = try TemporaryFolder()
  expectRefusal(FileError.missing(path: folder.file("none")), naming: folder.file("none")) {
    _ = try SafetensorsFile(path: folder.file("none"))
  }
  expectRefusal(FileError.notAFile(path: folder.path), naming: folder.path) {
    _ = try SafetensorsFile(path: folder.path)
  }
}

@Test func givesRowsWithAndWithoutConversion() throws {
  let folder = try TemporaryFolder()
  let elements = (0..<60).map { Float($0) / 4 }
  let tensor = Tensor(shape: [5, 3, 4], elements: elements)
  for type in [ElementType.float32, .float16, .bfloat16] {
    let path = folder.file("\(type.rawValue).safetensors")
    try SafetensorsWriter.write([StoredTensor(name: "a", tensor: tensor, as: type)], to: path)
    let file = try SafetensorsFile(path: path)
    #expect(try file.entry(named: "a").elementsPerRow == 12)
    for start in 0...5 {
      for end in start...5 {
        let rows = try file.withRows(start..<end, of: "a") { Array($0) }
        #expect(rows == Array(elements[start * 12..<end * 12]), "\(type) \(start)..<\(end)")
      }
    }
    try file.prefetchRows(0..<5, of: "a")
    try file.releaseRows(0..<5, of: "a")
    #expect(try file.withRows(4..<5, of: "a") { Array($0) } == Array(elements[48...]))
  }
}

@Test func givesTheBytesOfATensor() throws {
  let file = try SafetensorsFile(path: Surroundings.fixture("Storage/every-type.safetensors"))
  #expect(try file.withUnsafeBytes(of: "uint8") { Array($0) } == [0, 1, 127, 255])
  #expect(try file.withUnsafeBytes(of: "nothing") { $0.count } == 0)
  #expect(try file.tensor(named: "scalar") == Tensor(shape: [], elements: [2.5]))
}
