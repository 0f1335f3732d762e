/// Colours for kinds of things, told apart by readers with any colour vision.
package enum Palette {
  /// The eight colours of Okabe and Ito (2008), black last, yellow left for last but one
  /// because it is faint on white.
  package static let categorical: [Colour] = [
    Colour(0x0072B2), Colour(0xD55E00), Colour(0x009E73), Colour(0xCC79A7), Colour(0xE69F00),
    Colour(0x56B4E9), Colour(0xF0E442), Colour(0x000000),
  ]

  /// The colour of the nth kind; starts again after the eighth.
  package static func colour(_ index: Int) -> Colour {
    categorical[index % categorical.count]
  }
}
