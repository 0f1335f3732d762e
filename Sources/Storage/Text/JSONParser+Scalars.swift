// Numbers and strings of the JSON parser.
extension JSONParser {
  mutating func number() throws(JSONError) -> JSON {
    let start = offset
    var isWhole = true
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") {
      isWhole = false
      try digits()
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if isWhole, let value = Int(text) {
      // "-0" is a number whose sign a whole number would lose.
      return text == "-0" ? .number(-0.0) : .integer(value)
    }
    guard !isWhole, let value = Double(text), value.isFinite else {
      throw .numberOutOfRange(offset: start, text: String(text.prefix(40)))
    }
    return .number(value)
  }

  private mutating func digits() throws(JSONError) {
    let start = offset
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
    guard offset > start else { throw failure("a digit") }
  }

  /// A string, from its opening quotation mark on.
  mutating func string() throws(JSONError) -> String {
    offset += 1
    let start = offset
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      offset += 1
    }
    if peek == UInt8(ascii: "\"") {
      defer { offset += 1 }
      return try text(bytes[start..<offset], start)
    }
    return try escapedString(from: start)
  }

  /// The rest of a string in which an escape was met, copied piece by piece.
  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var collected = [UInt8](bytes[start..<offset])
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\""):
        defer { offset += 1 }
        return try collected.withBytes { bytes throws(JSONError) in
          try text(bytes[...], start)
        }
      case UInt8(ascii: "\\"):
        offset += 1
        try escape(into: &collected)
      case ..<0x20:
        throw .unexpected(offset: offset, expected: "an escaped control character")
      default:
        collected.append(byte)
        offset += 1
      }
    }
    throw failure("a closing quotation mark")
  }

  private mutating func escape(into collected: inout [UInt8]) throws(JSONError) {
    guard let byte = peek else { throw failure("an escaped character") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): collected.append(byte)
    case UInt8(ascii: "b"): collected.append(0x08)
    case UInt8(ascii: "f"): collected.append(0x0c)
    case UInt8(ascii: "n"): collected.append(0x0a)
    case UInt8(ascii: "r"): collected.append(0x0d)
    case UInt8(ascii: "t"): collected.append(0x09)
    case UInt8(ascii: "u"): collected.append(contentsOf: String(try scalar()).utf8)
    default:
      offset -= 1
      throw failure("one of the escapes \" \\ / b f n r t u")
    }
  }

  /// The character of one `\u` escape, or of two that make a surrogate pair.
  private mutating func scalar() throws(JSONError) -> Character {
    let start = offset - 2
    var code = try fourDigits()
    if (0xd800..<0xdc00).contains(code), take("\\"), take("u") {
      let low = try fourDigits()
      guard (0xdc00..<0xe000).contains(low) else { throw .notText(offset: start) }
      code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw .notText(offset: start) }
    return Character(scalar)
  }

  private mutating func fourDigits() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      offset += 1
    }
    return code
  }

  private func text(
    _ bytes: Slice<UnsafeRawBufferPointer>, _ start: Int
  ) throws(JSONError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let invalid = TextFile.firstInvalidByte(in: UnsafeRawBufferPointer(rebasing: bytes)) ?? 0
      throw .notText(offset: start + invalid)
    }
    return text
  }
}
