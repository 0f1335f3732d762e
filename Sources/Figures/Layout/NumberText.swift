internal import Foundation

/// Numbers as a reader wants them on a page.
package enum NumberText {
  /// A number with a fixed count of decimals and a true minus sign; no negative zero.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return special(value) }
    let factor = pow(10, Double(decimals))
    let scaled = (abs(value) * factor).rounded()
    guard scaled < 1e15 else { return scientific(value, digits: 3) }
    let whole = Int(scaled)
    var text = String(whole)
    if decimals > 0 {
      if text.count <= decimals {
        text = String(repeating: "0", count: decimals + 1 - text.count) + text
      }
      let cut = text.index(text.endIndex, offsetBy: -decimals)
      text = text[..<cut] + "." + text[cut...]
    }
    return value < 0 && whole != 0 ? "−" + text : text
  }

  /// A number to about three significant digits.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return special(value) }
    let size = abs(value)
    if size == 0 { return "0" }
    if size >= 1e6 || size < 1e-4 { return scientific(value, digits: 3) }
    if size >= 1000 { return fixed(value, decimals: 0) }
    let decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : size >= 0.01 ? 3 : 5
    return fixed(value, decimals: decimals)
  }

  /// A number to about three significant digits without zeros at its end.
  package static func trimmed(_ value: Double) -> String {
    var text = short(value)
    guard text.contains("."), !text.contains("e") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// The decimals that show the largest of some numbers to two or three significant digits.
  static func decimals(_ values: [Double]) -> Int {
    let greatest = values.filter(\.isFinite).map { abs($0) }.max() ?? 0
    guard greatest > 0 else { return 2 }
    let exponent = Int(log10(greatest).rounded(.down))
    return exponent >= -1 ? max(0, 2 - max(exponent, 0)) : min(1 - exponent, 9)
  }

  /// A number as a mantissa and a power of ten, for example `1.5e−6`.
  package static func scientific(_ value: Double, digits: Int) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : special(value) }
    var exponent = Int(log10(abs(value)).rounded(.down))
    var mantissa = value / pow(10, Double(exponent))
    let factor = pow(10, Double(digits - 1))
    mantissa = (mantissa * factor).rounded() / factor
    if abs(mantissa) >= 10 {
      mantissa /= 10
      exponent += 1
    }
    var decimals = digits - 1
    while decimals > 0, fixed(mantissa, decimals: decimals).hasSuffix("0") { decimals -= 1 }
    return fixed(mantissa, decimals: decimals) + "e" + fixed(Double(exponent), decimals: 0)
  }

  private static func special(_ value: Double) -> String {
    value.isNaN ? "not a number" : value < 0 ? "−∞" : "∞"
  }
}
