internal import Foundation

/// An sRGB colour with eight bits a channel.
package struct Colour: Sendable, Hashable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8
  /// 255 is opaque.
  package var alpha: UInt8

  package init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// A colour by its number, for example `Colour(0x0072B2)`.
  package init(_ number: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: number >> 16), green: UInt8(truncatingIfNeeded: number >> 8),
      blue: UInt8(truncatingIfNeeded: number))
  }

  /// The same colour, seen through by the given share of opacity in `0...1`.
  package func opacity(_ share: Double) -> Colour {
    var copy = self
    copy.alpha = UInt8((min(max(share, 0), 1) * 255).rounded())
    return copy
  }

  /// The relative luminance of WCAG 2.1, in `0...1`, alpha left out.
  package var luminance: Double {
    0.2126 * Colour.linear(red) + 0.7152 * Colour.linear(green) + 0.0722 * Colour.linear(blue)
  }

  /// The WCAG 2.1 contrast ratio between two opaque colours, 1 to 21.
  package func contrast(with other: Colour) -> Double {
    let (first, second) = (luminance, other.luminance)
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  /// Ink or white, whichever is easier to read on this colour.
  package var readable: Colour {
    contrast(with: .ink) >= contrast(with: .white) ? .ink : .white
  }

  /// The colour as `0xAARRGGBB`, which is a pixel of an opaque Cairo image.
  package var packed: UInt32 {
    UInt32(alpha) << 24 | UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
  }

  /// One channel of sRGB as linear light in `0...1`.
  package static func linear(_ channel: UInt8) -> Double {
    let value = Double(channel) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  /// Linear light in `0...1` as one channel of sRGB; values outside are cut.
  package static func channel(_ linear: Double) -> UInt8 {
    let value = min(max(linear, 0), 1)
    let encoded = value <= 0.003_130_8 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
    return UInt8((encoded * 255).rounded())
  }
}

extension Colour {
  package static let white = Colour(0xFFFFFF)
  /// Text and axes.
  package static let ink = Colour(0x1F2328)
  /// Secondary text.
  package static let quietInk = Colour(0x57606A)
  /// Thin rules and grids.
  package static let rule = Colour(0xD8DEE4)
  /// Cells without a claim: below the smallest detectable effect, or void.
  package static let maskGrey = Colour(0xB9BDC2)
  /// The mark of values that are not finite; in none of the maps.
  package static let alarm = Colour(0xC2006B)
}
