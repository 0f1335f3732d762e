package import Agents
package import Environments
internal import LinearAlgebra

extension PlantedWave.Reading {
  /// How the planted wave reads walls, things in the way and doors from an encoder's planes; `nil`
  /// where these are no weighted sums of planes (coloured light) or the encoder is not known.
  package init?(_ encoder: any ObservationEncoder) {
    if encoder is ObstacleAndGoalEncoder {
      self.init(blocked: [1, 0], goal: [0, 1 / ObstacleAndGoalEncoder.goalValue])
      return
    }
    guard let encoder = encoder.unheld as? RedDoorEncoder else { return nil }
    var blocked = encoder.weights { $0.shape == .door ? 0 : 1 }
    blocked?[RedDoorEncoder.wallPlane] = 1
    guard let blocked, let goal = encoder.weights({ $0.shape == .door ? 1 : 0 }) else { return nil }
    self.init(blocked: blocked, goal: goal)
  }
}
