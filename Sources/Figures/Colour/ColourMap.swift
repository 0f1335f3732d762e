/// A row of colours for numbers, safe for colour-blind readers.
package enum ColourMap: String, Sendable, CaseIterable {
  /// Dark violet over green to yellow, ever lighter: quantities without a sign.
  case sequential
  /// Blue over near-white to orange, the same lightness at both sides: quantities about zero.
  case diverging

  /// The number of colours of a map: neighbours cannot be told apart, and a figure with both
  /// maps keeps to one palette of 256.
  package static let steps = 97

  /// The colour at a place in `0...1`; places outside take the ends.
  package func colour(_ position: Double) -> Colour {
    let last = ColourMap.steps - 1
    let place = min(max(position, 0), 1) * Double(last)
    return table[Int(place.rounded())]
  }

  /// All colours from 0 to 1.
  package var table: [Colour] {
    switch self {
    case .sequential: ColourMap.sequentialTable
    case .diverging: ColourMap.divergingTable
    }
  }

  // Anchor colours of the viridis map (Smith and van der Walt, 2015, public domain), at
  // equal distances, joined in OKLab.
  private static let sequentialTable: [Colour] = {
    let anchors: [UInt32] = [
      0x440154, 0x482475, 0x414487, 0x355F8D, 0x2A788E, 0x21918C, 0x22A884, 0x44BF70, 0x7AD151,
      0xBDDF26, 0xFDE725,
    ]
    let places = anchors.map { OKLab(Colour($0)) }
    return (0..<steps).map { step in
      let place = Double(step) / Double(steps - 1) * Double(places.count - 1)
      let index = min(Int(place), places.count - 2)
      return places[index].mixed(with: places[index + 1], share: place - Double(index)).colour
    }
  }()

  // Both sides have the same lightness and chroma, and differ in hue alone, so that equal
  // numbers of either sign look equally strong.
  private static let divergingTable: [Colour] = {
    let middle = (steps - 1) / 2
    return (0..<steps).map { step in
      let strength = Double(abs(step - middle)) / Double(middle)
      let rest = 1 - strength
      return OKLab(
        lightness: 0.965 - 0.5 * strength, chroma: 0.118 * (1 - rest * rest),
        hue: step < middle ? 258 : 52
      ).colour
    }
  }()
}
