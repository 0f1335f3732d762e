/// The content of a store's `manifest.json`.
struct ActivationManifest: Equatable {
  static let format = "mesascope-activations"
  static let version = 1
  static let fileName = "manifest.json"
  /// Manifests of more bytes are refused.
  static let limit = 64 << 20

  var shards: [Shard]
  var metadata: [String: String]

  /// What the manifest says of a shard.
  struct Shard: Equatable {
    var file: String
    /// The number of rows, if the writer said so.
    var rows: Int?
    /// The SHA-256 of the file in hexadecimal, if the writer said so.
    var digest: String?
  }

  /// The text of the file: the same bytes for the same content.
  var text: String {
    let shards = shards.map { shard -> JSON in
      var members: [JSON.Member] = [.init("file", .string(shard.file))]
      if let rows = shard.rows { members.append(.init("rows", .integer(rows))) }
      if let digest = shard.digest { members.append(.init("sha256", .string(digest))) }
      return .object(members)
    }
    let pairs = metadata.sorted { ByteOrder.precedes($0.key, $1.key) }
    let value: JSON = [
      "format": .string(Self.format), "version": .integer(Self.version),
      "shards": .array(shards),
      "metadata": .object(pairs.map { .init($0.key, .string($0.value)) }),
    ]
    return value.text(indentation: 2) + "\n"
  }
}
