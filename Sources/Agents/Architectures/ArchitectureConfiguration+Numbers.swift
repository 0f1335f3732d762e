extension ArchitectureConfiguration {
  /// A number within bounds, or the default when the key is absent.
  package func number(
    _ key: String, default fallback: Float, in range: ClosedRange<Float>
  ) throws(ArchitectureError) -> Float {
    guard let text = entries[key] else { return fallback }
    guard let value = Float(text), range.contains(value) else {
      throw .badSetting(key: key, value: text, allowed: "a number in \(range)")
    }
    return value
  }
}
