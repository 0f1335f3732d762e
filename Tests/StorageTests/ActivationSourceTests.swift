import LinearAlgebra
import Storage
import Testing

private func fixture(_ name: String) -> String { Surroundings.fixture("Storage/arrays/" + name) }

/// The activations that `make_arrays.py` writes.
private let encoder: [Float] = (0..<5).flatMap { row in
  (0..<6).map { Float(Double(row) + Double($0) / 100) }
}
private let core: [Float] = (0..<5).flatMap { row in
  (0..<24).map { Float(Float16(Double(row) + Double($0) / 100)) }
}

private func rows(
  _ source: ActivationSource, _ site: String, _ range: Range<Int>? = nil
) throws -> [Float] {
  try source.withRows(range ?? 0..<source.rows, of: site) { Array($0) }
}

@Test(arguments: ["one.safetensors", "one.npz"])
func takesTheFloatingPointArraysOfAFileForSites(name: String) throws {
  let source = try ActivationSource(path: fixture(name))
  #expect(
    source.sites == [
      ActivationSite(name: "core", type: .float16, rowShape: [2, 3, 4]),
      ActivationSite(name: "encoder", rowShape: [6]),
    ])
  #expect(source.rows == 5 && source.hasGroups)
  #expect(source.labelNames == ["move", "value"])
  #expect(source.unused == ["loss"])
  #expect(try rows(source, "encoder") == encoder)
  #expect(try rows(source, "core") == core)
  #expect(try rows(source, "core", 2..<4) == Array(core[48..<96]))
  #expect(try source.integerLabels("move") == [0, 1, 2, 3, 0])
  #expect(try source.labels("value") == [0, 0.25, 0.5, 0.75, 1])
  let entry = ArrayEntry(name: "move", shape: [5], type: .int64)
  #expect(try source.labelEntry("move") == entry)
}

@Test func givesGroupsAsNumbersAndAsWords() throws {
  let numbers = try ActivationSource(path: fixture("one.safetensors"))
  #expect(try numbers.groups() == [0, 0, 1, 1, 2])
  #expect(try numbers.groupNames() == ["0", "0", "1", "1", "2"])
  let words = try ActivationSource(path: fixture("one.npz"))
  #expect(try words.groupNames() == ["one", "one", "two", "two", "three"])
  let groups = try words.groups()
  #expect(groups[0] == groups[1] && groups[2] == groups[3])
  #expect(Set(groups).count == 3)
  // The first 64 bits of the SHA-256 of "one", as `printf one | sha256sum` gives it.
  #expect(groups[0] == 0x7692_c3ad_3540_bb80)
}

@Test func takesOneArrayForOneSite() throws {
  let source = try ActivationSource(path: fixture("fortran.npy"))
  #expect(source.sites == [ActivationSite(name: "fortran", type: .float64, rowShape: [6])])
  #expect(source.rows == 1000 && !source.hasGroups && source.labelNames.isEmpty)
  #expect(try rows(source, "fortran", 10..<20) == (60..<120).map { Float($0) })
  expectRefusal(ActivationStoreError.noGroups(path: source.path), naming: source.path) {
    _ = try source.groups()
  }
}

@Test func takesAFolderOfFilesForOneSource() throws {
  let source = try ActivationSource(path: fixture("folder"))
  #expect(
    source.sites == [
      ActivationSite(name: "encoder", rowShape: [6]),
      ActivationSite(name: "layers/core", type: .float16, rowShape: [2, 3, 4]),
      ActivationSite(name: "tokens", type: .int16, rowShape: [6]),
    ])
  #expect(source.rows == 5 && source.hasGroups)
  #expect(source.labelNames == ["move", "value", "word"])
  #expect(try rows(source, "layers/core") == core)
  #expect(try rows(source, "tokens", 4..<5) == [400, 401, 402, 403, 404, 405])
  #expect(try source.groupNames() == ["one", "one", "two", "two", "three"])
  #expect(try source.textLabels("word") == ["one", "one", "two", "two", "three"])
}

@Test func readsAStoreAcrossItsShards() throws {
  let source = try ActivationSource(path: Surroundings.fixture("Storage/store"))
  let whole = (0..<5).flatMap { row in (0..<24).map { Float(Double(row) + Double($0) / 100) } }
  #expect(source.blocks(maximumRows: 2) == [0..<2, 2..<3, 3..<5])
  for range in [0..<5, 2..<4, 3..<5, 0..<0] {
    let expected = Array(whole[range.lowerBound * 24..<range.upperBound * 24])
    #expect(try rows(source, "cell/hidden", range) == expected)
  }
  #expect(try source.groups() == [0, 0, 1, 1, 2])
  #expect(try source.integerLabels("distance") == [0, 1, 2, 0, 1])
  #expect(try source.labelEntry("distance").type == .int64)
}

