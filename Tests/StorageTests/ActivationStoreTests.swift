import LinearAlgebra
import Storage
import Testing

private let sites = [
  ActivationSite(name: "cell/hidden", rowShape: [2, 3, 4]),
  ActivationSite(name: "head", type: .float16, rowShape: [5]),
]

private func tensor(_ shape: [Int], from start: Int) -> Tensor {
  let count = shape.reduce(1, *)
  return Tensor(shape: shape, elements: (0..<count).map { Float((start + $0) % 2048) })
}

/// A store with shards of the given numbers of rows.
private func write(
  _ shards: [Int], to path: String, replacing: Bool = false
) throws -> ActivationStore {
  var writer = try ActivationStoreWriter(
    path: path, sites: sites, labelNames: ["distance", "action"],
    metadata: ["checkpoint": "abc"], replacing: replacing)
  for rows in shards {
    let first = writer.rows
    try writer.append(
      [
        ("head", tensor([rows, 5], from: first * 5)),
        ("cell/hidden", tensor([rows, 2, 3, 4], from: first * 24)),
      ], groups: (first..<first + rows).map { UInt64($0 / 2) },
      labels: [
        .init(
          name: "distance", shape: [rows, 2],
          doubles: (0..<rows * 2).map { Double(first * 2 + $0) / 4 }),
        .init(name: "action", shape: [rows], integers: (first..<first + rows).map { $0 % 4 }),
      ])
  }
  return try writer.finish()
}

@Test func readsBackAStore() throws {
  let folder = try TemporaryFolder()
  let written = try write([3, 0, 5, 1], to: folder.file("store"))
  let store = try ActivationStore(path: folder.file("store"))
  #expect(store.rows == 9 && written.rows == 9)
  #expect(store.sites == sites)
  #expect(store.labelNames == ["action", "distance"])
  #expect(store.metadata == ["checkpoint": "abc"])
  #expect(try store.tensor(of: "cell/hidden") == tensor([9, 2, 3, 4], from: 0))
  #expect(try store.tensor(of: "head") == tensor([9, 5], from: 0))
  #expect(try store.groups() == [0, 0, 1, 1, 2, 2, 3, 3, 4])
  #expect(try store.labels("distance") == (0..<18).map { Double($0) / 4 })
  #expect(try store.labelShape("distance") == [2])
  #expect(try store.integerLabels("action") == [0, 1, 2, 3, 0, 1, 2, 3, 0])
  #expect(try store.nonFiniteCount(of: "cell/hidden").isZero)
  try store.verify()
}

@Test func describesSites() {
  #expect(sites[0].channels == 4 && sites[0].ticks == nil && sites[0].elementsPerRow == 24)
  #expect(sites[0].grid?.rows == 2 && sites[0].grid?.columns == 3)
  #expect(sites[1].channels == 5 && sites[1].grid == nil)
  let ticked = ActivationSite(name: "a", rowShape: [12, 2, 3, 4])
  #expect(ticked.ticks == 12 && ticked.grid?.columns == 3 && ticked.channels == 4)
  #expect(ActivationSite(name: "a", rowShape: [12, 4]).ticks == 12)
}

@Test func givesEveryRowOnceWhateverTheBlocks() throws {
  let folder = try TemporaryFolder()
  let store = try write([3, 0, 5, 1], to: folder.file("store"))
  let expected = try store.tensor(of: "head").elements
  for maximum in 1...10 {
    var collected: [Float] = []
    var next = 0
    for block in store.blocks(maximumRows: maximum) {
      #expect(block.firstRow == next && block.rows.count <= maximum && !block.rows.isEmpty)
      next += block.rows.count
      try store.withRows(block, of: "head") { collected.append(contentsOf: $0) }
    }
    #expect(collected == expected && next == 9)
  }
  #expect(try store.blocks(of: "head", maximumBytes: 1).count == 9)
  #expect(try store.blocks(of: "head", maximumBytes: 40).count == 6)
}

@Test func writesTheSameBytesAgain() throws {
  let folder = try TemporaryFolder()
  let first = try write([3, 5], to: folder.file("a"))
  let second = try write([3, 5], to: folder.file("b"))
  let other = try write([5, 3], to: folder.file("c"))
  for name in first.shardNames + ["manifest.json"] {
    #expect(try folder.bytes(of: "a/\(name)") == folder.bytes(of: "b/\(name)"))
  }
  #expect(try first.digest() == second.digest())
  #expect(try first.digest() != other.digest())
}

