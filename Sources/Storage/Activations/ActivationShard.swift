/// One shard of a store, opened and checked by itself.
struct ActivationShard: Sendable {
  /// The file's name in the store's folder.
  let name: String
  let file: SafetensorsFile
  let rows: Int
  /// In the order of their names.
  let sites: [ActivationSite]
  let hasGroups: Bool
  /// The shapes of the labels without their first axis, in the order of their names.
  let labels: [(name: String, rowShape: [Int])]
  /// The shape of what the network was given, without its first axis; nil where it is not there.
  let observation: [Int]?
  /// What the manifest gives as the file's digest.
  let digest: String?

  static let activations = "activations"
  static let groups = "groups"
  static let labels = "labels"
  static let observation = "observation"

  init(folder: String, manifest shard: ActivationManifest.Shard) throws {
    name = shard.file
    digest = shard.digest
    let path = Path.join(folder, shard.file)
    guard Folder.exists(path) else {
      throw ActivationStoreError.missingShard(path: folder, shard: shard.file)
    }
    do {
      file = try SafetensorsFile(path: path)
    } catch {
      throw ActivationStoreError.brokenShard(
        path: folder, shard: shard.file, reason: "\(error)")
    }
    let content = try Content(file.entries, folder: folder, shard: shard.file)
    rows = content.rows
    sites = content.sites
    hasGroups = content.hasGroups
    labels = content.labels
    observation = content.observation
    if let expected = shard.rows, expected != rows {
      throw ActivationStoreError.shardChanged(
        path: folder, shard: shard.file, what: "the number of rows", found: "\(rows)",
        expected: "\(expected)")
    }
  }

  /// The name of a site's tensor in this shard.
  func tensorName(of site: String) -> String {
    let full = Self.activations + "/" + site
    return file.contains(full) ? full : Self.activations
  }

  /// The name of the tensor of labels.
  static func tensorName(ofLabels name: String) -> String { labels + "/" + name }
}

extension ActivationShard {
  /// The tensors of a shard by what they are.
  private struct Content {
    var rows = 0
    var sites: [ActivationSite] = []
    var hasGroups = false
    var labels: [(name: String, rowShape: [Int])] = []
    var observation: [Int]?

    init(_ entries: [SafetensorsEntry], folder: String, shard: String) throws {
      let sorted = try Self.roles(entries, folder: folder, shard: shard)
      guard let first = sorted.first(where: { $0.role == .site }) else {
        throw ActivationStoreError.noActivations(path: folder, shard: shard)
      }
      rows = first.entry.rows
      for (role, name, entry) in sorted {
        let rowShape = Array(entry.shape.dropFirst())
        func refuse(_ expected: String) -> ActivationStoreError {
          .wrongShape(
            path: folder, shard: shard, tensor: entry.name, shape: entry.shape,
            expected: expected)
        }
        switch role {
        case .site:
          guard (2...5).contains(entry.shape.count) else {
            throw refuse("[n, p], [n, tick, p], [n, row, column, p] or [n, tick, row, column, p]")
          }
          sites.append(ActivationSite(name: name, type: entry.type, rowShape: rowShape))
        case .groups:
          guard entry.shape.count == 1, !entry.type.isFloatingPoint else {
            throw refuse("[n] of whole numbers")
          }
          hasGroups = true
        case .labels: labels.append((name, rowShape))
        case .observation:
          guard [2, 4].contains(entry.shape.count) else {
            throw refuse("[n, q] or [n, row, column, plane]")
          }
          observation = rowShape
        }
        guard entry.shape.first == rows else {
          throw refuse("a first axis of \(rows), as that of '\(first.entry.name)',")
        }
      }
    }

    private enum Role { case site, groups, labels, observation }

    private static func roles(
      _ entries: [SafetensorsEntry], folder: String, shard: String
    ) throws -> [(role: Role, name: String, entry: SafetensorsEntry)] {
      try entries.map { entry in
        let parts = entry.name.split(
          separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = parts.count == 2 ? String(parts[1]) : nil
        switch (parts.first.map(String.init), rest) {
        case (ActivationShard.activations, nil):
          return (.site, ActivationShard.activations, entry)
        case (ActivationShard.activations, .some(let site))
        where !site.isEmpty && site != ActivationShard.activations:
          return (.site, site, entry)
        case (ActivationShard.observation, nil):
          return (.observation, ActivationShard.observation, entry)
        case (ActivationShard.groups, nil):
          return (.groups, ActivationShard.groups, entry)
        case (ActivationShard.labels, .some(let name)) where !name.isEmpty:
          return (.labels, name, entry)
        default:
          throw ActivationStoreError.unknownTensor(
            path: folder, shard: shard, tensor: entry.name)
        }
      }
    }
  }
}
