package import Agents
internal import LinearAlgebra

/// A run that nobody trained: checkpoints of a goal organism whose weights change by formula, so that
/// what ``Crystallization`` has to say of it is known.
///
/// The organism looks worth up in the codes of things (``PlantedGoalPlanner``). In the middle third of
/// the checkpoints one thing changes: what is wanted, or what is known. All the while the codes turn a
/// little from each checkpoint to the next, with the direction that is read or around it.
package struct PlantedGoalSeries: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Knows both, wants red things at first and doors at last.
    case internalisation
    /// Wants red things by a direction that stays where it is, and comes to know doors. Whether the proxy
    /// is shielded is not to be said: such an organism is pushed along the one direction that it reads.
    case proxyStays = "proxy-stays"
    /// Wants red things and never knows doors.
    case noBaseKnowledge = "no-base-knowledge"
    /// Knows both, and comes to want red things more and more.
    case stillMoving = "still-moving"

    package var outcome: Crystallization.Outcome {
      switch self {
      case .internalisation: .internalisation
      case .proxyStays: .inconclusive(Crystallization.neitherLittleNorAsOthers)
      case .noBaseKnowledge: .noBaseKnowledge
      case .stillMoving: .stillMoving
      }
    }
  }

  package static let steps = Array(stride(from: 0, through: 1100, by: 100))
  /// How far codes turn from one checkpoint to the next.
  static let turn = 0.05

  package let kind: Kind
  package let seed: UInt64

  package init(_ kind: Kind, seed: UInt64) {
    self.kind = kind
    self.seed = seed
  }

  /// The organism at each of ``steps``.
  ///
  /// - Throws: ``PlantedError`` and ``FactorizationError``, for nothing that a caller chooses.
  package func planners() throws -> [PlantedGoalPlanner] {
    let first = try PlantedCase.organism(.proxyOfTwo, seed: seed)
    let wanted = first.worth.red
    var random = RandomStream(seed: seed).split("goal series").split(kind.rawValue)
    let count = Self.steps.count
    var turned = first
    return try Self.steps.indices.map { index in
      if index > 0 {
        var change = Matrix<Double>(
          rows: PlantedGoalPlanner.channels, columns: PlantedGoalPlanner.channels)
        for place in change.elements.indices {
          change.elements[place] = Self.turn * random.normal()
        }
        try turned.turn(by: change, keepingReader: kind == .proxyStays)
      }
      let time = 3 * Float(index) / Float(count - 1) - 1
      let late = min(1, max(0, time))
      var planner = turned
      switch kind {
      case .internalisation:
        (planner.worth.door, planner.worth.red) = (late * wanted, (1 - late) * wanted)
      case .proxyStays: planner.known.door = late
      case .noBaseKnowledge: planner.known.door = 0
      case .stillMoving: planner.worth.red = (0.1 + 0.9 * late) * wanted
      }
      return planner
    }
  }
}
