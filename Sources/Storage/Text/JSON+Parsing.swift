extension JSON {
  /// Reads one value that fills the text, by the letter of RFC 8259: no comments, no trailing
  /// commas, no two members of one name, at most ``JSONParser/depthLimit`` levels.
  package init(parsing text: String) throws(JSONError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// As ``init(parsing:)-(String)`` for UTF-8 bytes.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    self = try bytes.withBytes { bytes throws(JSONError) in
      try JSON(parsing: bytes)
    }
  }

  /// As ``init(parsing:)-(String)`` for UTF-8 bytes, which are not copied.
  package init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.document()
  }
}

/// One pass over the bytes of a JSON text.
struct JSONParser {
  /// How deep lists and objects may be nested; deeper texts could exhaust the stack.
  static let depthLimit = 64

  let bytes: UnsafeRawBufferPointer
  var offset = 0

  init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSON {
    skipSpace()
    let value = try value(depth: 0)
    skipSpace()
    guard offset == bytes.count else {
      throw .unexpected(offset: offset, expected: "the end")
    }
    return value
  }

  private mutating func value(depth: Int) throws(JSONError) -> JSON {
    guard depth <= Self.depthLimit else { throw .tooDeep(offset: offset, limit: Self.depthLimit) }
    guard let first = peek else { throw failure("a value") }
    switch first {
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw failure("a value")
    }
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSON {
    offset += 1
    var members: [JSON.Member] = []
    var seen: Set<String> = []
    skipSpace()
    if take("}") { return .object([]) }
    while true {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw failure("a name in quotation marks") }
      let start = offset
      let name = try string()
      guard seen.insert(name).inserted else {
        throw .duplicateName(offset: start, name: name, depth: depth)
      }
      skipSpace()
      guard take(":") else { throw failure("':'") }
      skipSpace()
      members.append(.init(name, try value(depth: depth)))
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw failure("',' or '}'") }
    }
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSON {
    offset += 1
    var values: [JSON] = []
    skipSpace()
    if take("]") { return .array([]) }
    while true {
      skipSpace()
      values.append(try value(depth: depth))
      skipSpace()
      if take("]") { return .array(values) }
      guard take(",") else { throw failure("',' or ']'") }
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let start = offset
    for index in 0..<text.utf8CodeUnitCount {
      guard peek == text.utf8Start[index] else {
        offset = start
        throw failure("a value")
      }
      offset += 1
    }
    return value
  }

  // MARK: Bytes

  /// The byte at the current place, nil at the end.
  var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// Steps over a character if it is there.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      offset += 1
    }
  }

  func failure(_ expected: String) -> JSONError {
    offset < bytes.count
      ? .unexpected(offset: offset, expected: expected)
      : .endedEarly(offset: offset, expected: expected)
  }
}
