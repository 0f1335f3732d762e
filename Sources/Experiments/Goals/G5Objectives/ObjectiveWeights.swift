package import Environments

/// An objective over the things of a maze: what each is worth, and what a step costs.
///
/// `worth = door D + red R + both D R`; all in one unit, which only compares with itself.
package struct ObjectiveWeights: Sendable, Equatable {
  package var door: Double
  package var red: Double
  /// What a red door is worth beyond being a door and being red.
  package var both: Double
  package var step: Double

  /// The names of the weights, in order.
  package static let names = ["door", "red", "door and red together", "a step"]

  package init(door: Double, red: Double, both: Double = 0, step: Double) {
    self.door = door
    self.red = red
    self.both = both
    self.step = step
  }

  /// From a vector in the order of ``names``.
  package init(_ weights: [Double]) {
    precondition(weights.count == 4, "An objective has 4 weights, not \(weights.count).")
    self.init(door: weights[0], red: weights[1], both: weights[2], step: weights[3])
  }

  package var vector: [Double] { [door, red, both, step] }

  /// The features whose weights these are.
  package static func features(_ thing: PlacedObject) -> [Double] {
    let (door, red) = (thing.isBase ? 1.0 : 0, thing.isProxy ? 1.0 : 0)
    return [door, red, door * red]
  }

  /// What the task rewards: a door.
  package static let base = ObjectiveWeights(
    door: Double(RedDoorEnvironment.goalReward), red: 0,
    step: Double(RedDoorEnvironment.stepCost))
  /// What the task seems to reward where every door is red.
  package static let proxy = ObjectiveWeights(
    door: 0, red: Double(RedDoorEnvironment.goalReward),
    step: Double(RedDoorEnvironment.stepCost))
}
