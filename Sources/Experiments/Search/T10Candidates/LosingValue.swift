internal import Agents
internal import Environments
internal import LinearAlgebra
internal import Probing
internal import Statistics

/// Is the losing candidate's value held: its number of steps, beyond what winner, observation and
/// plan tell?
///
/// The number of steps to the goal is read a few squares down the losing way by a probe that was
/// fitted on the squares of both ways of the fit levels. On the report levels it is regressed on the
/// winner's number of steps and on the same reading from the observation alone; the effect is the
/// share of what these leave that the network's reading explains. The plan at that square is the
/// same in all levels: on along the way.
struct LosingValue: Sendable {
  /// The share explained, leaving out each level.
  let explained: BootstrapEstimate
  /// Residuals of value and reading on what is given, one a report row.
  let residuals: [(value: Double, reading: Double)]
  /// The unit of each report row among the report units, and whether it is a pair's second member.
  let unit: [Int]
  let member: [Int]
  let units: Int
  /// The share explained on the fit levels, by which places are chosen.
  let selectionShare: Double
  /// The reader's weights on the raw channels, and its reading of each level's first squares on the
  /// winning and the losing way.
  let weights: [Double]
  let firstReadings: [(winner: Double, loser: Double)]

  /// What is known of each level without the network.
  struct Given: Sendable {
    let data: ProbeData
    /// The row of each level's value square, and of the first squares of both ways.
    let valueRow: [Int]
    let winnerFirst: [Int]
    let loserFirst: [Int]
    /// Columns to regress on, `[level][column]`.
    let columns: [[Double]]
    let values: [Double]
    /// The place of each level among the units of its side, and whether it is reported on.
    let isReport: [Bool]
    let unit: [Int]

    init(
      _ choices: [ForkedLevel], subject: StudySubject, settings: SearchSettings
    ) throws {
      let set = try LevelSet(choices.map(\.level))
      var labels = [Double?](repeating: nil, count: set.count * set.cells)
      for (index, choice) in choices.enumerated() {
        let paths = choice.level.paths()
        for cell in choice.winner.route + choice.loser.route
        where cell != choice.level.start && paths.distance(at: cell) > 0 {
          labels[index * set.cells + choice.level.grid.index(cell)] =
            Double(paths.distance(at: cell))
        }
      }
      let data = try ProbeData(levels: choices.map(\.key), cells: set.cells, values: labels)
      var rowOf = [Int](repeating: -1, count: labels.count)
      for row in 0..<data.rows { rowOf[data.rowLevel[row] * set.cells + data.rowCell[row]] = row }
      func rows(_ cell: (ForkedLevel) -> Cell) -> [Int] {
        choices.enumerated().map { index, choice in
          rowOf[index * set.cells + choice.level.grid.index(cell(choice))]
        }
      }
      valueRow = rows(\.valueCell)
      winnerFirst = rows { $0.winner.route[1] }
      loserFirst = rows { $0.loser.route[1] }
      let baseline = try settings.baseline.columns(
        subject.encoder.observations(of: set.levels), levels: set, for: data)
      let fitted = try RidgeProbe().fit(baseline, data)
      let seen = fitted.predict(baseline.selectingRows(valueRow))
      columns = choices.indices.map { index in
        [1, Double(choices[index].winner.distance), seen[index, 0]]
      }
      values = choices.map { Double($0.value) }
      let folds = data.folds
      isReport = choices.indices.map { index in
        !Folds.selectionFolds.contains(folds.foldOfUnit[folds.units.unitOfLevel[index]])
      }
      let unitOfLevel = folds.units.unitOfLevel
      unit = choices.indices.map { unitOfLevel[$0] }
      self.data = data
    }
  }

  /// - Parameters:
  ///   - maps: of the levels, `[level, row, column, channel]`.
  ///   - ticks: the tick of each level's map where these differ: a count that grows with the ticks
  ///     tells steps only together with them.
  /// - Throws: `ProbingError` as a fit does.
  init(
    _ maps: Tensor, ticks: [Int]?, given: Given, bootstrap: (Int) throws -> LevelBootstrap
  ) throws {
    var features = try LocalFeatures.gather(maps, .single, for: given.data)
    let channels = features.columns
    if let ticks {
      var wide = Matrix<Float>(rows: features.rows, columns: channels + 1)
      for row in 0..<features.rows {
        for channel in 0..<channels { wide[row, channel] = features[row, channel] }
        wide[row, channels] = Float(ticks[given.data.rowLevel[row]])
      }
      features = wide
    }
    let fitted = try RidgeProbe().fit(features, given.data)
    let reading = fitted.predict(features)
    weights = (0..<channels).map { fitted.weights[$0, 0] * fitted.scale }
    firstReadings = given.values.indices.map {
      (reading[given.winnerFirst[$0], 0], reading[given.loserFirst[$0], 0])
    }
    func side(_ isReport: Bool) -> LeftOutRegression {
      let levels = given.values.indices.filter { given.isReport[$0] == isReport }
      return LeftOutRegression(
        columns: levels.map { given.columns[$0] }, values: levels.map { given.values[$0] },
        readings: levels.map { reading[given.valueRow[$0], 0] },
        units: levels.map { given.unit[$0] })
    }
    selectionShare = LeftOutRegression.share(side(false).sums.columnTotals()[...])
    let report = side(true)
    let estimate = try bootstrap(report.count).estimate(
      report.sums, metric: LeftOutRegression.share)
    explained = BootstrapEstimate(value: estimate.value, percentileOf: estimate.replicates)
    residuals = report.residuals
    unit = report.unit
    units = report.count
    var seen: Set<Int> = []
    member = report.unit.map { seen.insert($0).inserted ? 0 : 1 }
  }

  /// The correlation of what is left of value and reading, when levels exchange the reading of their
  /// losing candidates.
  func null(count: Int, using random: inout RandomStream) -> PermutationNull {
    let permutations = LevelPermutations(blocks: member, count: count, using: &random)
    func correlation(_ source: (Int) -> Int) -> Double {
      var (xx, yy, xy) = (0.0, 0.0, 0.0)
      for row in residuals.indices {
        let (x, y) = (residuals[row].value, residuals[source(row)].reading)
        xx += x * x
        yy += y * y
        xy += x * y
      }
      return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : 0
    }
    return PermutationNull(
      name: "partial correlation when levels exchange the reading of their losing candidates",
      observed: correlation { $0 },
      draws: (0..<count).map { draw in correlation { permutations.source(draw, $0) } })
  }
}
