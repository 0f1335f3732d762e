package import LinearAlgebra

/// Networks as they are before any training: what a detection must not take for search.
package enum PlantedUntrained {
  /// The architectures by the ids `U1` to `U6`, for red-door mazes.
  ///
  /// - Parameters:
  ///   - side: rows and columns of the levels.
  package static func architectures(planes: Int, side: Int) -> [any Architecture] {
    [
      RecurrentResidual(planes: planes, channels: 24, ticks: 16),
      DeepRepeatedConvLSTM(
        planes: planes, channels: 16, layers: 2, ticks: 3, rows: side, columns: side,
        readWidth: 64),
      ValueIterationNetwork(planes: planes, hiddenChannels: 32, iterations: 20),
      Residual(planes: planes, channels: 24, blocks: 8),
      UniversalPlanningNetwork(planes: planes, rows: side, columns: side),
      TreeQNetwork(planes: planes, rows: side, columns: side, dims: 64),
    ]
  }

  package static func agent(
    _ number: Int, planes: Int, side: Int, random: RandomStream
  ) -> Agent {
    Agent(
      architectures(planes: planes, side: side)[number - 1], drawnFrom: random.split("untrained"))
  }
}
