import Figures

/// What readers with other colour vision see, for tests of palettes.
enum ColourVision {
  /// Deuteranopia by the matrix of Machado, Oliveira and Fernandes (2009), severity 1, on
  /// linear light.
  static func deuteranopia(_ colour: Colour) -> OKLab {
    seen(
      colour,
      [
        0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881,
      ])
  }

  /// Protanopia by the same source.
  static func protanopia(_ colour: Colour) -> OKLab {
    seen(
      colour,
      [
        0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
      ])
  }

  private static func seen(_ colour: Colour, _ matrix: [Double]) -> OKLab {
    let light = [colour.red, colour.green, colour.blue].map { Colour.linear($0) }
    let rows = (0..<3).map { row in
      (0..<3).reduce(0.0) { $0 + matrix[row * 3 + $1] * light[$1] }
    }
    return OKLab(
      Colour(
        red: Colour.channel(rows[0]), green: Colour.channel(rows[1]),
        blue: Colour.channel(rows[2])))
  }
}
