import LinearAlgebra

/// Reads the settings of a configuration one by one.
struct SettingReader {
  private let configuration: [String: String]

  /// - Parameters:
  ///   - name: what the `environment` entry has to be, where there is one.
  ///   - settings: the names that exist.
  /// - Throws: ``EnvironmentError`` for an unknown setting or another environment's name.
  init(
    _ configuration: [String: String], name: String, settings: [String]
  ) throws(EnvironmentError) {
    for key in configuration.keys.sorted() where !settings.contains(key) {
      throw .unknownSetting(name: key, near: NearNames.closest(to: key, among: settings))
    }
    self.configuration = configuration
    _ = try value("environment", allowed: name) { $0 == name ? true : nil }
  }

  /// A setting's value, nil where the configuration does not name it.
  ///
  /// - Throws: ``EnvironmentError/unreadable(setting:value:allowed:)`` where `read` gives nil.
  func value<Value>(
    _ setting: String, allowed: String, _ read: (String) -> Value?
  ) throws(EnvironmentError) -> Value? {
    guard let text = configuration[setting] else { return nil }
    guard let value = read(text) else {
      throw .unreadable(setting: setting, value: text, allowed: allowed)
    }
    return value
  }

  func whole(_ setting: String, into number: inout Int) throws(EnvironmentError) {
    number = try value(setting, allowed: "a whole number", Int.init) ?? number
  }

  func number(_ setting: String, into number: inout Double) throws(EnvironmentError) {
    number = try value(setting, allowed: "a number", Double.init) ?? number
  }

  func flag(_ setting: String, into flag: inout Bool) throws(EnvironmentError) {
    flag = try value(setting, allowed: "true or false", Bool.init) ?? flag
  }

  /// One of the cases of an enumeration, by its text.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ setting: String, into choice: inout Choice
  ) throws(EnvironmentError) where Choice.RawValue == String {
    let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    choice = try value(setting, allowed: names, Choice.init(rawValue:)) ?? choice
  }
}

extension EnvironmentError {
  /// - Throws: ``EnvironmentError/outOfRange(setting:value:allowed:)`` where the value is not in
  ///   the range, as is no number that is not a number.
  static func check<Value: Comparable>(
    _ setting: String, _ value: Value, in range: ClosedRange<Value>
  ) throws(EnvironmentError) {
    guard range.contains(value) else {
      throw .outOfRange(
        setting: setting, value: "\(value)",
        allowed: "\(range.lowerBound) to \(range.upperBound)")
    }
  }
}
