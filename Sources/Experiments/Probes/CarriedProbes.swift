/// The probes of this repository's folder `Probes`, as the command carries them with it.
package enum CarriedProbes {
  private static let files: [(id: String, bytes: [UInt8])] = [
    ("distance-to-goal", PackageResources.distance_to_goal_yaml),
    ("door-here", PackageResources.door_here_yaml),
    ("plan-direction", PackageResources.plan_direction_yaml),
    ("red-here", PackageResources.red_here_yaml),
  ]

  /// The ids, in order.
  package static let ids = files.map(\.id)

  /// The text of each probe's file, in the order of the ids.
  package static let texts = files.map { String(decoding: $0.bytes, as: UTF8.self) }

  /// All probes, in the order of their ids.
  ///
  /// - Throws: what the first bad file is refused for.
  package static func all() throws -> [ProbeDefinition] {
    try zip(ids, texts).map { id, text in
      try ProbeDefinition(yaml: text, id: id, path: "\(id).yaml (carried with the command)")
    }
  }

  /// The probe of an id.
  ///
  /// - Throws: ``ProbeFileError/unknownProbe(id:folder:known:)`` with the near ids.
  package static func probe(_ id: String) throws -> ProbeDefinition {
    guard let found = try all().first(where: { $0.id == id }) else {
      throw ProbeFileError.unknownProbe(id: id, folder: nil, known: ids)
    }
    return found
  }
}
