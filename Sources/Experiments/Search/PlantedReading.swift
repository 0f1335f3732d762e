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
    var blocked = [Float](repeating: 0, count: encoder.planes)
    var goal = blocked
    blocked[RedDoorEncoder.wallPlane] = 1
    switch encoder.encoding {
    case .mixed, .separate:
      // The codes are orthonormal, so a type's own code weighs its planes to 1 there and to 0 at
      // things of other types.
      for type in ObjectType.all {
        for plane in 0..<encoder.codes.columns {
          let weight = encoder.codes[type.index, plane]
          if type.shape == .door {
            goal[RedDoorEncoder.firstTypePlane + plane] += weight
          } else {
            blocked[RedDoorEncoder.firstTypePlane + plane] += weight
          }
        }
      }
    case .shapeAndColour:
      for shape in ObjectShape.allCases {
        let plane = RedDoorEncoder.firstTypePlane + shape.rawValue
        if shape == .door { goal[plane] = 1 } else { blocked[plane] = 1 }
      }
    case .rgb: return nil
    }
    self.init(blocked: blocked, goal: goal)
  }
}
