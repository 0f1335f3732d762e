internal import CZlib

/// Text chunks of a PNG: made, put into a file's bytes, and read back.
///
/// Latin-1 values are `tEXt`, others `iTXt`; values of more than 1 KiB are compressed
/// (`zTXt`, or `iTXt` with its flag). Source: PNG specification, third edition, 11.3.3.
package enum PNGText {
  /// A text of more bytes than this is compressed.
  package static let longText = 1024
  /// A compressed text that unfolds to more bytes than this is refused.
  package static let unfoldedLimit = 16 << 20

  /// A file's bytes with one text chunk an entry, and the pixel density, after the header.
  ///
  /// - Parameter scale: device pixels a logical one; a logical pixel is 1/96 inch.
  static func inserting(
    _ entries: [Provenance.Fact], scale: Double, into png: [UInt8]
  ) throws -> [UInt8] {
    var added: [UInt8] = []
    let perMetre = UInt32((scale * 96 / 0.0254).rounded())
    added += chunk("pHYs", bigEndian(perMetre) + bigEndian(perMetre) + [1])
    for entry in entries { added += try text(entry) }
    let headerEnd = 8 + 12 + 13
    return Array(png[..<headerEnd]) + added + Array(png[headerEnd...])
  }

  /// One entry as a whole chunk.
  package static func text(_ entry: Provenance.Fact) throws -> [UInt8] {
    guard let key = latin1(entry.name), isKey(key) else {
      throw FigureError.badTextKey(entry.name)
    }
    let plain = latin1(entry.value)
    let bytes = plain ?? Array(entry.value.utf8)
    let packed = bytes.count > longText ? compressed(bytes) : nil
    if plain != nil {
      guard let packed else { return chunk("tEXt", key + [0] + bytes) }
      return chunk("zTXt", key + [0, 0] + packed)
    }
    // The flag and method of compression, then an empty language and translated key.
    return chunk("iTXt", key + [0, packed == nil ? 0 : 1, 0, 0, 0] + (packed ?? bytes))
  }

  /// A chunk: length, type, data and checksum.
  static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + body + bigEndian(checksum(body))
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
  }

  static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
  }

  /// A text in Latin-1, `nil` where a character has no place in it.
  static func latin1(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      let printable = (32...126).contains(scalar.value) || (161...255).contains(scalar.value)
      guard printable || scalar == "\n" else { return nil }
      bytes.append(UInt8(scalar.value))
    }
    return bytes
  }

  private static func isKey(_ key: [UInt8]) -> Bool {
    guard (1...79).contains(key.count), key.first != 32, key.last != 32 else { return false }
    return !key.contains(10) && !zip(key, key.dropFirst()).contains { $0 == 32 && $1 == 32 }
  }

  static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    var size = compressBound(UInt(bytes.count))
    let packed = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
      let status = compress2(buffer.baseAddress, &size, bytes, UInt(bytes.count), 9)
      count = status == Z_OK ? Int(size) : 0
    }
    return packed.isEmpty ? nil : packed
  }

  /// The unfolded bytes, `nil` where they are damaged or more than ``unfoldedLimit``.
  static func unfolded(_ bytes: [UInt8]) -> [UInt8]? {
    var capacity = max(4096, bytes.count * 8)
    while true {
      var status = Z_OK
      let plain = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        var size = UInt(capacity)
        status = uncompress(buffer.baseAddress, &size, bytes, UInt(bytes.count))
        count = status == Z_OK ? Int(size) : 0
      }
      if status == Z_OK { return plain }
      guard status == Z_BUF_ERROR, capacity < unfoldedLimit else { return nil }
      capacity = min(capacity * 4, unfoldedLimit)
    }
  }
}
