import LinearAlgebra
import Storage
import Testing

// One test a way in which a store can be broken.

private let one = "one.safetensors"
private let two = "two.safetensors"

private func shard(
  rows: Int = 2, width: Int = 3, name: String = "activations", extra: [StoredTensor] = [],
  type: ElementType = .float32
) -> [StoredTensor] {
  [.init(name: name, tensor: Tensor(shape: [rows, width]), as: type)] + extra
}

private func groups(_ count: Int) -> StoredTensor {
  .init(name: "groups", shape: [count], integers: Array(0..<count))
}

/// Writes a store as another program might, and opens it.
private func expectRefused(
  _ shards: [[StoredTensor]], manifest: String? = nil,
  sourceLocation: SourceLocation = #_sourceLocation,
  _ expected: (String) -> ActivationStoreError
) throws {
  let folder = try TemporaryFolder()
  for (name, tensors) in zip([one, two], shards) {
    try SafetensorsWriter.write(tensors, to: folder.file(name))
  }
  let names = [one, two].prefix(shards.count).map { "\"\($0)\"" }.joined(separator: ",")
  let text =
    manifest ?? #"{"format":"mesascope-activations","version":1,"shards":[\#(names)]}"#
  _ = try folder.write(text, to: "manifest.json")
  expectRefusal(expected(folder.path), naming: folder.path, sourceLocation: sourceLocation) {
    _ = try ActivationStore(path: folder.path)
  }
}

private func manifest(_ shards: String, version: String = "1", more: String = "") -> String {
  #"{"format":"mesascope-activations","version":\#(version),"shards":\#(shards)\#(more)}"#
}

