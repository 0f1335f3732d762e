internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks

extension TwinComparison {
  /// A hundredth of the matched levels may be decided otherwise.
  static let disagreement = 0.01
  /// Where it lacks what stands in for the search a twin has to decide at least a tenth of the
  /// levels otherwise, ten times what is allowed where it does not.
  ///
  /// What it does there is derived from its construction and held exactly by other checks; this one
  /// says that it is not what P1 does. How often it is all the same is a matter of the levels, for
  /// near mazes have near plans: measured with the seeds 1 to 3, from 0.10 (N11) to 0.77 (N12) in
  /// mazes of 9x9, and from 0.16 (N11) to 0.78 (N1) in those of 7x7.
  static let contrast = 1 - 10 * disagreement
  /// Logits that differ by no more are the same.
  private static let sameLogit: Float = 1e-4

  /// That the twin acts as its positive does on its matched levels.
  func agreement(on levels: LevelSet) throws -> PlantedCheck {
    let agrees = try agrees(on: levels)
    return agreement(agrees, levels: levels.count, of: "levels")
  }

  /// That the twin acts as its positive does, of what was compared one by one.
  func agreement(_ agrees: [Bool], levels: Int, of what: String) -> PlantedCheck {
    PlantedCheck(
      id, .decision, "on its matched \(what) its actions are those of P1", levels: levels,
      comparisons: agrees.count, worst: PlantedCheck.share(agrees.map { !$0 }),
      tolerance: Self.disagreement)
  }

  /// That agreement falls, of levels or states.
  func contrast(_ claim: String, _ agrees: [Bool], levels: Int? = nil) -> PlantedCheck {
    PlantedCheck(
      id, .contrast, claim, levels: levels ?? agrees.count, comparisons: agrees.count,
      worst: PlantedCheck.share(agrees), tolerance: Self.contrast)
  }

  /// That agreement falls on levels that the twin was not made for.
  func fresh(_ levels: LevelSet) throws -> PlantedCheck {
    contrast(
      "on levels that it was not made for its actions often are not those of P1",
      try agrees(on: levels))
  }

  /// That what is recalled of levels is what the nearest kept ones keep, in equal parts where
  /// several are equally near; which these are is found by counting squares.
  ///
  /// - Parameters:
  ///   - code: what a level is known by.
  ///   - values: what is kept of a level: four numbers a square.
  func recall(
    of levels: LevelSet, kept: LevelSet, by code: (MazeLevel) -> [UInt64],
    values: (MazeLevel) -> [Float]
  ) throws -> PlantedCheck {
    let nearest = NearestLevels(kept.levels.map(code))
    let stored = kept.levels.map(values)
    let means = levels.levels.map { level -> [Double] in
      let places = nearest.places(code(level))
      return (0..<4 * level.grid.count).map { index in
        places.reduce(0) { $0 + Double(stored[$1][index]) } / Double(places.count)
      }
    }
    return try deviation(at: LevelTable.site, channels: 0..<4, on: levels) {
      level, cell, move, _ in means[level][4 * cell + move]
    }.check(
      id, "on other levels what is recalled is what the nearest kept ones keep",
      levels: levels.count, tolerance: 1e-2)
  }

  /// That no logit changes from one run to another.
  func same(_ claim: String, _ before: [[Float]], _ after: [[Float]]) -> PlantedCheck {
    .decision(
      id, claim, levels: before.count,
      holds: zip(before, after).map { before, after in
        zip(before, after).allSatisfy { abs($0 - $1) <= Self.sameLogit }
      })
  }

  /// That what the twin does follows some planes and no others: those of another level turn its
  /// actions to what is right there, and all others of another level change nothing.
  ///
  /// - Parameter actions: what is best at a square in a level, all four where nothing is said.
  func dependence(
    on planes: Range<Int>, levels: LevelSet, actions: (ShortestPaths, Cell) -> ActionSet
  ) throws -> [PlantedCheck] {
    let observations = encoder.observations(of: levels.levels)
    let others = (0..<encoder.planes).filter { !planes.contains($0) }
    let shown = Self.exchanging(Array(planes), in: observations)
    let found = PlantedDecisions(logits: try logits(of: twin, on: levels, shown: shown))
    let paths = levels.levels.map { $0.paths() }
    return [
      .decision(
        id, "with these planes of another level its actions are those for that level",
        levels: levels.count,
        holds: levels.levels.indices.map {
          found.best($0) == actions(paths[($0 + 1) % levels.count], levels.levels[$0].start)
        }),
      contrast(
        "with these planes of another level its actions often are not those of P1",
        try agrees(on: levels, shown: shown)),
      same(
        "all other planes of another level change no logit",
        try logits(of: twin, on: levels, shown: observations),
        try logits(of: twin, on: levels, shown: Self.exchanging(others, in: observations))),
    ]
  }

  /// Observations of which some planes are those of the next one, and of the first in the last.
  static func exchanging(_ planes: [Int], in observations: Tensor) -> Tensor {
    let (width, size) = (observations.shape[3], observations.count / observations.shape[0])
    var result = observations
    for sample in 0..<observations.shape[0] {
      let next = (sample + 1) % observations.shape[0]
      for square in stride(from: 0, to: size, by: width) {
        for plane in planes {
          result.elements[sample * size + square + plane] =
            observations.elements[next * size + square + plane]
        }
      }
    }
    return result
  }
}

/// What is best at a square by what an oracle wrote of a level, also where a wall is there.
enum OracleActions {
  /// The moves that begin a shortest way; all four where none does.
  static func ofPlan(_ paths: ShortestPaths, at cell: Cell) -> ActionSet {
    let actions = paths.optimalActions(at: cell)
    return actions.isEmpty ? ActionSet([0, 1, 2, 3]) : actions
  }

  /// The moves to the nearest of the four neighbours; one that reaches no goal is as far away as
  /// there are squares.
  static func ofValues(_ paths: ShortestPaths, at cell: Cell) -> ActionSet {
    let distances = MoveSet.four.offsets.map { offset in
      let distance = paths.distance(at: cell.moved(by: offset))
      return distance < 0 ? paths.rows * paths.columns : distance
    }
    return ActionSet(distances.indices.filter { distances[$0] == distances.min() })
  }
}
