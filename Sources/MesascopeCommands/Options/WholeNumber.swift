/// Reads the whole numbers of options.
enum WholeNumber {
  /// A text that is no whole number, or one that no machine word holds.
  struct Refusal: Error, Equatable, CustomStringConvertible {
    let description: String
  }

  /// Reads whole numbers, also negative ones: what is outside of the range is refused by the checks
  /// of the command, which know why.
  ///
  /// - Parameter range: what a refusal says is allowed.
  static func within<Number: FixedWidthInteger & Sendable>(
    _ range: ClosedRange<Number>
  ) -> @Sendable (String) throws -> Number {
    { text in
      guard let number = Number(text) else {
        throw Refusal(
          description: "it must be a whole number, \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }

  /// Reads a seed: any number of 64 bits.
  static let seed = within(UInt64.min...UInt64.max)
}
