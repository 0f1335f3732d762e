// Numbers of the training's state, which have to come back to the last bit.
extension Checkpoint {
  /// Keeps a whole number exactly.
  package mutating func setState(_ value: UInt64, for key: String) {
    stateText[key] = String(value)
  }

  /// Keeps a whole number exactly.
  package mutating func setState(_ value: Int, for key: String) {
    stateText[key] = String(value)
  }

  /// Keeps a number exactly, with its sign if it is zero; not-a-number loses its payload.
  package mutating func setState(_ value: Double, for key: String) {
    stateText[key] = value.description
  }

  /// A whole number that was kept under a name.
  package func stateUnsigned(_ key: String) throws(CheckpointError) -> UInt64 {
    let text = try stateValue(key)
    guard let value = UInt64(text) else {
      throw .invalidState(key: key, value: text, expected: "a whole number without sign")
    }
    return value
  }

  /// A whole number that was kept under a name.
  package func stateInteger(_ key: String) throws(CheckpointError) -> Int {
    let text = try stateValue(key)
    guard let value = Int(text) else {
      throw .invalidState(key: key, value: text, expected: "a whole number")
    }
    return value
  }

  /// A number that was kept under a name.
  package func stateDouble(_ key: String) throws(CheckpointError) -> Double {
    let text = try stateValue(key)
    guard let value = NumberText.double(text) else {
      throw .invalidState(key: key, value: text, expected: "a number")
    }
    return value
  }

  private func stateValue(_ key: String) throws(CheckpointError) -> String {
    guard let text = stateText[key] else {
      throw .noSuchState(key: key, keys: stateText.keys.sorted(by: ByteOrder.precedes))
    }
    return text
  }
}
