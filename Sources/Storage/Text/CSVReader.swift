/// Cuts the text of a CSV file into rows of fields.
struct CSVReader {
  private let bytes: [UInt8]
  private let origin: String
  private var offset = 0
  private var line = 1

  init(text: String, origin: String) {
    bytes = Array(text.utf8)
    self.origin = origin
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { offset = 3 }
  }

  /// The next row that has anything on it with the line it starts on, nil at the end.
  mutating func next() throws(CSVError) -> (fields: [String], line: Int)? {
    while takeLineEnd() {}
    guard offset < bytes.count else { return nil }
    let start = line
    var fields: [String] = []
    while true {
      fields.append(try field())
      if offset < bytes.count, bytes[offset] == UInt8(ascii: ",") {
        offset += 1
        continue
      }
      _ = takeLineEnd()
      return (fields, start)
    }
  }

  private mutating func takeLineEnd() -> Bool {
    guard offset < bytes.count else { return false }
    if bytes[offset] == 0x0d, offset + 1 < bytes.count, bytes[offset + 1] == 0x0a {
      offset += 2
    } else if bytes[offset] == 0x0a || bytes[offset] == 0x0d {
      offset += 1
    } else {
      return false
    }
    line += 1
    return true
  }

  private mutating func field() throws(CSVError) -> String {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
      return try plainField()
    }
    let start = line
    offset += 1
    var content: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "\"") {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
          guard isFieldEnd else { throw .strayQuotation(path: origin, line: line) }
          return String(decoding: content, as: UTF8.self)
        }
        offset += 1
      } else if byte == 0x0a {
        line += 1
      }
      content.append(byte)
    }
    throw .openQuotation(path: origin, line: start)
  }

  private mutating func plainField() throws(CSVError) -> String {
    let start = offset
    while !isFieldEnd {
      if bytes[offset] == UInt8(ascii: "\"") { throw .strayQuotation(path: origin, line: line) }
      offset += 1
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private var isFieldEnd: Bool {
    guard offset < bytes.count else { return true }
    let byte = bytes[offset]
    return byte == UInt8(ascii: ",") || byte == 0x0a || byte == 0x0d
  }
}
