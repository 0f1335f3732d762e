package import Environments
internal import Foundation
package import LinearAlgebra
internal import Statistics
internal import Training

extension DecisionSet {
  /// The first moves in mazes, the agent at each start.
  ///
  /// - Throws: as ``init(noun:keys:observations:reads:answers:mazes:)``.
  package init(_ mazes: LevelSet, encoder: any ObservationEncoder) throws {
    try self.init(
      noun: "level", keys: mazes.keys, observations: encoder.observations(of: mazes.levels),
      reads: mazes.levels.map { $0.grid.index($0.start) },
      answers: .actions(
        mazes.levels.map { level in
          Array(level.paths().optimalActions(at: level.start))
        }), mazes: mazes)
  }

  /// Held-out states or problems of any task that a network may be trained on.
  ///
  /// - Parameter random: draws them; the same stream gives the same.
  /// - Throws: ``InterventionError/nothingToDecide(task:)`` for a task of which nothing is asked, what
  ///   the task says where nothing can be drawn, and as the initialiser above.
  package init(_ task: any TaskDistribution, count: Int, random: RandomStream) throws {
    if let samples = task as? any SampleTask {
      try self.init(samples: samples, count: count, random)
    } else if let environment = task as? any OracleEnvironment {
      self = try Self.states(environment, count, random)
    } else if let environment = task as? any Environment {
      self = try Self.beginnings(environment, count, random)
    } else {
      throw InterventionError.nothingToDecide(task: type(of: task).name)
    }
  }

  private init(samples task: any SampleTask, count: Int, _ random: RandomStream) throws {
    let (inputs, targets) = task.samples(0..<count, drawnFrom: random)
    let answers: Answers =
      switch task.targetKind {
      case .numbers: .numbers(targets.matrix)
      case .oneClass: .actions(targets.elements.map { [Int($0.rounded())] })
      }
    try self.init(
      noun: "problem", keys: Self.numbered("problem", count), observations: inputs,
      reads: Array(repeating: task.readCell, count: count), answers: answers)
  }

  /// States of which the oracle knows the best action; first states where it knows none.
  private static func states(
    _ environment: some OracleEnvironment, _ count: Int, _ random: RandomStream
  ) throws -> DecisionSet {
    let probe = try environment.episode(drawnFrom: random.split("probe"), part: .heldOut)
    guard !probe.optimalActions.isEmpty else {
      return try beginnings(environment, count, random)
    }
    let held = try HeldOutStates(environment, count: count, random: random)
    let observations = environment.observations(of: held.episodes)
    return try DecisionSet(
      noun: "state", keys: keys(held.episodes.map(\.levelDigest), observations),
      observations: observations, reads: held.episodes.map(\.readCell),
      answers: .actions(held.optimal.map { Array($0) }))
  }

  private static func beginnings(
    _ environment: some Environment, _ count: Int, _ random: RandomStream
  ) throws -> DecisionSet {
    let episodes = try (0..<count).map {
      try environment.episode(drawnFrom: random.split(UInt64($0)), part: .heldOut)
    }
    let observations = environment.observations(of: episodes)
    let keys = keys(episodes.map(\.levelDigest), observations)
    guard Set(keys.map(\.digest)).count > 1 else {
      throw InterventionError.sameStates(task: type(of: environment).name, count: count)
    }
    return try DecisionSet(
      noun: "state", keys: keys, observations: observations, reads: episodes.map(\.readCell),
      answers: .actions(episodes.map { _ in [] }))
  }

  /// A state without a level is known by what is seen of it: states that look alike count once.
  private static func keys(_ digests: [UInt64?], _ observations: Tensor) -> [LevelKey] {
    let width = observations.count / max(1, digests.count)
    return digests.enumerated().map { place, digest in
      LevelKey(
        id: "state \(place)",
        digest: digest ?? self.digest(observations.elements[place * width..<(place + 1) * width]))
    }
  }

  /// FNV-1a over the bits of numbers.
  private static func digest(_ numbers: ArraySlice<Float>) -> UInt64 {
    numbers.reduce(0xcbf2_9ce4_8422_2325) { digest, number in
      (digest ^ UInt64(number.bitPattern)) &* 0x100_0000_01b3
    }
  }

  private static func numbered(_ noun: String, _ count: Int) -> [LevelKey] {
    (0..<count).map { LevelKey(id: "\(noun) \($0)", digest: UInt64($0)) }
  }
}
