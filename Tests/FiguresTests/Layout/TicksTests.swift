import Figures
import Testing

struct TicksTests {
  @Test func ticksAreRoundNumbersInsideTheRange() {
    #expect(Ticks.linear(0, 1, count: 5).labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(Ticks.linear(-0.3, 0.3, count: 3).labels == ["−0.2", "0.0", "0.2"])
    #expect(Ticks.linear(0, 12, count: 7).labels == ["0", "2", "4", "6", "8", "10", "12"])
  }

  @Test(arguments: [1e-12, 1e-5, 0.013, 1, 77, 4.2e4, 3e9], [2, 4, 7, 12])
  func everyRangeHasTwoTicksAndNotTooMany(span: Double, count: Int) {
    for start in [0, -span / 3, span * 10] {
      let ticks = Ticks.linear(start, start + span, count: count)
      #expect(ticks.values.count >= 2)
      #expect(ticks.values.count <= 3 * count)
      #expect(Set(ticks.labels).count == ticks.labels.count)
      #expect(
        ticks.values.allSatisfy { $0 >= start - span * 1e-6 && $0 <= start + span * 1.000001 })
    }
  }

  @Test func wholeTicksHaveNoFractions() {
    #expect(Ticks.linear(0, 3, count: 9, whole: true).labels == ["0", "1", "2", "3"])
  }

  @Test func powersOfTenAreMarkedOnLogarithmicAxes() {
    #expect(Ticks.logarithmic(1, 10_000).labels == ["1", "10", "100", "1000", "10000"])
    #expect(Ticks.logarithmic(1, 30).labels == ["1", "2", "5", "10", "20"])
    #expect(Ticks.logarithmic(1e-6, 1e-2).labels == ["1e−6", "1e−5", "1e−4", "0.001", "0.01"])
  }

  @Test func numbersAreWrittenForReaders() {
    #expect(NumberText.short(0.123456) == "0.12")
    #expect(NumberText.short(-12.345) == "−12.3")
    #expect(NumberText.short(1234.5) == "1235" || NumberText.short(1234.5) == "1234")
    #expect(NumberText.short(1.5e-7) == "1.5e−7")
    #expect(NumberText.short(-0.0) == "0")
    #expect(NumberText.fixed(-0.001, decimals: 2) == "0.00")
    #expect(NumberText.fixed(9.999, decimals: 2) == "10.00")
    #expect(NumberText.scientific(9.9996e5, digits: 3) == "1e6")
    #expect(NumberText.short(.nan) == "not a number")
    #expect(NumberText.trimmed(0.05) == "0.05")
    #expect(NumberText.trimmed(1) == "1")
    #expect(NumberText.trimmed(100) == "100")
  }
}
