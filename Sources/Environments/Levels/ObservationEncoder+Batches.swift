package import LinearAlgebra

extension ObservationEncoder {
  /// Observations `[batch, row, column, plane]` of levels of one size, the agent at each
  /// level's start.
  package func observations(of levels: [MazeLevel]) -> Tensor {
    observations(of: levels.map { ($0, $0.start) })
  }

  /// Observations `[batch, row, column, plane]` of levels of one size, each with the agent at
  /// the square given beside it.
  ///
  /// - Precondition: at least one level, all of the same number of rows and columns.
  package func observations(of states: [(level: MazeLevel, agent: Cell)]) -> Tensor {
    precondition(!states.isEmpty, "Observations of no level have no shape.")
    let grid = states[0].level.grid
    let count = grid.count * planes
    let elements = [Float](unsafeUninitializedCapacity: states.count * count) { buffer, written in
      written = buffer.count
      for (index, state) in states.enumerated() {
        precondition(
          state.level.grid.rows == grid.rows && state.level.grid.columns == grid.columns,
          "Levels of one batch must have one size; group them by size first.")
        write(
          state.level, agent: state.agent,
          into: UnsafeMutableBufferPointer(rebasing: buffer[index * count..<(index + 1) * count]))
      }
    }
    return Tensor(shape: [states.count, grid.rows, grid.columns, planes], elements: elements)
  }

  /// Observations of states that so many steps of an episode came before, each: a hint is shown in
  /// the first step alone.
  package func observations(
    of states: [(level: MazeLevel, agent: Cell)], after steps: [Int]
  ) -> Tensor {
    precondition(
      steps.count == states.count, "\(states.count) states come after as many numbers of steps.")
    var result = observations(of: states)
    guard let encoder = self as? RedDoorEncoder, !encoder.hintPlanes.isEmpty else { return result }
    let size = result.count / states.count
    result.elements.withUnsafeMutableBufferPointer { elements in
      for index in steps.indices where steps[index] > 0 {
        encoder.hideHint(
          in: UnsafeMutableBufferPointer(rebasing: elements[index * size..<(index + 1) * size]))
      }
    }
    return result
  }
}