// MARK: What is refused

private func expectRefused(
  _ path: String, _ expected: some Error & Equatable & CustomStringConvertible,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  expectRefusal(expected, naming: path, sourceLocation: sourceLocation) {
    _ = try ActivationSource(path: path)
  }
}

private func tensor(_ name: String, _ shape: [Int]) -> StoredTensor {
  StoredTensor(name: name, tensor: Tensor(shape: shape))
}

@Test func namesTheArrayOfAnotherNumberOfRows() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("a.safetensors")
  try SafetensorsWriter.write(
    [tensor("a", [4, 2]), tensor("b", [3, 2]), tensor("c", [4, 5])], to: path)
  expectRefused(
    path,
    ActivationSourceError.rowsDisagree(
      ArrayPlace(path: path, array: "b"), rows: 3, expected: 4,
      like: ArrayPlace(path: path, array: "a")))
}

@Test func namesTheFileOfAnotherNumberOfRows() throws {
  let folder = try TemporaryFolder()
  for (name, rows) in [("a", 3), ("b", 4), ("c", 4)] {
    try SafetensorsWriter.write([tensor("x", [rows, 2])], to: folder.file(name + ".safetensors"))
  }
  expectRefused(
    folder.path,
    ActivationSourceError.rowsDisagree(
      ArrayPlace(path: folder.file("a.safetensors"), array: "x"), rows: 3, expected: 4,
      like: ArrayPlace(path: folder.file("b.safetensors"), array: "x")))
}

@Test func refusesLabelsAndGroupsOfAnotherLength() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("a.safetensors")
  try SafetensorsWriter.write(
    [tensor("a", [4, 2]), .init(name: "labels/x", shape: [3], integers: [1, 2, 3])], to: path)
  expectRefused(
    path,
    ActivationSourceError.wrongLength(
      ArrayPlace(path: path, array: "labels/x"), what: "labels", found: 3, expected: 4))
  try SafetensorsWriter.write(
    [tensor("a", [4, 2]), .init(name: "groups", shape: [5], integers: [1, 2, 3, 4, 5])], to: path)
  expectRefused(
    path,
    ActivationSourceError.wrongLength(
      ArrayPlace(path: path, array: "groups"), what: "groups", found: 5, expected: 4))
}

@Test func refusesGroupsThatAreNoNames() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("a.safetensors")
  try SafetensorsWriter.write([tensor("a", [4, 2]), tensor("groups", [4])], to: path)
  expectRefused(
    path,
    ActivationSourceError.wrongGroups(ArrayPlace(path: path, array: "groups"), shape: [4]))
}

@Test func refusesFilesWithoutActivations() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("a.safetensors")
  try SafetensorsWriter.write(
    [tensor("loss", [4]), .init(name: "groups", shape: [4], integers: [1, 2, 3, 4])], to: path)
  expectRefused(
    path, ActivationSourceError.noActivations(path: path, arrays: ["loss", "groups"]))
  let texts = Surroundings.fixture("Storage/arrays/folder/groups.npy")
  expectRefused(
    texts, ActivationSourceError.wrongAxes(ArrayPlace(path: texts), shape: [5]))
}

@Test func refusesFoldersWithoutFiles() throws {
  let folder = try TemporaryFolder()
  _ = try folder.write("notes", to: "readme.txt")
  expectRefused(folder.path, ActivationSourceError.emptyFolder(path: folder.path))
  let pickle = try ScratchBytes.read(Surroundings.fixture("Hostile/arrays/torch.pt"))
  let path = try folder.write(pickle, to: "model.pt")
  expectRefused(folder.path, ArrayFileError.torch(path: path))
  expectRefused(folder.file("none"), FileError.missing(path: folder.file("none")))
}

@Test func refusesTwoSitesOfOneName() throws {
  let folder = try TemporaryFolder()
  let bytes = try ScratchBytes.read(fixture("version-1.npy"))
  _ = try folder.write(bytes, to: "a.npy")
  let path = folder.file("a.safetensors")
  try SafetensorsWriter.write([tensor("activations", [4, 2])], to: path)
  expectRefused(
    folder.path,
    ActivationSourceError.repeatedSite(
      site: "a", first: ArrayPlace(path: folder.file("a.npy")),
      second: ArrayPlace(path: path, array: "activations")))
}

