package import LinearAlgebra
package import Statistics

/// Whether a reader of one concept that was fitted where another does not hold reads it where that
/// one does, and the other way round.
///
/// What is the same direction in both conditions is a concept of its own; what a network knows as
/// "red door" and "blue door" is read in each and not across. The direction is carried over and the
/// threshold is set anew, between the means of the other condition's selection levels: where the other
/// concept shifts all readings alike, the direction is no other. Fitted on selection levels, scored on
/// report levels, as balanced accuracy. Source: Bernardi et al., *The geometry of abstraction in the
/// hippocampus and prefrontal cortex* (2020), cross-condition generalisation performance.
package struct ConditionGeneralisation: Sendable {
  /// The balanced accuracy in the condition that was not fitted: fitted without, with the other.
  package let across: [BootstrapEstimate]
  /// In the condition that was fitted.
  package let within: [BootstrapEstimate]

  /// The score above which both ways count as generalising.
  package static let threshold = 0.9

  /// The worse of the two ways; nil where one of them is not defined.
  package var worst: BootstrapEstimate? {
    across.contains { !$0.value.isFinite } ? nil : across.min { $0.value < $1.value }
  }

  /// - Parameters:
  ///   - features: `[rows, p]`.
  ///   - concept: two classes, one label a row.
  ///   - condition: whether the other concept holds, by row.
  /// - Throws: as ``RidgeProbe/fit(_:_:)``.
  package init(
    _ features: Matrix<Float>, _ concept: ProbeData, condition: [Bool],
    probe: RidgeProbe = RidgeProbe(decision: .midpoint), replicates: Int = 1000,
    using random: inout RandomStream
  ) throws {
    guard case .classes(let names, let labels) = concept.target else {
      preconditionFailure("Generalisation over conditions is of classes.")
    }
    precondition(
      condition.count == concept.rows,
      "\(concept.rows) rows need as many conditions, not \(condition.count).")
    let order = RowOrder(concept)
    let report = Array(order.rows[order.selectionRows...])
    let bootstrap = try LevelBootstrap(
      units: order.report.count, replicates: replicates, using: &random)
    var unitOfRow = [Int](repeating: -1, count: concept.rows)
    for (unit, level) in order.report.enumerated() {
      for place in level.places { unitOfRow[order.rows[place]] = unit }
    }
    var across: [BootstrapEstimate] = []
    var within: [BootstrapEstimate] = []
    for fittedCondition in [false, true] {
      let kept = condition.indices.filter { condition[$0] == fittedCondition }
      let data = try concept.keeping(rows: kept)
      let fitted = try probe.fit(features.selectingRows(kept), data)
      let scores = fitted.predict(features).column(1)
      func threshold(_ wanted: Bool) -> Double {
        let rows = order.rows[..<order.selectionRows].filter { condition[$0] == wanted }
        let means = names.indices.map { label in
          Sample.mean(rows.filter { labels[$0] == label }.map { scores[$0] })
        }
        return (means[0] + means[1]) / 2
      }
      let thresholds = (without: threshold(false), with: threshold(true))
      func score(_ condition: [Bool], _ wanted: Bool) -> BootstrapEstimate {
        // Hits and rows of each class.
        var sums = Matrix<Double>(rows: order.report.count, columns: 2 * names.count)
        for row in report where condition[row] == wanted {
          let label = labels[row]
          let isAbove = scores[row] > (wanted ? thresholds.with : thresholds.without)
          sums[unitOfRow[row], 2 * label] += isAbove == (label == 1) ? 1 : 0
          sums[unitOfRow[row], 2 * label + 1] += 1
        }
        return bootstrap.estimate(sums) { totals in
          let start = totals.startIndex
          var sum = 0.0
          for label in names.indices {
            guard totals[start + 2 * label + 1] > 0 else { return .nan }
            sum += totals[start + 2 * label] / totals[start + 2 * label + 1]
          }
          return sum / Double(names.count)
        }
      }
      across.append(score(condition, !fittedCondition))
      within.append(score(condition, fittedCondition))
    }
    self.across = across
    self.within = within
  }
}

extension ProbeData {
  /// The data of some rows alone, in their order.
  ///
  /// - Parameter rows: ascending.
  package func keeping(rows: [Int]) throws -> ProbeData {
    var labels = [Int?](repeating: nil, count: levels.count * cells)
    switch target {
    case .classes(let names, let all):
      for row in rows { labels[rowLevel[row] * cells + rowCell[row]] = all[row] }
      return try ProbeData(levels: levels, cells: cells, labels: labels, classes: names)
    case .values(let all):
      var values = [Double?](repeating: nil, count: levels.count * cells)
      for row in rows { values[rowLevel[row] * cells + rowCell[row]] = all[row] }
      return try ProbeData(levels: levels, cells: cells, values: values)
    }
  }
}
