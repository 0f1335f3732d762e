/// How settings of more than one word are written, the same in every section of a run file.
package enum SettingText {
  /// Numbers with commas between them, as in `0, 0.1, 1`; nil for anything else.
  package static func list<Number: LosslessStringConvertible>(_ text: String) -> [Number]? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Number(String($0.drop { $0 == " " }))
    }
    let numbers = parts.compactMap { $0 }
    return numbers.count == parts.count && !numbers.isEmpty ? numbers : nil
  }

  /// A whole number or a range of them such as `0...2`; nil for anything else.
  package static func range(_ text: String) -> ClosedRange<Int>? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isRange = parts.count == 4 && parts[1].isEmpty && parts[2].isEmpty
    guard isRange || parts.count == 1, let low = Int(parts[0]),
      let high = Int(parts[parts.count - 1]), low <= high
    else { return nil }
    return low...high
  }

  /// A range as ``range(_:)`` reads it.
  package static func text(of range: ClosedRange<Int>) -> String {
    "\(range.lowerBound)...\(range.upperBound)"
  }
}
