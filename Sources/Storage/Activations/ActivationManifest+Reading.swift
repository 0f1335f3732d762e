extension ActivationManifest {
  /// Reads and checks the manifest in a folder.
  init(folder: String) throws {
    let path = Path.join(folder, Self.fileName)
    guard Folder.exists(folder) else { throw FileError.missing(path: folder) }
    guard Folder.isFolder(folder) else { throw FileError.notAFolder(path: folder) }
    guard Folder.exists(path) else { throw ActivationStoreError.noManifest(path: folder) }
    let text = try TextFile.read(path, limit: Self.limit)
    let value: JSON
    do {
      value = try JSON(parsing: text)
    } catch {
      throw ActivationStoreError.manifestNotJSON(path: path, problem: error)
    }
    try self.init(value, path: path)
  }

  private init(_ value: JSON, path: String) throws(ActivationStoreError) {
    func problem(_ field: String, _ problem: String) -> ActivationStoreError {
      .manifestField(path: path, field: field, problem: problem)
    }
    guard value["format"]?.string == Self.format else {
      throw problem("format", "is not \"\(Self.format)\"")
    }
    guard let version = value["version"]?.integer else {
      throw problem("version", "is no whole number")
    }
    guard version == Self.version else {
      throw .unsupportedVersion(path: path, found: version, supported: Self.version)
    }
    for member in value.members ?? []
    where !["format", "version", "shards", "metadata"].contains(member.name) {
      throw problem(member.name, "is not known; what you want to note goes into 'metadata'")
    }
    guard let list = value["shards"]?.array else { throw problem("shards", "is no list") }
    guard !list.isEmpty else { throw .noShards(path: path) }
    shards = []
    for (index, entry) in list.enumerated() {
      let shard = try Shard(entry, field: "shards[\(index)]", path: path)
      guard !shards.contains(where: { $0.file == shard.file }) else {
        throw problem("shards[\(index)]", "names '\(shard.file)' for the second time")
      }
      shards.append(shard)
    }
    metadata = try Self.metadata(value["metadata"] ?? .object([]), path: path)
  }

  private static func metadata(
    _ value: JSON, path: String
  ) throws(ActivationStoreError) -> [String: String] {
    guard let members = value.members else {
      throw .manifestField(path: path, field: "metadata", problem: "is \(value.kind), no object")
    }
    var metadata: [String: String] = [:]
    for member in members {
      // Numbers and the like are kept as they would be written.
      metadata[member.name] = member.value.string ?? member.value.text()
    }
    return metadata
  }
}

extension ActivationManifest.Shard {
  /// A file name, or an object with `file` and optionally `rows` and `sha256`.
  init(_ value: JSON, field: String, path: String) throws(ActivationStoreError) {
    func problem(_ problem: String) -> ActivationStoreError {
      .manifestField(path: path, field: field, problem: problem)
    }
    guard let name = value.string ?? value["file"]?.string else {
      throw problem("is neither a file's name nor an object with 'file'")
    }
    guard Path.isPlainName(name) else {
      throw problem("names '\(name)', which is not the plain name of a file in the same folder")
    }
    file = name
    rows = nil
    if let count = value["rows"] {
      guard let number = count.integer, number >= 0 else {
        throw problem("has a number of 'rows' that is no whole number, 0 or more")
      }
      rows = number
    }
    digest = nil
    if let hash = value["sha256"] {
      guard let text = hash.string, text.utf8.count == 64 else {
        throw problem("has a 'sha256' that is no text of 64 hexadecimal digits")
      }
      digest = text
    }
  }
}