@Test func opensWhatTheOthersAreVariationsOf() throws {
  let folder = try TemporaryFolder()
  try SafetensorsWriter.write(shard(extra: [groups(2)]), to: folder.file(one))
  let text = manifest(#"[{"file":"\#(one)","rows":2}]"#, more: #","metadata":{"n":1,"a":"b"}"#)
  _ = try folder.write(text, to: "manifest.json")
  let store = try ActivationStore(path: folder.path)
  #expect(store.rows == 2 && store.hasGroups)
  #expect(store.metadata == ["n": "1", "a": "b"])
  #expect(try store.tensor(of: "activations") == Tensor(shape: [2, 3]))
}

@Test func refusesAManifestThatIsNotJSON() throws {
  try expectRefused([shard()], manifest: "{") {
    .manifestNotJSON(
      path: $0 + "/manifest.json",
      problem: .endedEarly(offset: 1, expected: "a name in quotation marks"))
  }
}

private func field(_ folder: String, _ field: String, _ problem: String)
  -> ActivationStoreError
{
  .manifestField(path: folder + "/manifest.json", field: field, problem: problem)
}

@Test func refusesAManifestOfAnotherFormat() throws {
  try expectRefused([shard()], manifest: #"{"format":"x","version":1,"shards":["a"]}"#) {
    field($0, "format", "is not \"mesascope-activations\"")
  }
}

@Test func refusesAManifestOfAnotherVersion() throws {
  try expectRefused([shard()], manifest: manifest("[]", version: "2")) {
    .unsupportedVersion(path: $0 + "/manifest.json", found: 2, supported: 1)
  }
  try expectRefused([shard()], manifest: manifest("[]", version: "\"1\"")) {
    field($0, "version", "is no whole number")
  }
}

@Test func refusesAManifestWithoutShards() throws {
  try expectRefused([], manifest: manifest("[]")) { .noShards(path: $0 + "/manifest.json") }
  try expectRefused([], manifest: manifest("{}")) { field($0, "shards", "is no list") }
}

@Test func refusesUnknownFieldsOfAManifest() throws {
  try expectRefused([shard()], manifest: manifest("[\"\(one)\"]", more: ",\"shard\":1")) {
    field($0, "shard", "is not known; what you want to note goes into 'metadata'")
  }
}

@Test(arguments: ["../one.safetensors", "/etc/passwd", "a/b", "..", ""])
func refusesShardsOutsideOfTheFolder(name: String) throws {
  try expectRefused([shard()], manifest: manifest("[\"\(name)\"]")) {
    field(
      $0, "shards[0]",
      "names '\(name)', which is not the plain name of a file in the same folder")
  }
}

@Test func refusesAShardNamedTwice() throws {
  try expectRefused([shard()], manifest: manifest("[\"\(one)\",\"\(one)\"]")) {
    field($0, "shards[1]", "names '\(one)' for the second time")
  }
}

@Test func refusesAShardWithoutAFile() throws {
  try expectRefused([shard()], manifest: manifest("[5]")) {
    field($0, "shards[0]", "is neither a file's name nor an object with 'file'")
  }
}

@Test func refusesAShardThatIsNotThere() throws {
  try expectRefused([shard()], manifest: manifest("[\"\(one)\",\"\(two)\"]")) {
    .missingShard(path: $0, shard: two)
  }
}

@Test func refusesAShardWithOtherRowsThanTheManifestSays() throws {
  try expectRefused([shard()], manifest: manifest(#"[{"file":"\#(one)","rows":3}]"#)) {
    .shardChanged(
      path: $0, shard: one, what: "the number of rows", found: "2", expected: "3")
  }
  try expectRefused([shard()], manifest: manifest(#"[{"file":"\#(one)","rows":-1}]"#)) {
    field($0, "shards[0]", "has a number of 'rows' that is no whole number, 0 or more")
  }
}

@Test func findsAShardWithAnotherDigest() throws {
  let folder = try TemporaryFolder()
  try SafetensorsWriter.write(shard(), to: folder.file(one))
  let digest = String(repeating: "0", count: 64)
  _ = try folder.write(
    manifest(#"[{"file":"\#(one)","sha256":"\#(digest)"}]"#), to: "manifest.json")
  let store = try ActivationStore(path: folder.path)
  let found = try SHA256.hexadecimal(ofFileAt: folder.file(one))
  expectRefusal(
    ActivationStoreError.shardChanged(
      path: folder.path, shard: one, what: "its digest", found: found, expected: digest),
    naming: folder.path
  ) { try store.verify() }
}

@Test func namesATruncatedShard() throws {
  let folder = try TemporaryFolder()
  for name in [one, two] { try SafetensorsWriter.write(shard(), to: folder.file(name)) }
  let path = try folder.write(Array(try folder.bytes(of: two).dropLast()), to: two)
  _ = try folder.write(manifest("[\"\(one)\",\"\(two)\"]"), to: "manifest.json")
  let reason = SafetensorsError.rangeBeyondEnd(
    path: path, tensor: "activations", end: 24, dataBytes: 23)
  expectRefusal(
    ActivationStoreError.brokenShard(
      path: folder.path, shard: two, reason: reason.description), naming: two
  ) { _ = try ActivationStore(path: folder.path) }
}

@Test func refusesTensorsThatMeanNothing() throws {
  for name in ["group", "labels", "labels/", "activations/", "activation"] {
    try expectRefused([shard(extra: [.init(name: name, shape: [2], integers: [1, 2])])]) {
      .unknownTensor(path: $0, shard: one, tensor: name)
    }
  }
}

@Test func refusesAShardWithoutActivations() throws {
  try expectRefused([[groups(2)]]) { .noActivations(path: $0, shard: one) }
}

@Test func refusesActivationsOfTooFewAxes() throws {
  try expectRefused([[.init(name: "activations", tensor: Tensor(shape: [3]))]]) {
    .wrongShape(
      path: $0, shard: one, tensor: "activations", shape: [3],
      expected: "[n, p], [n, tick, p], [n, row, column, p] or [n, tick, row, column, p]")
  }
}

@Test func refusesGroupsOfAnotherLength() throws {
  try expectRefused([shard(extra: [groups(3)])]) {
    .wrongShape(
      path: $0, shard: one, tensor: "groups", shape: [3],
      expected: "a first axis of 2, as that of 'activations',")
  }
}

@Test func refusesGroupsThatAreNotWholeNumbers() throws {
  let groups = StoredTensor(name: "groups", shape: [2], doubles: [1, 2])
  try expectRefused([shard(extra: [groups])]) {
    .wrongShape(
      path: $0, shard: one, tensor: "groups", shape: [2], expected: "[n] of whole numbers")
  }
}

@Test func refusesLabelsOfAnotherLength() throws {
  let labels = StoredTensor(name: "labels/a", shape: [1, 2], integers: [1, 2])
  try expectRefused([shard(extra: [labels])]) {
    .wrongShape(
      path: $0, shard: one, tensor: "labels/a", shape: [1, 2],
      expected: "a first axis of 2, as that of 'activations',")
  }
}

private func disagreement(
  _ folder: String, _ what: String, _ found: String, _ expected: String
) -> ActivationStoreError {
  .shardsDisagree(
    path: folder, shard: two, first: one, what: what, found: found, expected: expected)
}

@Test func namesTheShardOfAnotherShape() throws {
  try expectRefused([shard(), shard(width: 4)]) {
    disagreement($0, "the shape of a row at the site 'activations'", "[4]", "[3]")
  }
}

@Test func namesTheShardOfAnotherElementType() throws {
  try expectRefused([shard(), shard(type: .float16)]) {
    disagreement($0, "the element type at the site 'activations'", "F16", "F32")
  }
}

@Test func namesTheShardOfAnotherSite() throws {
  try expectRefused([shard(name: "activations/a"), shard(name: "activations/b")]) {
    disagreement($0, "the list of sites", "[\"b\"]", "[\"a\"]")
  }
}

@Test func namesTheShardWithoutGroups() throws {
  try expectRefused([shard(extra: [groups(2)]), shard()]) {
    disagreement($0, "having groups", "false", "true")
  }
}

@Test func namesTheShardOfOtherLabels() throws {
  let labels = StoredTensor(name: "labels/a", shape: [2], integers: [1, 2])
  try expectRefused([shard(extra: [labels]), shard()]) {
    disagreement($0, "the list of labels", "[]", "[\"a\"]")
  }
  let wide = StoredTensor(name: "labels/a", shape: [2, 1], integers: [1, 2])
  try expectRefused([shard(extra: [labels]), shard(extra: [wide])]) {
    disagreement($0, "the shape of a row of the labels 'a'", "[1]", "[]")
  }
}
