/// The checked header of a safetensors file.
///
/// The format: eight bytes with the header's length `N` (unsigned, little end first), `N` bytes
/// of JSON, then the tensors' bytes with nothing between, before or after them. The JSON object
/// has for each tensor `{"dtype": ..., "shape": [...], "data_offsets": [start, end]}`, and
/// optionally `__metadata__` with texts. Source: the format's description at
/// github.com/huggingface/safetensors.
///
/// Nothing in the file is believed: every number is checked against the file's own length before
/// it is used, and products against overflow.
struct SafetensorsHeader {
  /// The longest header that is read: that of the format's own reader.
  static let limit = 100_000_000

  let metadata: [String: String]
  /// In the order of their bytes.
  let entries: [SafetensorsEntry]
  /// Where the tensors' bytes begin in the file.
  let dataStart: Int

  /// Reads the header at the start of a file's bytes; `path` is the name used in errors.
  init(file bytes: UnsafeRawBufferPointer, path: String) throws(SafetensorsError) {
    let text = try Self.text(of: bytes, path: path)
    dataStart = 8 + text.count
    let dataBytes = bytes.count - dataStart
    let members = try Self.members(text, path: path)
    metadata = try Self.metadata(members, path: path)
    var entries: [SafetensorsEntry] = []
    for member in members where member.name != Self.metadataName {
      let fields = SafetensorsFields(path: path, tensor: member.name)
      entries.append(try fields.entry(member.value, dataBytes: dataBytes))
    }
    entries.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    try Self.checkLayout(entries, dataBytes: dataBytes, path: path)
    self.entries = entries
  }

  static let metadataName = "__metadata__"

  /// The bytes of the JSON text, all of which are in the file.
  private static func text(
    of bytes: UnsafeRawBufferPointer, path: String
  ) throws(SafetensorsError) -> UnsafeRawBufferPointer {
    if let format = OtherFormat.recognise(bytes) {
      throw .otherFormat(path: path, format: format)
    }
    guard bytes.count >= 8 else { throw .fileTooShort(path: path, bytes: bytes.count) }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(limit) else {
      throw .headerTooLong(path: path, bytes: length, limit: limit)
    }
    let count = Int(length)
    guard count <= bytes.count - 8 else {
      throw .headerBeyondEnd(path: path, headerBytes: count, fileBytes: bytes.count)
    }
    return UnsafeRawBufferPointer(rebasing: bytes[8..<8 + count])
  }

  private static func members(
    _ text: UnsafeRawBufferPointer, path: String
  ) throws(SafetensorsError) -> [JSON.Member] {
    guard text.first == UInt8(ascii: "{") else { throw .headerNotAnObject(path: path) }
    do {
      guard case .object(let members) = try JSON(parsing: text) else {
        throw SafetensorsError.headerNotAnObject(path: path)
      }
      return members
    } catch let problem as JSONError {
      switch problem {
      case .notText(let offset): throw .headerNotText(path: path, offset: offset)
      case .duplicateName(_, let name, 1): throw .duplicateTensor(path: path, tensor: name)
      default: throw .headerNotJSON(path: path, problem: problem)
      }
    } catch {
      throw .headerNotAnObject(path: path)
    }
  }

  private static func metadata(
    _ members: [JSON.Member], path: String
  ) throws(SafetensorsError) -> [String: String] {
    guard let value = members.first(where: { $0.name == metadataName })?.value else { return [:] }
    guard case .object(let pairs) = value else { throw .metadataNotText(path: path, key: "") }
    var metadata: [String: String] = [:]
    for pair in pairs {
      guard let text = pair.value.string else {
        throw .metadataNotText(path: path, key: pair.name)
      }
      metadata[pair.name] = text
    }
    return metadata
  }

  /// Makes sure that the tensors, in the order of their bytes, fill the data exactly.
  private static func checkLayout(
    _ entries: [SafetensorsEntry], dataBytes: Int, path: String
  ) throws(SafetensorsError) {
    var end = 0
    var last = ""
    for entry in entries {
      let start = entry.range.lowerBound
      if start > end {
        throw .hole(path: path, tensor: entry.name, start: start, expectedStart: end)
      }
      if start < end {
        throw .overlap(path: path, tensor: entry.name, other: last, start: start, otherEnd: end)
      }
      end = entry.range.upperBound
      last = entry.name
    }
    guard end == dataBytes else { throw .trailingBytes(path: path, bytes: dataBytes - end) }
  }
}
