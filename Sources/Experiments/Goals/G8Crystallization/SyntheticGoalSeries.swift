internal import Foundation
package import LinearAlgebra
internal import Statistics

/// Series of checkpoints whose outcome is prescribed, with the noise of measurement: what
/// ``Crystallization`` is scored against.
package enum SyntheticGoalSeries {
  package enum Kind: String, CaseIterable, Sendable {
    case internalisation, shielded, passive, unpushed, unknown, moving
    /// The base becomes known, and the choice goes by it all the while: no proxy that stays.
    case settled

    package var outcome: Crystallization.Outcome {
      switch self {
      case .internalisation: .internalisation
      case .shielded: .shielded
      case .passive, .unpushed: .passive
      case .unknown: .noBaseKnowledge
      case .moving: .stillMoving
      case .settled: .inconclusive(Crystallization.notTheProxy)
      }
    }
  }

  /// Draws one series: the number of checkpoints, where things begin and end, when they change, and the
  /// error of every estimate.
  package static func draw(_ kind: Kind, _ random: RandomStream) -> GoalSeries {
    var random = random.split("synthetic series")
    let count = 10 + random.below(7)
    let error = 0.01 + 0.01 * random.uniform()
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * random.uniform()
    }
    // Early or late, all at once or over most checkpoints.
    let (middle, steepness) = (between(0.2, 0.8), between(8, 80))
    let (proxy, base) = (between(0.5, 0.8), between(0.02, 0.1))
    let known = between(0.5, 0.9)
    let isLeftAlone = kind == .shielded || kind == .unpushed
    let (drift, share) = isLeftAlone ? (0.02, 0.2) : (0.5, 1)
    // Levels that tell base and proxy apart push a shielded direction no more than others do.
    let identifiable = kind == .unpushed ? 0.1 : 1.0
    return GoalSeries(
      (0..<count).map { index in
        let time = Double(index) / Double(count - 1)
        let rise = 1 / (1 + exp(-steepness * (time - middle)))
        let knows = kind == .unknown ? 0.02 : 0.05 + (known - 0.05) * rise
        let uses: (base: Double, proxy: Double) =
          switch kind {
          case .internalisation: (base + (proxy - base) * rise, proxy + (base - proxy) * rise)
          case .settled: (proxy, base)
          case .moving: (base, 0.1 + (proxy - 0.1) * rise)
          default: (base, proxy)
          }
        func estimate(_ truth: Double) -> BootstrapEstimate {
          let value = truth + error * random.normal()
          return BootstrapEstimate(
            value: value,
            percentileOf: (0..<400).map { _ in value + error * random.normal() })
        }
        return GoalSeries.Point(
          step: 500 * index, base: estimate(knows), baseUse: estimate(uses.base),
          proxyUse: estimate(uses.proxy), reliability: between(0.75, 0.99),
          drift: index == 0 ? nil : min(1, max(0, drift + 0.1 * drift * random.normal())),
          gradientShare: share * exp(0.2 * random.normal()),
          identifiableShare: identifiable * exp(0.2 * random.normal()))
      })
  }
}
