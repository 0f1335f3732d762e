internal import Foundation

/// One claim about a planted network, held against an independent computation.
package struct PlantedCheck: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// What stands in the network at a moment; the worst case is the largest deviation.
    case intermediate
    /// What the network does; the worst case is the share of levels on which the claim fails.
    case decision
    /// What is left when the claimed pathway is cut; the worst case is the share of levels that
    /// are still decided well.
    case cut
    /// What is left of a twin's agreement with its positive where it lacks what stands in for the
    /// search; the worst case is the share of levels or states that are still decided alike.
    case contrast
  }

  /// The network's id, as in `P2`.
  package let network: String
  package let kind: Kind
  /// On what it was checked, where one network has several forms.
  package var setting = ""
  /// The claim, as a sentence.
  package let claim: String
  /// The number of levels or problems.
  package let levels: Int
  /// The number of comparisons behind the worst one.
  package let comparisons: Int
  /// See ``Kind``; not finite where what was found is not.
  package let worst: Double
  /// The largest worst case with which the claim holds.
  package let tolerance: Double

  package init(
    _ network: String, _ kind: Kind, _ claim: String, levels: Int, comparisons: Int, worst: Double,
    tolerance: Double
  ) {
    self.network = network
    self.kind = kind
    self.claim = claim
    self.levels = levels
    self.comparisons = comparisons
    self.worst = worst
    self.tolerance = tolerance
  }

  /// Whether anything was compared and nothing deviated by more than the tolerance.
  package var holds: Bool { comparisons > 0 && worst <= tolerance }

  /// The check in a line of a table.
  package var line: String {
    let numbers = String(format: "%.1e <= %.1e", worst, tolerance)
    let place = setting.isEmpty ? "" : " (\(setting))"
    return "\(network)\(place) \(kind.rawValue): \(claim): \(numbers) on \(levels) levels, "
      + "\(comparisons) comparisons: \(holds ? "holds" : "FAILS")"
  }
}

/// The largest deviation seen so far.
struct WorstDeviation: Sendable {
  private(set) var worst = 0.0
  private(set) var comparisons = 0

  /// Compares a number with what it should be, on the scale of the larger of 1 and that.
  mutating func compare(_ found: Float, _ expected: Double) {
    let deviation = abs(Double(found) - expected) / max(1, abs(expected))
    comparisons += 1
    // What is not a number counts as the worst there is.
    if !(deviation <= worst) { worst = deviation.isNaN ? .infinity : deviation }
  }

  /// What was found, as a check.
  func check(
    _ network: String, _ claim: String, levels: Int, tolerance: Double
  ) -> PlantedCheck {
    PlantedCheck(
      network, .intermediate, claim, levels: levels, comparisons: comparisons, worst: worst,
      tolerance: tolerance)
  }
}