@Test func refusesLabelsThatDifferFromFileToFile() throws {
  let folder = try TemporaryFolder()
  for (name, last) in [("a", 3), ("b", 4), ("c", 3)] {
    try SafetensorsWriter.write(
      [tensor("x", [3, 2]), .init(name: "labels/y", shape: [3], integers: [1, 2, last])],
      to: folder.file(name + ".safetensors"))
  }
  let source = try ActivationSource(path: folder.path)
  #expect(source.labelNames == ["y"])
  expectRefusal(
    ActivationSourceError.contradiction(
      what: "labels 'y'",
      first: ArrayPlace(path: folder.file("a.safetensors"), array: "labels/y"),
      second: ArrayPlace(path: folder.file("b.safetensors"), array: "labels/y")),
    naming: folder.path
  ) { _ = try source.labels("y") }
}

@Test func countsAndLocatesWhatIsNotFiniteInAnySource() throws {
  let path = Surroundings.fixture("Hostile/arrays/infinite.npy")
  let source = try ActivationSource(path: path)
  let count = try source.nonFiniteCount(of: "infinite")
  #expect(count.notANumber == 1 && count.infinite == 1)
  #expect(count.first == .init(shard: "infinite.npy", row: 1, index: [0]))
  try source.withRows(1..<3, of: "infinite") { values in
    let again = try source.nonFiniteCount(in: values, rows: 1..<3, of: "infinite")
    #expect(again == count)
  }
  expectRefusal(
    ActivationStoreError.notFinite(path: path, site: "infinite", count: count), naming: path
  ) { try source.requireFinite("infinite") }
}

@Test func locatesWhatIsNotFiniteInTheShardOfAStore() throws {
  let folder = try TemporaryFolder()
  var writer = try ActivationStoreWriter(
    path: folder.path, sites: [.init(name: "a", rowShape: [2])], hasGroups: false)
  try writer.append([("a", Tensor(shape: [2, 2]))])
  try writer.append([("a", Tensor(shape: [2, 2], elements: [0, 0, 0, .nan]))])
  let source = ActivationSource(try writer.finish())
  let expected = NonFiniteCount.Location(shard: "shard-00001.safetensors", row: 1, index: [1])
  try source.withRows(1..<4, of: "a") { values in
    let count = try source.nonFiniteCount(in: values, rows: 1..<4, of: "a")
    #expect(count.notANumber == 1 && count.first == expected)
  }
  #expect(try source.nonFiniteCount(of: "a").first == expected)
}

@Test func readsConvolutionsWithTheirChannelsFirst() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("acts.safetensors")
  // Element [n, channel, row, column] is the number that these indices spell.
  func numbers(_ shape: [Int]) -> [Float] {
    (0..<shape.reduce(1, *)).map { index in
      var (rest, number, power) = (index, 0, 1)
      for size in shape.reversed() {
        number += rest % size * power
        (rest, power) = (rest / size, power * 10)
      }
      return Float(number)
    }
  }
  try SafetensorsWriter.write(
    [
      (name: "conv", tensor: Tensor(shape: [3, 4, 2, 5], elements: numbers([3, 4, 2, 5]))),
      (
        name: "ticked", tensor: Tensor(shape: [3, 2, 4, 2, 5], elements: numbers([3, 2, 4, 2, 5]))
      ),
      (name: "vector", tensor: Tensor(shape: [3, 7], elements: numbers([3, 7]))),
    ], to: path)
  let source = try ActivationSource(path: path, layout: .channelsFirst)
  #expect(source.sites.map(\.rowShape) == [[2, 5, 4], [2, 2, 5, 4], [7]])
  #expect(try source.site(named: "conv").grid.map { [$0.rows, $0.columns] } == [2, 5])
  try source.withRows(1..<3, of: "conv") { values in
    #expect(values.count == 80)
    // Sample 2, row 1, column 3, channel 2.
    #expect(values[40 + (1 * 5 + 3) * 4 + 2] == 2213)
  }
  try source.withRows(0..<3, of: "ticked") { values in
    // Sample 1, tick 1, row 0, column 4, channel 3.
    #expect(values[80 + 40 + (0 * 5 + 4) * 4 + 3] == 11304)
  }
  let vectors = try source.withRows(0..<3, of: "vector") { Array($0) }
  #expect(vectors == numbers([3, 7]))
}

@Test func aStoreHasItsChannelsLast() throws {
  #expect(throws: ActivationSourceError.storeLayout(path: "Fixtures/Storage/store")) {
    try ActivationSource(path: "Fixtures/Storage/store", layout: .channelsFirst)
  }
}
