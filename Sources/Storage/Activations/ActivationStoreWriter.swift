package import LinearAlgebra

/// Writes an activation store, shard by shard; the format is described at ``ActivationStore``.
///
/// Every shard is whole or absent, and the manifest comes last: a store whose writing was
/// interrupted is seen to be none. The same content gives the same bytes.
package struct ActivationStoreWriter: Sendable {
  package let path: String
  package let sites: [ActivationSite]
  private let metadata: [String: String]
  private let labelNames: [String]
  private let hasGroups: Bool
  private let observationShape: [Int]?
  private let hashing: Bool
  private var shards: [ActivationManifest.Shard] = []

  /// Makes the folder; to be called before long work, for it makes sure that files can be
  /// written there.
  ///
  /// - Parameters:
  ///   - sites: what every shard has; the types are `F32`, `F16` or `BF16`.
  ///   - labelNames: what every shard has labels for.
  ///   - hasGroups: whether every shard says which rows belong together.
  ///   - observationShape: a row of what the network was given, where every shard has it.
  ///   - hashing: whether the manifest gets the shards' digests (a few seconds a gigabyte).
  ///   - replacing: whether a store that is there already is removed first.
  ///
  /// Throws ``ActivationStoreError/alreadyAStore(path:)`` and ``FileError``.
  package init(
    path: String, sites: [ActivationSite], labelNames: [String] = [], hasGroups: Bool = true,
    observationShape: [Int]? = nil, metadata: [String: String] = [:], hashing: Bool = true,
    replacing: Bool = false
  ) throws {
    precondition(!sites.isEmpty, "A store of activations needs at least one site.")
    precondition(
      Set(sites.map(\.name)).count == sites.count, "The sites of a store repeat a name.")
    precondition(
      sites.allSatisfy { [.float32, .float16, .bfloat16].contains($0.type) },
      "Activations are written as F32, F16 or BF16.")
    self.path = path
    self.sites = sites
    self.labelNames = labelNames.sorted(by: ByteOrder.precedes)
    self.hasGroups = hasGroups
    self.observationShape = observationShape
    self.metadata = metadata
    self.hashing = hashing
    try Folder.prepareForOutput(path)
    let manifest = Path.join(path, ActivationManifest.fileName)
    if Folder.exists(manifest), !replacing {
      throw ActivationStoreError.alreadyAStore(path: path)
    }
    try Folder.removeFile(manifest)
    if replacing {
      for name in try Folder.names(in: path) where Self.isShardName(name) {
        try Folder.removeFile(Path.join(path, name))
      }
    }
    try AtomicFile.removeLeftovers(in: path)
  }

  /// Rows written so far.
  package var rows: Int { shards.reduce(0) { $0 + ($1.rows ?? 0) } }

  /// Writes a shard.
  ///
  /// - Parameters:
  ///   - activations: one tensor `[n, ...rowShape]` a site of the store, in any order.
  ///   - groups: which rows belong together, `n` numbers; nil if the store has none.
  ///   - labels: one tensor a label name of the store, `[n, ...]`.
  ///   - observation: what the network was given, `[n, ...]`; nil if the store does not have it.
  ///
  /// Throws ``ActivationStoreError/unexpectedContent(path:what:)`` if these are not what the
  /// store was opened for; nothing is written then.
  package mutating func append(
    _ activations: [(site: String, tensor: Tensor)], groups: [UInt64]? = nil,
    labels: [StoredTensor] = [], observation: Tensor? = nil
  ) throws {
    var tensors: [StoredTensor] = []
    let rows = activations.first?.tensor.shape.first ?? 0
    for site in sites {
      tensors.append(try stored(site, from: activations, rows: rows))
    }
    try expect(activations.count == sites.count, "it has sites that the store does not have")
    try expect((groups != nil) == hasGroups, hasGroups ? "it has no groups" : "it has groups")
    if let groups {
      try expect(groups.count == rows, "it has \(groups.count) groups for \(rows) rows")
      tensors.append(.init(name: ActivationShard.groups, shape: [rows], identifiers: groups))
    }
    let seen = observationShape.map { [rows] + $0 }
    try expect(
      observation?.shape == seen,
      "the observation has the shape \(observation?.shape ?? []), not \(seen ?? [])")
    if let observation {
      tensors.append(StoredTensor(name: ActivationShard.observation, tensor: observation))
    }
    let names = labels.map(\.name).sorted(by: ByteOrder.precedes)
    try expect(names == labelNames, "it has the labels \(names), not \(labelNames)")
    for label in labels {
      try expect(
        label.shape.first == rows,
        "the labels '\(label.name)' have the shape \(label.shape) for \(rows) rows")
      tensors.append(label.renamed(ActivationShard.tensorName(ofLabels: label.name)))
    }
    let file = Self.shardName(shards.count)
    let digest = try SafetensorsWriter.write(
      tensors, to: Path.join(path, file), hashing: hashing)
    shards.append(.init(file: file, rows: rows, digest: digest))
  }

  /// Writes the manifest, which makes the folder a store, and opens it.
  ///
  /// Throws ``ActivationStoreError/noShards(path:)`` if none was written.
  package consuming func finish() throws -> ActivationStore {
    guard !shards.isEmpty else { throw ActivationStoreError.noShards(path: path) }
    let manifest = ActivationManifest(shards: shards, metadata: metadata)
    try AtomicFile.write(
      text: manifest.text, to: Path.join(path, ActivationManifest.fileName))
    return try ActivationStore(path: path)
  }

  private func stored(
    _ site: ActivationSite, from activations: [(site: String, tensor: Tensor)], rows: Int
  ) throws -> StoredTensor {
    guard let tensor = activations.first(where: { $0.site == site.name })?.tensor else {
      throw ActivationStoreError.unexpectedContent(
        path: path, what: "it has no activations for the site '\(site.name)'")
    }
    let expected = [rows] + site.rowShape
    try expect(
      tensor.shape == expected,
      "the activations at '\(site.name)' have the shape \(tensor.shape), not \(expected)")
    let isOnlyName = site.name == ActivationShard.activations
    let name = isOnlyName ? site.name : ActivationShard.activations + "/" + site.name
    return StoredTensor(name: name, tensor: tensor, as: site.type)
  }

  private func expect(_ condition: Bool, _ what: @autoclosure () -> String) throws {
    guard condition else {
      throw ActivationStoreError.unexpectedContent(path: path, what: what())
    }
  }

  private static let prefix = "shard-"

  private static func shardName(_ position: Int) -> String {
    let digits = String(position)
    let padding = String(repeating: "0", count: max(0, 5 - digits.count))
    return prefix + padding + digits + ".safetensors"
  }

  /// Whether a file is a shard that this writer may have written.
  private static func isShardName(_ name: String) -> Bool {
    guard name.hasPrefix(prefix), name.hasSuffix(".safetensors") else { return false }
    let digits = name.dropFirst(prefix.count).dropLast(".safetensors".count)
    return Int(digits).map { $0 >= 0 && shardName($0) == name } ?? false
  }
}
