package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Statistics
package import Storage

/// Writes captured activations as an activation store, piece by piece.
///
/// A row is one level; the levels' digests are the groups, and what the network was given is the
/// observation `[n, row, column, plane]`. A site with ticks is
/// `[n, tick, row, column, channel]` over the ticks listed in the metadata `ticks/<site>`, one
/// without is `[n, row, column, channel]`. Rows and columns are those of the level at a site that
/// is a map, and one each at a site that is a vector. Labels are `[n, row, column]`: class numbers
/// (-1 where the concept does not apply; names in the metadata `classes/<concept>`) or values (NaN
/// there).
package struct CaptureExport: Sendable {
  package let capture: Capture
  package let concepts: [Concept]
  /// What is noted in the manifest beside sites and levels.
  package let metadata: [String: String]
  /// Levels a shard.
  private static let levelsAShard = 256

  package init(_ capture: Capture, concepts: [Concept] = [], metadata: [String: String] = [:]) {
    self.capture = capture
    self.concepts = concepts
    self.metadata = metadata
  }

  /// Runs the agent on the levels and writes the store.
  ///
  /// - Throws: as ``Capture/run(_:on:edits:)``, and Storage's errors; an interrupted store has no
  ///   manifest and is seen to be none.
  package func write(
    _ agent: Agent, on levels: LevelSet, to path: String, replacing: Bool = false,
    progress: ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws -> ActivationStore {
    let groups = siteGroups()
    let ticks = capture.ticks ?? agent.defaultTicks
    for site in capture.sites { try Capture.check(site, of: agent, ticks: ticks) }
    let sites = groups.map { group in
      let site = agent.architecture.sites.first { $0.name == group.name }
      let (rows, columns) = (site?.layout ?? .map).extents([1, levels.rows, levels.columns])
      let map = [rows, columns, site?.channels ?? 0]
      return ActivationSite(
        name: group.name, rowShape: group.hasTickAxis ? [group.ticks.count] + map : map)
    }
    var writer = try ActivationStoreWriter(
      path: path, sites: sites, labelNames: concepts.map(\.id),
      observationShape: [levels.rows, levels.columns, capture.encoder.planes],
      metadata: notes(agent, levels, groups),
      replacing: replacing)
    for start in stride(from: 0, to: levels.count, by: Self.levelsAShard) {
      guard !interruption.isRequested() else { throw CaptureError.interrupted }
      let end = min(start + Self.levelsAShard, levels.count)
      let part = try levels.selecting(Array(start..<end))
      let captured = try capture.run(agent, on: part)
      try writer.append(
        groups.map { try ($0.name, Self.stacked($0, captured)) },
        groups: part.keys.map(\.digest), labels: labels(part), observation: captured.observations)
      progress(
        Progress(stage: "capture", completed: end, total: levels.count, unit: "levels"))
    }
    return try writer.finish()
  }

  /// The ticks of one site.
  private struct SiteGroup {
    let name: String
    var ticks: [Int]
    var hasTickAxis: Bool { ticks != [0] }
  }

  private func siteGroups() -> [SiteGroup] {
    var groups: [SiteGroup] = []
    for site in capture.sites {
      if let index = groups.firstIndex(where: { $0.name == site.name }) {
        groups[index].ticks.append(site.tick)
      } else {
        groups.append(SiteGroup(name: site.name, ticks: [site.tick]))
      }
    }
    return groups
  }

  private static func stacked(_ group: SiteGroup, _ captured: CaptureSet) throws -> Tensor {
    let parts = try group.ticks.map { try captured.activations(at: Site(group.name, tick: $0)) }
    guard group.hasTickAxis, let first = parts.first else { return parts[0] }
    let (levels, size) = (first.shape[0], first.count / first.shape[0])
    var elements: [Float] = []
    elements.reserveCapacity(parts.count * first.count)
    for level in 0..<levels {
      for part in parts {
        elements.append(contentsOf: part.elements[level * size..<(level + 1) * size])
      }
    }
    return Tensor(shape: [levels, parts.count] + first.shape.dropFirst(), elements: elements)
  }

  private func labels(_ levels: LevelSet) -> [StoredTensor] {
    let shape = [levels.count, levels.rows, levels.columns]
    return concepts.map { concept in
      let labels = levels.levels.map { concept.labels(of: $0) }
      switch concept.kind {
      case .classes:
        let numbers = labels.flatMap { labels -> [Int] in
          if case .classes(let classes) = labels { classes } else { [] }
        }
        return StoredTensor(name: concept.id, shape: shape, integers: numbers)
      case .values:
        let numbers = labels.flatMap { labels -> [Float] in
          if case .values(let values) = labels { values } else { [] }
        }
        return StoredTensor(name: concept.id, tensor: Tensor(shape: shape, elements: numbers))
      }
    }
  }

  private func notes(
    _ agent: Agent, _ levels: LevelSet, _ groups: [SiteGroup]
  ) -> [String: String] {
    var notes = metadata
    notes["memory"] = agent.firstStepNote
    notes["levels"] = levels.digest
    notes["observation"] = capture.encoder.name
    for group in groups where group.hasTickAxis {
      notes["ticks/\(group.name)"] = group.ticks.map(String.init).joined(separator: ",")
    }
    for concept in concepts {
      if case .classes(let names) = concept.kind {
        notes["classes/\(concept.id)"] = names.joined(separator: ",")
      }
    }
    return notes
  }
}
