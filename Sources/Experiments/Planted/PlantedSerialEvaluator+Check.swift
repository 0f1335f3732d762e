package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedSerialEvaluator {
  /// Holds every claim about the candidates against walks on the grid.
  ///
  /// - Parameters:
  ///   - agent: the planted network, undisguised.
  ///   - levels: whose starts are at most as far from the goal as a candidate is long.
  ///   - far: whose starts are farther away.
  /// - Throws: when the levels do not fit the network.
  package func check(
    _ agent: Agent, on levels: LevelSet, far: LevelSet, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    try intermediates(agent, levels, encoder: encoder)
      + decisions(agent, levels, far: far, encoder: encoder)
  }

  /// What a candidate does in a level: where it is after each move, and its score.
  private struct Walk {
    private(set) var places: [Int] = []
    private(set) var score = 0

    init(_ candidate: [Int], in level: MazeLevel) {
      let goals = level.goals
      let blocked = level.objects.map(\.cell).filter { !goals.contains($0) }
      var cell = level.start
      for (step, move) in candidate.enumerated() {
        let next = level.grid.destination(of: move, from: cell)
        if !blocked.contains(next) { cell = next }
        places.append(level.grid.index(cell))
        if score == 0, goals.contains(cell) { score = candidate.count - step }
      }
    }
  }

  private func intermediates(
    _ agent: Agent, _ levels: LevelSet, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    let known = PlantedLevels(levels)
    let count = candidates.count
    let ticks = 1...(count + 2)
    var (clocks, places, scores, bests) = (
      WorstDeviation(), WorstDeviation(), WorstDeviation(), WorstDeviation()
    )
    let names = ["clock", "score", "plan", "best"] + (1...length).map { "place.\($0)" }
    let states = [count / 2, ticks.upperBound]
    let sites =
      names.flatMap { name in ticks.map { Site(name, tick: $0) } }
      + states.map { Site("state", tick: $0) }
    for (offset, set) in try known.pieces() {
      let captured = try Capture(sites: sites, ticks: ticks.upperBound, encoder: encoder)
        .run(agent, on: set)
      var best = [(score: Int, plan: [Int])](repeating: (0, []), count: set.count)
      for tick in ticks {
        func found(_ name: String, _ sample: Int) throws -> ArraySlice<Float> {
          let tensor = try captured.activations(at: Site(name, tick: tick))
          let width = tensor.count / set.count
          return tensor.elements[sample * width..<(sample + 1) * width]
        }
        for sample in 0..<set.count {
          for (channel, value) in try found("clock", sample).enumerated() {
            clocks.compare(value, channel == 0 || channel == tick ? 1 : 0)
          }
          // Nothing is on the board when all candidates have been.
          let candidate = tick <= count ? candidates[tick - 1] : []
          let walk = Walk(candidate, in: known.levels.levels[offset + sample])
          for value in try found("score", sample) { scores.compare(value, Double(walk.score)) }
          for step in 0..<length {
            let place = candidate.isEmpty ? -1 : walk.places[step]
            for (cell, value) in try found("place.\(step + 1)", sample).enumerated() {
              places.compare(value, cell == place ? 1 : 0)
            }
          }
          if walk.score > best[sample].score { best[sample] = (walk.score, candidate) }
          for (value, expected) in zip(try found("plan", sample), oneHot(best[sample].plan)) {
            bests.compare(value, expected)
          }
          for value in try found("best", sample) {
            bests.compare(value, Double(best[sample].score))
          }
          guard states.contains(tick) else { continue }
          let broadcast =
            oneHot(candidate) + oneHot(best[sample].plan) + [Double(best[sample].score)]
          for (element, value) in try found("state", sample).enumerated() {
            let (cell, channel) = element.quotientAndRemainder(
              dividingBy: length + broadcast.count)
            if channel < length {
              places.compare(
                value, !candidate.isEmpty && walk.places[channel] == cell ? 1 : 0)
            } else {
              bests.compare(value, broadcast[channel - length])
            }
          }
        }
      }
    }
    return [
      clocks.check(
        "P5", "at tick k the clock says that candidate k is on the board", levels: levels.count,
        tolerance: 1e-5),
      places.check(
        "P5", "the places after each of its moves are those of a walk on the grid",
        levels: levels.count, tolerance: 1e-4),
      scores.check(
        "P5", "its score is L + 1 - l where it first meets the goal after l moves, else 0",
        levels: levels.count, tolerance: 1e-4),
      bests.check(
        "P5",
        "its moves, and the best score so far with the moves of the first that had it, are "
          + "kept", levels: levels.count, tolerance: 1e-4),
    ]
  }

  private func oneHot(_ candidate: [Int]) -> [Double] {
    var values = [Double](repeating: 0, count: width)
    for (step, move) in candidate.enumerated() { values[step * moves.count + move] = 1 }
    return values
  }

  private func decisions(
    _ agent: Agent, _ levels: LevelSet, far: LevelSet, encoder: any ObservationEncoder
  ) throws -> [PlantedCheck] {
    let optimal = PlantedLevels(levels).optimal
    func run(_ agent: Agent, _ levels: LevelSet, _ ticks: Int) throws -> PlantedDecisions {
      try PlantedDecisions(
        agent, on: levels, encoder: encoder, ticks: levels.levels.map { _ in ticks })
    }
    let walks = levels.levels.map { level in candidates.map { Walk($0, in: level).score } }
    var soFar: [Bool] = []
    for ticks in Set([1, candidates.count / 3, candidates.count / 2, candidates.count]).sorted() {
      let found = try run(agent, levels, ticks)
      soFar += walks.indices.map { index in
        let scores = walks[index].prefix(ticks)
        let first = scores.max().flatMap { best in
          best > 0 ? scores.firstIndex(of: best).map { candidates[$0][0] } : nil
        }
        let best = first.map { ActionSet([$0]) } ?? ActionSet(Array(moves.indices))
        return found.best(index) == best
      }
    }
    let end = try run(agent, levels, candidates.count)
    let beyond = try run(agent, far, candidates.count)
    let cut = try run(cut(agent), levels, candidates.count)
    return [
      .decision(
        "P5", "after k ticks the action is the first move of the best of the first k candidates",
        levels: levels.count, holds: soFar),
      .decision(
        "P5", "after all of them it begins a shortest way", levels: levels.count,
        holds: optimal.indices.map { end.isSolved($0, optimal[$0]) }),
      .decision(
        "P5", "where the goal is farther away than a candidate goes, all logits are 0",
        levels: far.count, holds: beyond.logits.map { $0.allSatisfy { abs($0) < 1e-3 } }),
      .cut(
        "P5", "without the model nothing is decided", levels: levels.count,
        solved: optimal.indices.map { cut.isSolved($0, optimal[$0]) }),
    ]
  }
}
