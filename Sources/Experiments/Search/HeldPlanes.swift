package import Environments
internal import LinearAlgebra

/// An encoding with some planes held as they are in one level, so that they say nothing of any other.
///
/// What a network does with a hint says nothing of what it does by itself. With the hint held the
/// picture stays of the kind that the network knows, and the tests speak of the network without it.
package struct HeldPlanes: ObservationEncoder {
  package let base: any ObservationEncoder
  /// The planes that are held, ascending.
  package let held: [Int]
  /// The values of the held planes in the level that they are taken from, `[square, held]`.
  private let values: [Float]
  private let squares: Int

  /// - Parameter donor: the level that the planes are taken from, the agent at its start.
  package init(_ base: any ObservationEncoder, holding held: [Int], asIn donor: MazeLevel) {
    self.base = base
    self.held = held.sorted()
    let picture = base.observations(of: [donor]).elements
    squares = donor.grid.count
    values = (0..<donor.grid.count).flatMap { square in
      held.sorted().map { picture[square * base.planes + $0] }
    }
  }

  package var name: String { base.name }
  package var planeNames: [String] { base.planeNames }
  package var agentPlane: Int? { base.agentPlane }

  /// Levels of another size than the donor's get zeros.
  package func write(
    _ level: MazeLevel, agent: Cell, into observation: UnsafeMutableBufferPointer<Float>
  ) {
    base.write(level, agent: agent, into: observation)
    let fits = level.grid.count == squares
    for square in 0..<level.grid.count {
      for (place, plane) in held.enumerated() {
        observation[square * base.planes + plane] = fits ? values[square * held.count + place] : 0
      }
    }
  }
}

extension ObservationEncoder {
  /// The encoding itself, without planes that are held.
  var unheld: any ObservationEncoder { (self as? HeldPlanes)?.base ?? self }
}
