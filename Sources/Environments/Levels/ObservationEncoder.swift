/// How a level and the agent's square are written as numbers.
package protocol ObservationEncoder: Sendable {
  /// What the encoding is called in checkpoints and reports.
  var name: String { get }
  /// What each plane shows, in order.
  var planeNames: [String] { get }
  /// The plane that holds a 1 at the agent's square and nothing else, or nil without one.
  var agentPlane: Int? { get }
  /// Writes one observation `[row, column, plane]`, zeros included.
  ///
  /// - Precondition: the buffer has `rows * columns * planes` elements.
  func write(
    _ level: MazeLevel, agent: Cell, into observation: UnsafeMutableBufferPointer<Float>)
}

extension ObservationEncoder {
  /// The number of planes.
  package var planes: Int { planeNames.count }

  /// The number of elements of one observation of a level.
  package func count(for level: MazeLevel) -> Int { level.grid.count * planes }
}
