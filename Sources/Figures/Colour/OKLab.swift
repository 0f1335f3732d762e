internal import Foundation

/// A colour in OKLab, a space where equal distances look about equally far apart.
///
/// Source: Ottosson, *A perceptual color space for image processing*, 2020.
package struct OKLab: Sendable, Equatable {
  /// 0 is black and 1 is white.
  package var lightness: Double
  package var a: Double
  package var b: Double

  package init(lightness: Double, a: Double, b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  /// A colour by lightness, chroma and hue in degrees.
  package init(lightness: Double, chroma: Double, hue: Double) {
    let angle = hue * Double.pi / 180
    self.init(lightness: lightness, a: chroma * cos(angle), b: chroma * sin(angle))
  }

  package init(_ colour: Colour) {
    let red = Colour.linear(colour.red)
    let green = Colour.linear(colour.green)
    let blue = Colour.linear(colour.blue)
    let long = cbrt(0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue)
    let medium = cbrt(0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue)
    let short = cbrt(0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue)
    self.init(
      lightness: 0.210_454_255_3 * long + 0.793_617_785 * medium - 0.004_072_046_8 * short,
      a: 1.977_998_495_1 * long - 2.428_592_205 * medium + 0.450_593_709_9 * short,
      b: 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766 * short)
  }

  /// The nearest sRGB colour; channels outside of its gamut are cut.
  package var colour: Colour {
    func cube(_ value: Double) -> Double { value * value * value }
    let long = cube(lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b)
    let medium = cube(lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b)
    let short = cube(lightness - 0.089_484_177_5 * a - 1.291_485_548 * b)
    return Colour(
      red: Colour.channel(
        4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short),
      green: Colour.channel(
        -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short),
      blue: Colour.channel(
        -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701 * short))
  }

  /// The colour a share of the way to another one.
  package func mixed(with other: OKLab, share: Double) -> OKLab {
    OKLab(
      lightness: lightness + (other.lightness - lightness) * share,
      a: a + (other.a - a) * share, b: b + (other.b - b) * share)
  }

  /// The Euclidean distance to another colour; about 0.02 can just be told apart.
  package func distance(to other: OKLab) -> Double {
    let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
    return (dl * dl + da * da + db * db).squareRoot()
  }
}