@Test func isNoStoreBeforeItIsFinished() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("store")
  var writer = try ActivationStoreWriter(path: path, sites: [sites[1]], hasGroups: false)
  try writer.append([("head", tensor([2, 5], from: 0))])
  expectRefusal(ActivationStoreError.noManifest(path: path), naming: path) {
    _ = try ActivationStore(path: path)
  }
  let store = try writer.finish()
  #expect(!store.hasGroups)
  expectRefusal(ActivationStoreError.noGroups(path: path), naming: path) {
    _ = try store.groups()
  }
}

@Test func writesOverAStoreOnlyWhenAsked() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("store")
  _ = try write([3, 5, 1], to: path)
  expectRefusal(ActivationStoreError.alreadyAStore(path: path), naming: path) {
    _ = try write([2], to: path)
  }
  #expect(try ActivationStore(path: path).rows == 9)
  _ = try write([2], to: path, replacing: true)
  #expect(try ActivationStore(path: path).rows == 2)
  #expect(try Folder.names(in: path) == ["manifest.json", "shard-00000.safetensors"])
}

@Test func refusesShardsThatDoNotFit() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("store")
  var writer = try ActivationStoreWriter(path: path, sites: [sites[1]], labelNames: ["a"])
  func expectUnexpected(
    _ what: String, _ activations: [(site: String, tensor: Tensor)], groups: [UInt64]?,
    labels: [StoredTensor]
  ) {
    expectRefusal(
      ActivationStoreError.unexpectedContent(path: path, what: what), naming: path
    ) { try writer.append(activations, groups: groups, labels: labels) }
  }
  let good = [(site: "head", tensor: tensor([2, 5], from: 0))]
  let labels = [StoredTensor(name: "a", shape: [2], integers: [1, 2])]
  expectUnexpected(
    "it has no activations for the site 'head'", [("hed", good[0].tensor)], groups: [1, 2],
    labels: labels)
  expectUnexpected(
    "the activations at 'head' have the shape [2, 4], not [2, 5]",
    [("head", tensor([2, 4], from: 0))], groups: [1, 2], labels: labels)
  expectUnexpected("it has no groups", good, groups: nil, labels: labels)
  expectUnexpected("it has 3 groups for 2 rows", good, groups: [1, 2, 3], labels: labels)
  expectUnexpected("it has the labels [], not [\"a\"]", good, groups: [1, 2], labels: [])
  expectUnexpected(
    "the labels 'a' have the shape [3] for 2 rows", good, groups: [1, 2],
    labels: [.init(name: "a", shape: [3], integers: [1, 2, 3])])
  #expect(try Folder.names(in: path) == [])
  expectRefusal(ActivationStoreError.noShards(path: path), naming: path) {
    _ = try writer.finish()
  }
}

@Test func namesSitesAndLabelsThatAreNotThere() throws {
  let folder = try TemporaryFolder()
  let store = try write([3], to: folder.file("store"))
  let site = ActivationStoreError.noSuchSite(
    path: store.path, site: "cell/hiden", sites: ["cell/hidden", "head"])
  expectRefusal(site, naming: store.path) { _ = try store.tensor(of: "cell/hiden") }
  #expect(site.description.hasSuffix("Did you mean 'cell/hidden'?"))
  expectRefusal(
    ActivationStoreError.noSuchLabels(
      path: store.path, labels: "x", names: ["action", "distance"]), naming: store.path
  ) { _ = try store.labels("x") }
}

@Test func readsActivationsOfEveryElementTypeAndShape() throws {
  let folder = try TemporaryFolder()
  let values = (0..<48).map { Float($0 % 13) }
  let shapes = [[4, 12], [4, 3, 4], [4, 2, 2, 3], [4, 3, 1, 2, 2]]
  for shape in shapes {
    let tensor = Tensor(shape: shape, elements: values)
    let stored: [StoredTensor] = [
      .init(name: "activations/F32", tensor: tensor),
      .init(name: "activations/F16", tensor: tensor, as: .float16),
      .init(name: "activations/BF16", tensor: tensor, as: .bfloat16),
      .init(name: "activations/F64", shape: shape, doubles: values.map(Double.init)),
      .init(name: "activations/I64", shape: shape, integers: values.map { Int($0) }),
      .init(name: "activations/U8", shape: shape, bytes: values.map { UInt8($0) }),
    ]
    try SafetensorsWriter.write(stored, to: folder.file("a.safetensors"))
    _ = try folder.write(
      #"{"format":"mesascope-activations","version":1,"shards":["a.safetensors"]}"#,
      to: "manifest.json")
    let store = try ActivationStore(path: folder.path)
    #expect(store.sites.count == 6)
    for site in store.sites {
      #expect(site.name == site.type.rawValue && site.rowShape == Array(shape.dropFirst()))
      #expect(try store.tensor(of: site.name) == tensor)
    }
  }
}

