import Statistics
import Testing

@Suite struct PowerCardTests {
  @Test func theSmallestDetectableEffectIsFoundWithPowerNineTenths() {
    let card = PowerCard(standardError: 0.02)
    #expect(abs(card.power(effect: card.minimumDetectableEffect) - 0.9) < 0.002)
    #expect(abs(card.power(effect: 0) - 0.05) < 1e-9)
  }

  @Test func absenceNeedsTheWholeIntervalInsideAndEnoughPower() {
    let narrow = Interval(lower: -0.01, upper: 0.02, method: "percentile")
    #expect(PowerCard(standardError: 0.008).showsAbsence(narrow, margin: 0.03))
    #expect(!PowerCard(standardError: 0.012).showsAbsence(narrow, margin: 0.03))
    let wide = Interval(lower: -0.01, upper: 0.04, method: "percentile")
    #expect(!PowerCard(standardError: 0.008).showsAbsence(wide, margin: 0.03))
  }
}
