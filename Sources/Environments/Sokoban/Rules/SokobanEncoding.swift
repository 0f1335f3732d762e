/// How a Sokoban state is written as numbers, square by square.
package enum SokobanEncoding: String, CaseIterable, Sendable {
  /// Seven planes, of which one is 1 at each square: wall, floor, box, box on target, agent,
  /// agent on target, target (Bush et al., *Interpreting emergent planning in model-free
  /// reinforcement learning*, 2025).
  case planes
  /// Three planes of red, green and blue light from 0 to 1, one picture element a square, in the
  /// colours of FAR AI's envpool (Taufeeque et al., *Planning in a recurrent neural network that
  /// plays Sokoban*, 2024), divided by 255.
  case rgb

  /// What stands on a square, in the order of ``planes``.
  package enum Contents: Int, CaseIterable, Sendable {
    case wall, floor, box, boxOnTarget, agent, agentOnTarget, target

    /// What a floor square holds.
    @inlinable
    package init(box: Bool, agent: Bool, target: Bool) {
      self =
        if agent {
          target ? .agentOnTarget : .agent
        } else if box {
          target ? .boxOnTarget : .box
        } else {
          target ? .target : .floor
        }
    }
  }

  package static let planeNames = [
    "wall", "floor", "box", "box on target", "agent", "agent on target", "target",
  ]

  package var planeNames: [String] {
    self == .planes ? Self.planeNames : ["red light", "green light", "blue light"]
  }

  package var planeCount: Int { self == .planes ? 7 : 3 }

  /// The light of what stands on a square, 0 to 255.
  package static func light(of contents: Contents) -> (red: Int, green: Int, blue: Int) {
    switch contents {
    case .wall: (0, 0, 0)
    case .floor: (243, 248, 238)
    case .target: (254, 126, 125)
    case .boxOnTarget: (254, 95, 56)
    case .box: (142, 121, 56)
    case .agent: (160, 212, 56)
    case .agentOnTarget: (219, 212, 56)
    }
  }

  /// Writes a square's numbers.
  @inline(__always)
  func write(_ contents: Contents, at square: UnsafeMutablePointer<Float>) {
    switch self {
    case .planes:
      for plane in 0..<7 { square[plane] = 0 }
      square[contents.rawValue] = 1
    case .rgb:
      let light = Self.light(of: contents)
      square[0] = Float(light.red) / 255
      square[1] = Float(light.green) / 255
      square[2] = Float(light.blue) / 255
    }
  }
}
