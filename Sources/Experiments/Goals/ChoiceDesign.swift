internal import Environments
package import LinearAlgebra
package import Statistics

/// The differences that a choice model is fitted to.
package struct ChoiceDesign: Sendable {
  /// One row a choice, `[choices, features]`, the first thing minus the second.
  package let differences: Matrix<Double>
  package let choseFirst: [Bool]
  package let units: [Int]
  package let meanDoor: Double
  package let meanRed: Double

  /// Those trials in which something was chosen; the means are over all.
  package init(_ trials: [FactorialTrial], by reading: FactorialTrial.Reading) {
    let things = Double(max(1, 2 * trials.count))
    let doors = trials.reduce(0) { $0 + ($1.first.isDoor ? 1 : 0) + ($1.second.isDoor ? 1 : 0) }
    let reds = trials.reduce(0) { $0 + ($1.first.isRed ? 1 : 0) + ($1.second.isRed ? 1 : 0) }
    meanDoor = Double(doors) / things
    meanRed = Double(reds) / things
    let chosen = trials.filter { $0.choice(by: reading) != .neither }
    var elements: [Double] = []
    elements.reserveCapacity(chosen.count * ChoiceModel.Feature.allCases.count)
    for trial in chosen {
      elements.append(contentsOf: Self.difference(trial, meanDoor: meanDoor, meanRed: meanRed))
    }
    differences = Matrix(
      rows: chosen.count, columns: ChoiceModel.Feature.allCases.count, elements: elements)
    choseFirst = chosen.map { $0.choice(by: reading) == .first }
    units = chosen.map(\.unit)
  }

  static func difference(
    _ trial: FactorialTrial, meanDoor: Double, meanRed: Double
  ) -> [Double] {
    func values(_ thing: FactorialTrial.Candidate) -> (door: Double, red: Double) {
      (thing.isDoor ? 1 : 0, thing.isRed ? 1 : 0)
    }
    let (a, b) = (trial.first, trial.second)
    let (first, second) = (values(a), values(b))
    return [
      first.door - second.door, first.red - second.red,
      (first.door - meanDoor) * (first.red - meanRed)
        - (second.door - meanDoor) * (second.red - meanRed),
      Double(b.distance - a.distance), Double((a.cell.column - b.cell.column).signum()),
      Double((a.cell.row - b.cell.row).signum()),
    ]
  }

  /// Which thing stands first is arbitrary, so every difference counts with both signs.
  package var inflations: [Double] {
    VarianceInflation.factors(
      Matrix(
        rows: 2 * differences.rows, columns: differences.columns,
        elements: differences.elements + differences.elements.map { -$0 }))
  }

  package var sets: [ChoiceSet] {
    (0..<differences.rows).map { row in
      ChoiceSet(
        difference: Array(differences.row(row)), choseFirst: choseFirst[row], cluster: units[row])
    }
  }

  /// The root mean square of each column.
  package var spreads: [Double] {
    (0..<differences.columns).map { column in
      let squares = (0..<differences.rows).reduce(0.0) { sum, row in
        sum + differences[row, column] * differences[row, column]
      }
      return (squares / Double(max(1, differences.rows))).squareRoot()
    }
  }

  /// Why the model is not fitted to these choices, nil where it may be.
  package func refusal(inflations: [Double], limit: Double) -> String? {
    guard Set(units).count >= 2 * differences.columns else {
      return
        "only \(differences.rows) choices were made, too few for \(differences.columns) weights"
    }
    let blurred = zip(ChoiceModel.Feature.allCases, inflations).filter { !($0.1 <= limit) }
    guard !blurred.isEmpty else { return nil }
    let list = blurred.map {
      "\($0.0.name) \($0.1.isFinite ? GoalText.number($0.1, digits: 1) : "without bound")"
    }
    return "the features cannot be told apart in these levels (variance inflation above "
      + "\(GoalText.number(limit, digits: 0)): \(list.joined(separator: ", ")))"
  }

  /// Fits the model.
  ///
  /// - Throws: Statistics' errors for designs that ``refusal(inflations:limit:)`` lets through and
  ///   that still are collinear.
  package func fit(inflations: [Double]) throws -> ChoiceModel {
    let features = ChoiceModel.Feature.allCases
    let logit = try ConditionalLogit(sets, names: features.map(\.name))
    let spreads = spreads
    return ChoiceModel(
      weights: features.map { feature in
        let index = feature.rawValue
        return ChoiceModel.Weight(
          feature: feature, value: logit.coefficients[index],
          standardError: logit.standardErrors[index], interval: logit.interval(index),
          spread: spreads[index], inflation: inflations[index])
      }, logit: logit, meanDoor: meanDoor, meanRed: meanRed)
  }
}
