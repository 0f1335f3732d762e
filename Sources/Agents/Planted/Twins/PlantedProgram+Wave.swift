extension PlantedProgram {
  /// Adds the statements `drive`, `inner` and `hidden` of the planted wave, the last two repeated:
  /// the same computation as ``PlantedWave``, with its channels.
  ///
  /// - Parameters:
  ///   - source: the map that blocks and the origin are read from.
  ///   - blocked: weights over its channels; all zero where nothing stops the wave.
  ///   - origin: weights of what the wave begins at.
  package mutating func wave(
    from source: String = "observation", blocked: [Float], origin: [Float]
  ) {
    convolution(
      "drive", of: source, channels: 3,
      (0..<2).flatMap {
        PlantedTap.sum(blocked, into: $0, times: -12) + PlantedTap.sum(origin, into: $0, times: 2)
      },
      bias: [-0.5, -1.5, 0])
    say("repeat")
    let reached = PlantedWave.Channel.reached.rawValue
    let cross = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)]
    convolution(
      "inner", of: "previous.hidden", channels: 3,
      (0..<2).flatMap { inner in
        cross.map { PlantedTap(reached, inner, 2, row: $0.0, column: $0.1) }
      } + [PlantedTap(reached, 2, 1)], "add=drive rectify")
    convolution(
      "hidden", of: "inner", channels: PlantedWave.Channel.allCases.count,
      Self.counts(from: reached) + [PlantedTap(2, reached, -1)]
        + Self.counts(from: PlantedWave.Channel.accumulator.rawValue, isSpread: true),
      "add=previous.hidden")
    say("end")
  }

  /// Taps that add the difference of the channels 0 and 1 to a channel and, where they are spread,
  /// that of the neighbour by each move to the channels after it.
  static func counts(from channel: Int, isSpread: Bool = false) -> [PlantedTap] {
    let moves = isSpread ? [PlantedMove].fourMoves : []
    return [(0, Float(1)), (1, -1)].flatMap { inner, weight in
      [PlantedTap(inner, channel, weight)]
        + moves.indices.map {
          PlantedTap(inner, channel + 1 + $0, weight, row: moves[$0].row, column: moves[$0].column)
        }
    }
  }

  /// Adds the statement `policy`, which reads the channels of the four neighbours in a statement
  /// that was gathered at the agent's cell, and further channels.
  package mutating func waveHead(of source: String = "here", further: [PlantedTap] = []) {
    dense(
      "policy", of: source, outputs: 4,
      (0..<4).map { PlantedTap(PlantedWave.Channel.up.rawValue + $0, $0, 1) } + further)
  }
}
