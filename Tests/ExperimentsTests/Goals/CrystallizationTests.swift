import Experiments
import LinearAlgebra
import Statistics
import Testing

/// G8 on series whose outcome was prescribed.
@Suite struct CrystallizationTests {
  @Test(arguments: SyntheticGoalSeries.Kind.allCases)
  func aPrescribedOutcomeIsNamed(_ kind: SyntheticGoalSeries.Kind) {
    var (right, wrong) = (0, 0)
    for draw in 0..<20 {
      let series = SyntheticGoalSeries.draw(kind, RandomStream(seed: UInt64(draw)))
      switch Crystallization(series).outcome {
      case kind.outcome: right += 1
      case .inconclusive: break
      default: wrong += 1
      }
    }
    #expect(wrong == 0 && right >= 18, "\(kind): \(right) right, \(wrong) wrong")
  }

  @Test func unreliableDirectionsAreNotFollowed() {
    let series = SyntheticGoalSeries.draw(.shielded, RandomStream(seed: 1))
    let doubtful = GoalSeries(
      series.points.enumerated().map { index, point in
        GoalSeries.Point(
          step: point.step, base: point.base, baseUse: point.baseUse, proxyUse: point.proxyUse,
          reliability: index % 2 == 0 ? 0.5 : 1, drift: point.drift,
          gradientShare: point.gradientShare)
      })
    guard case .inconclusive(let why) = Crystallization(doubtful).outcome else {
      Issue.record("Half of the checkpoints are not reliable.")
      return
    }
    #expect(why.contains("unreliable"))
  }
}
