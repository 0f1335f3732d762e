/// Numbers as text that reads back to the same bits, whatever the locale.
package enum NumberText {
  /// The shortest digits that read back to the same number; whole numbers below 2^53 have no
  /// fraction. Not-a-number is `nan`, the infinities are `inf` and `-inf`.
  package static func text(_ value: Double) -> String { trimmed(value.description) }

  /// As ``text(_:)-(Double)``, with the digits that single precision needs.
  package static func text(_ value: Float) -> String { trimmed(value.description) }

  private static func trimmed(_ text: String) -> String {
    text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The number that a text stands for: decimal digits with an optional fraction and exponent,
  /// or `nan`, `inf`, `infinity` in any case with an optional sign. Nil for everything else,
  /// also for surrounding space and for hexadecimal digits.
  package static func double(_ text: some StringProtocol) -> Double? {
    let isDecimal = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    if isDecimal { return Double(String(text)) }
    switch text.lowercased() {
    case "nan", "+nan", "-nan": return .nan
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: return nil
    }
  }
}