@Test func hasOneDigestWhetherTheManifestGivesItOrNot() throws {
  let folder = try TemporaryFolder()
  let store = try write([3, 5], to: folder.file("store"))
  let digest = try store.digest()
  let names = store.shardNames.map { "\"\($0)\"" }.joined(separator: ",")
  _ = try folder.write(
    #"{"format":"mesascope-activations","version":1,"shards":[\#(names)]}"#,
    to: "store/manifest.json")
  #expect(try ActivationStore(path: folder.file("store")).digest() == digest)
}

@Test func refusesWhatIsNoStore() throws {
  let folder = try TemporaryFolder()
  expectRefusal(ActivationStoreError.noManifest(path: folder.path), naming: folder.path) {
    _ = try ActivationStore(path: folder.path)
  }
  expectRefusal(FileError.missing(path: folder.file("a")), naming: folder.file("a")) {
    _ = try ActivationStore(path: folder.file("a"))
  }
  let file = try folder.write("", to: "b")
  expectRefusal(FileError.notAFolder(path: file), naming: file) {
    _ = try ActivationStore(path: file)
  }
  expectRefusal(FileError.notAFolder(path: file), naming: file) {
    _ = try ActivationStoreWriter(path: file, sites: sites)
  }
}

@Test func countsAndFindsWhatIsNotFinite() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("store")
  var writer = try ActivationStoreWriter(
    path: path, sites: [.init(name: "a", rowShape: [2, 2, 3])], hasGroups: false)
  var values = tensor([4, 2, 2, 3], from: 0)
  try writer.append([("a", values)])
  values[2, 1, 0, 2] = .nan
  values[3, 0, 0, 0] = -.infinity
  values[3, 1, 1, 1] = .nan
  try writer.append([("a", values)])
  let store = try writer.finish()
  let count = try store.nonFiniteCount(of: "a")
  #expect(count.notANumber == 2 && count.infinite == 1)
  #expect(
    count.first == .init(shard: "shard-00001.safetensors", row: 2, index: [1, 0, 2]))
  let error = ActivationStoreError.notFinite(path: path, site: "a", count: count)
  expectRefusal(error, naming: path) { try store.requireFinite("a") }
  #expect(
    error.description.contains(
      "2 are not a number and 1 are infinite, the first in row 2 of "
        + "'shard-00001.safetensors' at [1, 0, 2]"))
}

@Test func holdsWhatTheNetworkWasGiven() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("store")
  var writer = try ActivationStoreWriter(
    path: path, sites: [sites[1]], hasGroups: false, observationShape: [2, 3, 2])
  #expect(throws: ActivationStoreError.self) {
    try writer.append([("head", tensor([1, 5], from: 0))])
  }
  let seen = tensor([3, 2, 3, 2], from: 7)
  for (start, end) in [(0, 2), (2, 3)] {
    try writer.append(
      [("head", tensor([end - start, 5], from: 5 * start))],
      observation: Tensor(
        shape: [end - start, 2, 3, 2], elements: Array(seen.elements[start * 12..<end * 12])))
  }
  let store = try writer.finish()
  #expect(store.observationShape == [2, 3, 2])
  let found = try #require(try store.observation())
  #expect(found.shape == seen.shape && found.elements == seen.elements)
  #expect(try ActivationSource(path: path).observation()?.elements == seen.elements)
}

/// A store of the site `late` `[n, 2, 5]` whose manifest says which ticks it has.
private func listing(_ ticks: String?, in path: String) throws -> ActivationStore {
  let site = ActivationSite(name: "late", rowShape: [2, 5])
  var writer = try ActivationStoreWriter(
    path: path, sites: [site], hasGroups: false,
    metadata: ticks.map { ["ticks/late": $0] } ?? [:])
  try writer.append([("late", tensor([3, 2, 5], from: 0))])
  return try writer.finish()
}

@Test(arguments: [("4,8", [4, 8]), ("8, 4", [8, 4]), (nil, [0, 1])] as [(String?, [Int])])
func saysWhichTicksASiteHas(list: String?, numbers: [Int]) throws {
  let folder = try TemporaryFolder()
  let store = try listing(list, in: folder.file("store"))
  #expect(try store.tickNumbers(of: store.site(named: "late")) == numbers)
  let source = ActivationSource(store)
  #expect(try source.listsTicks(of: source.site(named: "late")) == (list != nil))
}

@Test(arguments: ["4", "4,8,12", "4,4", "4,x", "-1,2", ""])
func refusesAListOfTicksThatDoesNotFit(list: String) throws {
  let folder = try TemporaryFolder()
  #expect {
    try listing(list, in: folder.file("store"))
  } throws: { "\($0)".contains("metadata/ticks/late") && "\($0)".contains("2 different ticks") }
}
