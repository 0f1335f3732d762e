internal import Agents
internal import Environments
package import LinearAlgebra
package import Statistics

/// Moments of episodes that an agent played: what it saw, what it carried, and what it did from there
/// on.
package struct PlanMoments: Sendable {
  /// One a moment; moments of a level have its digest, and are never taken apart.
  package let keys: [LevelKey]
  /// The number of steps taken before each moment.
  package let steps: [Int]
  /// `[moment, row, column, plane]`.
  package let observations: Tensor
  /// Where the policy is read.
  package let reads: [[Int]]
  /// What the network carried, in the order of its memories; empty for a network without.
  package let memory: [Tensor]
  /// Row-major, one a moment.
  package let walls: [[Bool]]
  /// The labels of the rest of the episode.
  package let labels: [SquareLabels]
  /// The move chosen at each square, where that is known; nil at walls and ties.
  package var choices: [[Int?]]?
  /// The names of the moves.
  package let moves: [String]
  /// Whether each episode, one a level, ended in what its task is about.
  package let solved: [Bool]

  package var count: Int { keys.count }
  package var rows: Int { observations.shape[1] }
  package var columns: Int { observations.shape[2] }
  /// The number of levels, near copies counted once.
  package var levels: Int { Set(keys.map(\.digest)).count }

  /// The labels of a concept, `[moment][square]`; nil where these moments have none.
  func labels(_ concept: SquareConcept) -> [[Int?]]? {
    switch concept {
    case .agentApproach: labels.map { $0.agentEnters.map { Int($0) } }
    case .boxPush:
      labels.contains { $0.boxLeaves == nil }
        ? nil : labels.map { ($0.boxLeaves ?? []).map { Int($0) } }
    case .agentChoice: choices
    }
  }

  /// The moments at the starts of episodes alone.
  package var starts: PlanMoments { keeping(steps.indices.filter { steps[$0] == 0 }) }

  private func keeping(_ places: [Int]) -> PlanMoments {
    PlanMoments(
      keys: places.map { keys[$0] }, steps: places.map { steps[$0] },
      observations: observations.picking(places), reads: places.map { reads[$0] },
      memory: memory.map { $0.picking(places) }, walls: places.map { walls[$0] },
      labels: places.map { labels[$0] },
      choices: choices.map { all in places.map { all[$0] } }, moves: moves, solved: solved)
  }
}

extension Tensor {
  /// The given samples of an array `[sample, row, column, channel]`.
  func picking(_ places: [Int]) -> Tensor {
    let width = shape.dropFirst().reduce(1, *)
    var elements: [Float] = []
    elements.reserveCapacity(places.count * width)
    for place in places {
      elements.append(contentsOf: self.elements[place * width..<(place + 1) * width])
    }
    return Tensor(shape: [places.count] + shape.dropFirst(), elements: elements)
  }

  /// Arrays of the same samples' shape, one after another.
  static func joining(_ parts: [Tensor]) -> Tensor {
    Tensor(
      shape: [parts.reduce(0) { $0 + $1.shape[0] }] + (parts.first?.shape.dropFirst() ?? []),
      elements: parts.flatMap(\.elements))
  }
}
