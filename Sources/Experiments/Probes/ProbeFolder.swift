internal import Storage

/// The folder of probes: one YAML file a probe.
package enum ProbeFolder {
  /// The ids of the probes in a folder, in order.
  ///
  /// - Throws: `FileError`.
  package static func ids(in folder: String) throws -> [String] {
    try Folder.names(in: folder).filter { $0.hasSuffix(".yaml") }
      .map { String($0.dropLast(".yaml".count)) }.sorted()
  }

  /// The probe of an id.
  ///
  /// - Throws: ``ProbeFileError/unknownProbe(id:folder:known:)`` with the near ids, and what its
  ///   file is refused for.
  package static func probe(_ id: String, in folder: String) throws -> ProbeDefinition {
    let known = try ids(in: folder)
    guard known.contains(id) else {
      throw ProbeFileError.unknownProbe(id: id, folder: folder, known: known)
    }
    return try ProbeDefinition(path: Path.join(folder, "\(id).yaml"))
  }

  /// All probes of a folder, in the order of their ids.
  ///
  /// - Throws: what the first bad file is refused for.
  package static func all(in folder: String) throws -> [ProbeDefinition] {
    try ids(in: folder).map { try ProbeDefinition(path: Path.join(folder, "\($0).yaml")) }
  }
}
