/// What the steps of an episode pay.
package struct SokobanRewards: Sendable, Equatable {
  /// `guez` or `bush`.
  package let name: String
  /// The step that changes nothing else.
  package let step: Float
  /// The step that pushes a box onto a target.
  package let boxOn: Float
  /// The step that pushes a box off a target.
  package let boxOff: Float
  /// The step that pushes the last box onto a target.
  package let solved: Float

  /// Sums in double precision, each rounded once.
  private init(name: String, cost: Double, box: Double, finish: Double) {
    self.name = name
    step = Float(-cost)
    boxOn = Float(-cost + box)
    boxOff = Float(-cost - box)
    solved = Float(-cost + box + finish)
  }

  /// -0.1 a step, 1 a box, 10 at the end (Guez et al., 2019, as in gym-sokoban and in FAR AI's
  /// envpool).
  package static let guez = SokobanRewards(name: "guez", cost: 0.1, box: 1, finish: 10)

  /// -0.01 a step, 1 a box, 10 at the end (Bush et al., 2025).
  package static let bush = SokobanRewards(name: "bush", cost: 0.01, box: 1, finish: 10)

  /// The preset of that name, or nil.
  package static func named(_ name: String) -> SokobanRewards? {
    [SokobanRewards.guez, .bush].first { $0.name == name }
  }
}
