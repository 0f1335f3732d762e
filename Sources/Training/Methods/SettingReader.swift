import Environments

/// Reads words and numbers of a run file's section, and says what is wrong with them.
package struct SettingReader: Sendable {
  private let given: [String: String]

  package init(_ given: [String: String]) { self.given = given }

  /// A whole number within bounds, or the present value when the key is absent.
  package func whole(
    _ key: String, _ current: Int, in range: ClosedRange<Int>
  ) throws(TrainingError) -> Int {
    guard let text = given[key] else { return current }
    guard let value = Int(text), range.contains(value) else {
      throw .badValue(key: key, value: text, allowed: "a whole number in \(range)")
    }
    return value
  }

  /// A number within bounds, or the present value when the key is absent.
  package func number(
    _ key: String, _ current: Double, in range: ClosedRange<Double>
  ) throws(TrainingError) -> Double {
    guard let text = given[key] else { return current }
    guard let value = Double(text), range.contains(value) else {
      throw .badValue(key: key, value: text, allowed: "a number in \(range)")
    }
    return value
  }

  /// `true` or `false`, or the present value when the key is absent.
  package func flag(_ key: String, _ current: Bool) throws(TrainingError) -> Bool {
    guard let text = given[key] else { return current }
    guard let value = Bool(text) else {
      throw .badValue(key: key, value: text, allowed: "true or false")
    }
    return value
  }

  /// One of a few words, or the present one when the key is absent.
  package func word(
    _ key: String, _ current: String, of allowed: [String]
  ) throws(TrainingError) -> String {
    guard let text = given[key] else { return current }
    guard allowed.contains(text) else {
      throw .badValue(
        key: key, value: text, allowed: "one of \(allowed.joined(separator: ", "))")
    }
    return text
  }

  /// A whole number, or a range of them such as `4...12`.
  package func range(
    _ key: String, _ current: ClosedRange<Int>, in allowed: ClosedRange<Int>
  ) throws(TrainingError) -> ClosedRange<Int> {
    guard let text = given[key] else { return current }
    guard let range = SettingText.range(text), allowed.contains(range.lowerBound),
      allowed.contains(range.upperBound)
    else {
      throw .badValue(
        key: key, value: text,
        allowed: "a whole number in \(allowed), or a range of them such as 4...12")
    }
    return range
  }
}
