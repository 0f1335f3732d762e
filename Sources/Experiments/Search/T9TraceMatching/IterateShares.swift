internal import LinearAlgebra
internal import Statistics

/// What activations explain of quantities that change tick by tick, on units that were not fitted
/// on: the same measure as of traces over squares, for rows that are tokens or whole problems.
///
/// A regression of every tick on a design, and where wanted each row's mean over the ticks, are
/// taken out of everything first.
struct IterateShares: Sendable {
  /// `[rows, columns]` at each tick.
  typealias Panel = [Matrix<Double>]

  private let design: Matrix<Double>
  private let cholesky: Cholesky?
  private let fitRows: [Int]
  private let reportRows: [Int]
  private let unitOfRow: [Int]
  private let reportUnits: Int
  private let removesMeans: Bool
  private var rivals: Panel
  private var activations: Panel

  /// - Parameters:
  ///   - design: columns whose part at each tick is taken out.
  ///   - rivals: what else the activations are measured beyond.
  ///   - removesMeans: whether each row's mean over the ticks is taken out, as it has to be where a
  ///     row is the same thing at every tick.
  ///   - unitOfRow: the problem that each row belongs to.
  ///   - folds: of the problems.
  init(
    _ activations: Panel, design: Matrix<Double>, rivals: Panel, removesMeans: Bool,
    unitOfRow: [Int], folds: Folds
  ) throws {
    self.removesMeans = removesMeans
    var place = [Int](repeating: -1, count: folds.units.count)
    for (index, unit) in folds.report.enumerated() { place[unit] = index }
    let fitted = unitOfRow.indices.filter { place[unitOfRow[$0]] < 0 }
    self.fitRows = fitted
    reportRows = unitOfRow.indices.filter { place[unitOfRow[$0]] >= 0 }
    self.unitOfRow = unitOfRow.map { place[$0] }
    reportUnits = folds.report.count
    let (scaled, factor) = try Self.standardised(design, fitted)
    self.design = scaled
    cholesky = factor
    self.activations = []
    self.rivals = []
    let bare = self
    self.activations = Self.scaled(bare.residual(activations), fitted)
    self.rivals = Self.scaled(bare.residual(rivals), fitted)
  }

  /// The sum of squared errors of each report unit without and with the activations,
  /// `[units, 2]`, and the share on the rows that were fitted on.
  func errors(of target: Panel) throws -> (fit: Double, report: Matrix<Double>) {
    let target = residual(target)
    let base = try Self.fit(rivals, target, fitRows)
    let full = try Self.fit(Self.joined(rivals, activations), target, fitRows)
    var sums = Matrix<Double>(rows: reportUnits, columns: 2)
    for row in reportRows {
      sums[unitOfRow[row], 0] += base.error(row)
      sums[unitOfRow[row], 1] += full.error(row)
    }
    let without = fitRows.reduce(0) { $0 + base.error($1) }
    let with = fitRows.reduce(0) { $0 + full.error($1) }
    return (without > 0 ? (without - with) / without : 0, sums)
  }

  /// The share on the report units.
  func share(of target: Panel) throws -> Double {
    let totals = try errors(of: target).report.columnTotals()
    return totals[0] > 0 ? (totals[0] - totals[1]) / totals[0] : 0
  }

  /// A prediction of a target at every tick.
  private struct Fitted {
    let residuals: Panel

    func error(_ row: Int) -> Double {
      residuals.reduce(0) { $0 + $1.row(row).reduce(0) { $0 + $1 * $1 } }
    }
  }

  private static func fit(_ columns: Panel, _ target: Panel, _ fitRows: [Int]) throws -> Fitted {
    let width = columns.first?.columns ?? 0
    guard width > 0 else { return Fitted(residuals: target) }
    var gram = Matrix<Double>(rows: width, columns: width)
    var cross = Matrix<Double>(rows: width, columns: target.first?.columns ?? 0)
    for (x, y) in zip(columns, target) {
      let (a, b) = (x.selectingRows(fitRows), y.selectingRows(fitRows))
      let (own, other) = (a.gram(), a.transposedMultiplied(by: b))
      for index in gram.elements.indices { gram.elements[index] += own.elements[index] }
      for index in cross.elements.indices { cross.elements[index] += other.elements[index] }
    }
    // Columns have unit variance; those that do not vary are zero.
    for column in 0..<width { gram[column, column] += 1e-7 * Double(fitRows.count * columns.count) }
    let weights = try Cholesky(gram).solve(cross)
    return Fitted(
      residuals: zip(columns, target).map { x, y in
        var residual = y
        let predicted = x.multiplied(by: weights)
        for index in residual.elements.indices {
          residual.elements[index] -= predicted.elements[index]
        }
        return residual
      })
  }

  private func residual(_ panel: Panel) -> Panel {
    var result = panel.map { map -> Matrix<Double> in
      var centred = Self.centred(map, fitRows)
      if let cholesky {
        let own = design.selectingRows(fitRows)
        let weights = cholesky.solve(
          own.transposedMultiplied(by: centred.selectingRows(fitRows)))
        let predicted = design.multiplied(by: weights)
        for index in centred.elements.indices {
          centred.elements[index] -= predicted.elements[index]
        }
      }
      return centred
    }
    guard removesMeans, let first = result.first else { return result }
    for index in first.elements.indices {
      let mean = result.reduce(0) { $0 + $1.elements[index] } / Double(result.count)
      for tick in result.indices { result[tick].elements[index] -= mean }
    }
    return result
  }

  private static func centred(_ map: Matrix<Double>, _ fitRows: [Int]) -> Matrix<Double> {
    let means = map.selectingRows(fitRows).columnMeans()
    var result = map
    for row in 0..<map.rows {
      for column in 0..<map.columns { result[row, column] -= means[column] }
    }
    return result
  }

  private static func standardised(
    _ design: Matrix<Double>, _ fitRows: [Int]
  ) throws -> (Matrix<Double>, Cholesky?) {
    guard design.columns > 0 else { return (design, nil) }
    let scaled = scaled([centred(design, fitRows)], fitRows)[0]
    var gram = scaled.selectingRows(fitRows).gram()
    for column in 0..<gram.rows { gram[column, column] += 1e-6 * Double(fitRows.count) }
    return (scaled, try Cholesky(gram))
  }

  /// Columns of unit mean square over the rows to fit on; those that hold rounding alone are zero.
  private static func scaled(_ panel: Panel, _ fitRows: [Int]) -> Panel {
    let width = panel.first?.columns ?? 0
    var squares = [Double](repeating: 0, count: width)
    for map in panel {
      for row in fitRows {
        for column in 0..<width { squares[column] += map[row, column] * map[row, column] }
      }
    }
    let count = Double(max(1, fitRows.count * panel.count))
    let factors = squares.map { $0 / count > 1e-20 ? (count / $0).squareRoot() : 0 }
    return panel.map { map in
      var result = map
      for row in 0..<map.rows {
        for column in 0..<width { result[row, column] *= factors[column] }
      }
      return result
    }
  }

  private static func joined(_ left: Panel, _ right: Panel) -> Panel {
    guard !left.isEmpty else { return right }
    return zip(left, right).map { $0.joined(with: $1) }
  }
}
