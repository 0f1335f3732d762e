internal import Foundation
internal import Statistics
internal import Storage

/// Numbers as people read them.
enum NumberFormat {
  /// A fixed number of digits, without a minus before zero.
  static func fixed(_ value: Double, _ digits: Int = 3) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : "\(value)" }
    let text = String(format: "%.\(digits)f", value)
    return Double(text) == 0 && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// A share in per cent.
  static func percent(_ share: Double, _ digits: Int = 1) -> String {
    share.isFinite ? fixed(100 * share, digits) + " %" : "undefined"
  }

  /// A share with its interval in per cent.
  static func percent(_ estimate: BootstrapEstimate) -> String {
    guard let interval = estimate.interval else { return percent(estimate.value) }
    return "\(percent(estimate.value)) (\(fixed(100 * interval.lower, 1)) to "
      + "\(fixed(100 * interval.upper, 1)))"
  }

  static func estimate(_ estimate: BootstrapEstimate, _ digits: Int = 3) -> String {
    guard let interval = estimate.interval else { return fixed(estimate.value, digits) }
    return "\(fixed(estimate.value, digits)) (\(fixed(interval.lower, digits)) to "
      + "\(fixed(interval.upper, digits)))"
  }
}

extension BootstrapEstimate {
  /// The value and its interval for programs.
  var json: JSON {
    .object([
      .init("value", .number(value)), .init("lower", interval.map { .number($0.lower) } ?? .null),
      .init("upper", interval.map { .number($0.upper) } ?? .null),
    ])
  }
}
