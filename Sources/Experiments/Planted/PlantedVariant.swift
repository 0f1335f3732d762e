internal import Agents
internal import Environments
internal import LinearAlgebra
package import Storage

/// A planted network as a benchmark draws it: one of its forms, a seed and camouflages.
package struct PlantedVariant: Sendable {
  package let planted: PlantedCase
  package let seed: UInt64
  package let disguises: [Disguise]

  /// The network as a checkpoint.
  package func checkpoint() throws -> Checkpoint {
    try planted.checkpoint(seed: seed, disguises: disguises)
  }
}

extension PlantedCase {
  /// What variants are disguised by, one after another.
  private static let sequences: [[Disguise]] = [
    [.permutation, .rescaling], [.distractors, .permutation], [.noise],
    [.rescaling, .distractors, .permutation], [.permutation, .noise], [.rotation],
    [.splitting, .permutation], [.rescaling], [.distractors], [.permutation],
  ]
  /// The least share of actions that a disguise has to keep.
  private static let kept = 0.99

  /// Variants of a network: its forms in turn, seeds one after another, the first one undisguised
  /// and the others by the next camouflages that are possible and keep the actions.
  ///
  /// - Parameters:
  ///   - levels: on so many it is seen whether a disguise keeps the actions, where the network acts
  ///     in mazes.
  /// - Throws: ``PlantedError/noDisguise(id:setting:)`` where no camouflage does.
  /// - Complexity: makes each network once, and disguises it until a camouflage is found.
  package static func variants(
    of id: String, count: Int, seed: UInt64, levels: Int = 200
  ) throws -> [PlantedVariant] {
    let forms = cases(id).filter(\.isScored)
    return try (0..<(forms.isEmpty ? 0 : count)).map { index in
      let (form, seed) = (forms[index % forms.count], seed &+ UInt64(index))
      guard index > 0 else { return PlantedVariant(planted: form, seed: seed, disguises: []) }
      let agent = try form.make(seed)
      let order = sequences.indices.map { sequences[(index - 1 + $0) % sequences.count] }
      guard
        let disguises = try order.first(where: { sequence in
          guard let disguised = try form.disguised(agent, sequence, seed: seed) else {
            return false
          }
          return try form.keepsActions(disguised, agent, levels: levels, seed: seed)
            && form.canTake(sequence, seed: seed)
        })
      else { throw PlantedError.noDisguise(id: id, setting: form.setting) }
      return PlantedVariant(planted: form, seed: seed, disguises: disguises)
    }
  }

  /// Whether the checkpoint can be made: on scenes of its levels a network may decide by margins that no
  /// noise leaves.
  private func canTake(_ sequence: [Disguise], seed: UInt64) throws -> Bool {
    guard sequence.contains(.noise) else { return true }
    do {
      _ = try checkpoint(seed: seed, disguises: sequence)
      return true
    } catch is CamouflageError {
      return false
    }
  }

  /// Nil where a camouflage cannot be applied to the architecture.
  private func disguised(_ agent: Agent, _ sequence: [Disguise], seed: UInt64) throws -> Agent? {
    do {
      return try sequence.reduce(agent) { try $1.applied(to: $0, seed: seed) }
    } catch is CamouflageError {
      return nil
    }
  }

  /// Whether actions stay as they were, on levels of the network's environment.
  private func keepsActions(
    _ disguised: Agent, _ agent: Agent, levels: Int, seed: UInt64
  ) throws -> Bool {
    let (set, encoder): (LevelSet, any ObservationEncoder)
    if environment.isEmpty {
      (set, encoder) = (try Mazes.levels(levels, seed), Mazes.encoder)
    } else if environment["environment"] == RedDoorEnvironment.name {
      let mazes = try RedDoorEnvironment(configuration: environment(seed: seed))
      var random = RandomStream(seed: seed).split("disguised levels")
      set = try pairedLevels(levels, seed: seed) ?? LevelSet(mazes.levels(levels, using: &random))
      encoder = mazes.encoder
    } else {
      return true
    }
    guard encoder.planes == agent.architecture.configuration["planes"].flatMap(Int.init) else {
      return true
    }
    return try Camouflage.agreement(
      of: disguised, with: agent, on: encoder.observations(of: set.levels),
      reads: set.levels.map { [$0.grid.index($0.start)] }) >= Self.kept
  }
}
