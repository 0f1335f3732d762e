import Figures
import Testing

struct ColourMapTests {
  @Test func sequentialMapGrowsLighterAtEveryStep() {
    let luminances = ColourMap.sequential.table.map(\.luminance)
    for (dark, light) in zip(luminances, luminances.dropFirst()) { #expect(light > dark) }
    #expect(luminances.last ?? 0 > 0.7)
    #expect(luminances.first ?? 1 < 0.05)
  }

  @Test(arguments: ColourMap.allCases)
  func stepsLookAboutEquallyLarge(map: ColourMap) {
    // Over eighths of the map, so that rounding to eight bits does not count.
    let places = (0...16).map { OKLab(map.colour(Double($0) / 16)) }
    let steps = zip(places, places.dropFirst()).map { $0.distance(to: $1) }
    let mean = steps.reduce(0, +) / Double(steps.count)
    for step in steps { #expect(step > 0.45 * mean && step < 1.9 * mean) }
  }

  @Test(arguments: ColourMap.allCases)
  func neighbouringColoursCannotBeToldApart(map: ColourMap) {
    for (one, next) in zip(map.table, map.table.dropFirst()) {
      #expect(OKLab(one).distance(to: OKLab(next)) < 0.02)
    }
  }

  @Test func divergingMapIsSymmetricInLightnessAndLightestAtZero() {
    for step in 0...20 {
      let share = Double(step) / 40
      let low = OKLab(ColourMap.diverging.colour(share))
      let high = OKLab(ColourMap.diverging.colour(1 - share))
      #expect(abs(low.lightness - high.lightness) < 0.012)
    }
    let middle = ColourMap.diverging.colour(0.5).luminance
    #expect(middle > 0.88)
    #expect(ColourMap.diverging.table.allSatisfy { $0.luminance <= middle })
  }

  @Test func signsStayApartForEveryReader() {
    let low = ColourMap.diverging.colour(0.2)
    let high = ColourMap.diverging.colour(0.8)
    #expect(ColourVision.deuteranopia(low).distance(to: ColourVision.deuteranopia(high)) > 0.1)
    #expect(ColourVision.protanopia(low).distance(to: ColourVision.protanopia(high)) > 0.1)
  }

  @Test func kindsStayApartForEveryReader() {
    let colours = Palette.categorical
    for first in colours.indices {
      for second in colours.indices where second > first {
        let (one, other) = (colours[first], colours[second])
        #expect(OKLab(one).distance(to: OKLab(other)) > 0.09)
        let green = ColourVision.deuteranopia(one).distance(to: ColourVision.deuteranopia(other))
        #expect(green > 0.06, "colours \(first) and \(second) with deuteranopia")
        let red = ColourVision.protanopia(one).distance(to: ColourVision.protanopia(other))
        #expect(red > 0.06, "colours \(first) and \(second) with protanopia")
      }
    }
  }

  @Test(arguments: ColourMap.allCases)
  func colourOfNonNumbersIsInNoMap(map: ColourMap) {
    for colour in map.table {
      #expect(OKLab(colour).distance(to: OKLab(.alarm)) > 0.12)
    }
  }

  @Test(arguments: ColourMap.allCases)
  func maskGreyIsInNoMap(map: ColourMap) {
    for colour in map.table {
      #expect(OKLab(colour).distance(to: OKLab(.maskGrey)) > 0.04)
    }
  }

  @Test func coloursSurviveOKLab() {
    for number: UInt32 in [0x000000, 0xFFFFFF, 0x123456, 0xFEDCBA, 0x00FF00, 0xCC79A7] {
      #expect(OKLab(Colour(number)).colour == Colour(number))
    }
  }

  @Test func readableTextHasContrastOnEveryMapColour() {
    for map in ColourMap.allCases {
      for colour in map.table { #expect(colour.contrast(with: colour.readable) > 3.9) }
    }
  }
}
