import LinearAlgebra
import Storage
import Testing

// Laws that hold for any damage to a good file.

private func goodFile(in folder: TemporaryFolder) throws -> [UInt8] {
  let tensors = [
    StoredTensor(name: "weights", tensor: Tensor(shape: [3, 2], repeating: 1)),
    StoredTensor(name: "steps", shape: [2], integers: [1, 2]),
    StoredTensor(name: "flags", shape: [3], bytes: [0, 1, 2]),
  ]
  try SafetensorsWriter.write(tensors, metadata: ["a": "b"], to: folder.file("good"))
  return try folder.bytes(of: "good")
}

/// Reads everything that a file offers.
private func readAll(_ path: String) throws {
  let file = try SafetensorsFile(path: path)
  for entry in file.entries {
    let tensor = try file.tensor(named: entry.name)
    #expect(tensor.shape == entry.shape)
    #expect(try file.doubles(named: entry.name).count == entry.count)
  }
}

@Test func refusesAFileCutAtAnyByte() throws {
  let folder = try TemporaryFolder()
  let good = try goodFile(in: folder)
  for count in 0..<good.count {
    let path = try folder.write(Array(good.prefix(count)), to: "cut")
    #expect(throws: SafetensorsError.self, "cut at \(count)") {
      _ = try SafetensorsFile(path: path)
    }
  }
}

@Test func survivesAnySingleDamagedBit() throws {
  let folder = try TemporaryFolder()
  let good = try goodFile(in: folder)
  var refused = 0
  for bit in 0..<(good.count * 8) {
    var bytes = good
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    let path = try folder.write(bytes, to: "damaged")
    do {
      try readAll(path)
    } catch is SafetensorsError {
      refused += 1
    }
  }
  // Damage to names, texts and numbers in the data cannot be seen in the format.
  #expect(refused > good.count * 2)
}

@Test func survivesRandomDamage() throws {
  let folder = try TemporaryFolder()
  let good = try goodFile(in: folder)
  var random = RandomStream(seed: 20)
  for _ in 0..<3000 {
    var bytes = good
    for _ in 0...random.below(6) {
      bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
    }
    let path = try folder.write(bytes, to: "damaged")
    do {
      try readAll(path)
    } catch is SafetensorsError {
      continue
    }
  }
}
