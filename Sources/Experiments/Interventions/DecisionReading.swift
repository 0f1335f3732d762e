internal import Foundation
internal import LinearAlgebra
internal import Statistics

/// What is measured of decisions before and after an intervention.
package enum DecisionMeasure: String, Sendable, CaseIterable {
  /// The share of the choice that is another one: ties count by their share. Of answers in numbers,
  /// the squared change over the variance of the answers.
  case choice
  /// The Kullback-Leibler divergence of the actions' probabilities from those before, in nats.
  case divergence
  /// What is lost in right decisions: the share of optimal choices before, less that after. Of
  /// answers in numbers, what the squared error gains, over the variance of the answers.
  case loss
}

/// The decisions of a network as it is, and what others are beside them.
struct DecisionReading: Sendable {
  let decisions: DecisionSet
  /// `[report level, output]`.
  let natural: Matrix<Float>
  /// The variance of the answers in numbers; 1 for choices.
  private let unit: Double
  /// The share of the choice that each output has, `[report level][output]`.
  private let shares: [[Double]]

  /// - Throws: ``InterventionError/notFinite(what:noun:count:of:)``.
  init(_ natural: Matrix<Float>, of decisions: DecisionSet) throws {
    try Self.checkFinite(natural, decisions, "Without any intervention")
    self.natural = natural
    self.decisions = decisions
    shares = (0..<natural.rows).map { Self.shares(natural.row($0)) }
    guard case .numbers = decisions.answers else {
      unit = 1
      return
    }
    let values = natural.elements.map(Double.init)
    let mean = Sample.mean(values)
    let variance = Sample.mean(values.map { ($0 - mean) * ($0 - mean) })
    unit = variance > 0 ? variance : 1
  }

  /// The relative margin below which logits are a tie.
  private static let tie: Float = 1e-6

  /// Equal shares of the largest logits; of none where a logit is not finite.
  private static func shares(_ logits: ArraySlice<Float>) -> [Double] {
    guard let largest = logits.max(), logits.allSatisfy(\.isFinite) else {
      return logits.map { _ in 0 }
    }
    let margin = tie * max(abs(largest), abs(logits.min() ?? 0))
    let best = logits.map { largest - $0 <= margin }
    let count = Double(best.count { $0 })
    return best.map { $0 ? 1 / count : 0 }
  }

  static func checkFinite(
    _ logits: Matrix<Float>, _ decisions: DecisionSet, _ what: String
  ) throws {
    let bad = (0..<logits.rows).count { row in !logits.row(row).allSatisfy(\.isFinite) }
    guard bad == 0 else {
      throw InterventionError.notFinite(
        what: what, noun: decisions.noun, count: bad, of: logits.rows)
    }
  }

  var isNumbers: Bool {
    if case .numbers = decisions.answers { return true }
    return false
  }

  /// What can be measured here.
  var measures: [DecisionMeasure] {
    isNumbers
      ? [.choice, .loss] : decisions.hasAnswers ? DecisionMeasure.allCases : [.choice, .divergence]
  }

  /// A measure of other decisions, one a level.
  ///
  /// - Parameter numbers: which of the report levels they are of.
  func values(
    _ measure: DecisionMeasure, of logits: Matrix<Float>, on numbers: [Int]
  ) -> [Double] {
    if isNumbers { return numberValues(measure, logits, numbers) }
    switch measure {
    case .choice:
      return numbers.enumerated().map { row, number in
        let other = Self.shares(logits.row(row))
        guard other.contains(where: { $0 > 0 }) else { return 1 }
        return zip(shares[number], other).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
      }
    case .divergence:
      return ErasedDecisions.Result(optimality: [], logits: logits).divergences(
        from: .init(optimality: [], logits: natural), at: numbers
      ).map { $0.isFinite ? max(0, $0) : .infinity }
    case .loss:
      return numbers.enumerated().map { row, number in
        right(shares[number], number) - right(Self.shares(logits.row(row)), number)
      }
    }
  }

  /// How much of a choice is among the best actions.
  private func right(_ shares: [Double], _ number: Int) -> Double {
    guard case .actions(let best) = decisions.answers else { return 0 }
    return best[decisions.report[number]].reduce(0) {
      $0 + (shares.indices.contains($1) ? shares[$1] : 0)
    }
  }

  private func numberValues(
    _ measure: DecisionMeasure, _ logits: Matrix<Float>, _ numbers: [Int]
  ) -> [Double] {
    numbers.enumerated().map { row, number in
      let (before, after) = (natural.row(number), logits.row(row))
      func squares(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Double {
        zip(left, right).reduce(0) { $0 + pow(Double($1.0) - Double($1.1), 2) }
          / Double(max(1, left.count))
      }
      guard after.allSatisfy(\.isFinite) else { return .infinity }
      guard measure == .loss, case .numbers(let wanted) = decisions.answers else {
        return squares(before, after) / unit
      }
      let target = wanted.row(decisions.report[number])
      return (squares(after, target) - squares(before, target)) / unit
    }
  }

  /// The share of optimal decisions as the network is, one a level; of answers in numbers, the
  /// squared error over the variance of the answers.
  var naturalRight: [Double] {
    guard case .numbers(let wanted) = decisions.answers else {
      return natural.rows == 0 ? [] : shares.indices.map { right(shares[$0], $0) }
    }
    return (0..<natural.rows).map { number in
      let target = wanted.row(decisions.report[number])
      return zip(natural.row(number), target).reduce(0) {
        $0 + pow(Double($1.0) - Double($1.1), 2)
      } / unit / Double(max(1, natural.columns))
    }
  }
}
