package import LinearAlgebra
internal import Statistics

/// How few channels a concept is read from about as well as from all.
///
/// Channels are dropped one after another, each time the one without which a ridge regression fits the
/// labels least worse; all squares of a channel go together. How many are kept is chosen where one half of
/// the selection levels is fitted and the other half read; the accuracy is of report levels.
package struct ChannelPruning: Sendable {
  /// The channels that are kept, ascending.
  package let kept: [Int]
  /// Balanced accuracy on report levels, of all and of those that are kept.
  package let accuracyOfAll: Double
  package let accuracyOfKept: Double
  /// Balanced accuracy on the second half of the selection levels by the number of channels, from 1.
  package let course: [Double]

  /// What may be lost.
  package static let tolerance = 0.02

  /// - Parameters:
  ///   - features: `[rows, squares * channels]`, channels varying fastest.
  ///   - data: of two classes.
  /// - Throws: ``ProbingError`` as fits do.
  package init(
    _ features: Matrix<Float>, _ data: ProbeData, channels: Int
  ) throws {
    precondition(channels > 0 && features.columns % channels == 0, "Whole channels are dropped.")
    guard case .classes(_, let labels) = data.target else {
      throw ProbingError.needsClasses(probe: "channel pruning")
    }
    let all = features.converted(to: Double.self)
    func rows(_ units: [Int]) -> [Int] {
      let chosen = Set(units)
      return (0..<data.rows).filter { chosen.contains(data.units.unitOfLevel[data.rowLevel[$0]]) }
    }
    let selection = data.folds.selection
    let first = rows(selection.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
    let second = rows(selection.enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
    let report = rows(data.folds.report)
    guard !first.isEmpty, !second.isEmpty, !report.isEmpty else {
      throw ProbingError.tooFewLevels(selection: selection.count, report: data.folds.report.count)
    }
    func accuracy(_ kept: [Int], fit: [Int], read: [Int]) throws -> Double {
      let columns = (0..<features.columns).filter { Set(kept).contains($0 % channels) }
      let fitted = try Self.fit(all, labels, rows: fit, columns: columns)
      var counts = [[0.0, 0.0], [0.0, 0.0]]
      for row in read {
        var value = fitted.intercept
        for (place, column) in columns.enumerated() {
          value += fitted.weights[place] * all[row, column]
        }
        counts[labels[row]][value > 0.5 ? 1 : 0] += 1
      }
      func share(_ label: Int) -> Double {
        counts[label][label] / max(1, counts[label][0] + counts[label][1])
      }
      return (share(0) + share(1)) / 2
    }
    var kept = Array(0..<channels)
    var order: [[Int]] = [kept]
    while kept.count > 1 {
      let columns = (0..<features.columns).filter { Set(kept).contains($0 % channels) }
      let fitted = try Self.fit(all, labels, rows: first, columns: columns)
      let losses = kept.map { channel -> Double in
        let block = columns.indices.filter { columns[$0] % channels == channel }
        return fitted.loss(without: block)
      }
      guard let least = losses.indices.min(by: { losses[$0] < losses[$1] }) else { break }
      kept.remove(at: least)
      order.append(kept)
    }
    let course = try order.reversed().map { try accuracy($0, fit: first, read: second) }
    self.course = course
    let enough = (course.last ?? 0) - Self.tolerance
    let count = (course.firstIndex { $0 >= enough } ?? channels - 1) + 1
    self.kept = order[channels - count]
    let chosen = rows(selection)
    accuracyOfAll = try accuracy(Array(0..<channels), fit: chosen, read: report)
    accuracyOfKept = try accuracy(order[channels - count], fit: chosen, read: report)
  }

  /// A ridge regression with what it takes to say how much worse it would be without some columns.
  private struct Fit {
    let weights: [Double]
    let intercept: Double
    let inverse: Matrix<Double>

    /// How much the penalised squared error grows without the columns: `w' (A^-1 of the block)^-1 w`.
    func loss(without block: [Int]) -> Double {
      var part = Matrix<Double>(rows: block.count, columns: block.count)
      for (row, first) in block.enumerated() {
        for (column, second) in block.enumerated() { part[row, column] = inverse[first, second] }
      }
      let own = Matrix(
        rows: block.count, columns: 1, elements: block.map { weights[$0] })
      guard let solved = try? Cholesky(part).solve(own) else { return .infinity }
      return zip(own.elements, solved.elements).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// With a penalty of a hundredth of the columns' mean variance.
  private static func fit(
    _ features: Matrix<Double>, _ labels: [Int], rows: [Int], columns: [Int]
  ) throws -> Fit {
    let count = Double(rows.count)
    var design = Matrix<Double>(rows: rows.count, columns: columns.count)
    for (place, row) in rows.enumerated() {
      for (index, column) in columns.enumerated() { design[place, index] = features[row, column] }
    }
    let means = design.columnMeans()
    for row in 0..<design.rows {
      for column in 0..<design.columns { design[row, column] -= means[column] }
    }
    let mean = rows.reduce(0.0) { $0 + Double(labels[$1]) } / count
    let right = Matrix(
      rows: rows.count, columns: 1, elements: rows.map { Double(labels[$0]) - mean })
    var gram = design.gram()
    let trace = (0..<gram.rows).reduce(0.0) { $0 + gram[$1, $1] }
    let penalty = max(1e-12, 0.01 * trace / Double(max(1, gram.rows)))
    for index in 0..<gram.rows { gram[index, index] += penalty }
    let factor = try Cholesky(gram)
    let weights = factor.solve(design.transposedMultiplied(by: right)).elements
    return Fit(
      weights: weights,
      intercept: mean - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 },
      inverse: factor.inverse())
  }
}
