internal import CPNG
internal import Foundation

/// A PNG read back: its size, pixels and text chunks.
package struct PNGPicture: Sendable, Equatable {
  package let width: Int
  package let height: Int
  /// Row-major red, green, blue, alpha.
  package let pixels: [UInt8]
  /// The text chunks in file order; those of other types are left out.
  package let text: [Provenance.Fact]

  /// A picture of more pixels than this is refused.
  package static let greatestCount = 1 << 28

  /// Reads a file.
  ///
  /// - Throws: ``FigureError/cannotRead(path:reason:)`` or
  ///   ``FigureError/notAPicture(path:fact:)``.
  package init(path: String) throws {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw FigureError.cannotRead(path: path, reason: error.localizedDescription)
    }
    try self.init(bytes: Array(data), path: path)
  }

  /// Reads a file's bytes; `path` is for messages.
  package init(bytes: [UInt8], path: String) throws {
    text = try PNGPicture.text(bytes, path: path)
    let read = try PNGPicture.pixels(bytes, path: path)
    (width, height, pixels) = (read.width, read.height, read.pixels)
  }

  /// The pixels through libpng, which keeps the addresses of the file's bytes and of its own
  /// record from the first call to the last.
  private static func pixels(
    _ bytes: [UInt8], path: String
  ) throws -> (width: Int, height: Int, pixels: [UInt8]) {
    var record = png_image()
    record.version = 1
    return try withUnsafeMutablePointer(to: &record) { image in
      defer { png_image_free(image) }
      return try bytes.withUnsafeBytes { file in
        let failed = { FigureError.notAPicture(path: path, fact: message(image.pointee)) }
        guard png_image_begin_read_from_memory(image, file.baseAddress, file.count) != 0 else {
          throw failed()
        }
        let (width, height) = (Int(image.pointee.width), Int(image.pointee.height))
        guard width * height <= greatestCount else {
          throw FigureError.notAPicture(path: path, fact: "it says \(width) x \(height) pixels")
        }
        image.pointee.format = 3  // PNG_FORMAT_RGBA
        let count = width * height * 4
        var whole = false
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
          whole = png_image_finish_read(image, nil, buffer.baseAddress, 0, nil) != 0
          used = whole ? count : 0
        }
        guard whole else { throw failed() }
        return (width, height, pixels)
      }
    }
  }

  /// The colour of a pixel.
  package func colour(row: Int, column: Int) -> Colour {
    let place = (row * width + column) * 4
    return Colour(
      red: pixels[place], green: pixels[place + 1], blue: pixels[place + 2],
      alpha: pixels[place + 3])
  }

  /// The text under a key, the first where there are several.
  package func text(_ key: String) -> String? { text.first { $0.name == key }?.value }

  private static func message(_ image: png_image) -> String {
    withUnsafeBytes(of: image.message) { message in
      String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

extension PNGPicture {
  /// The text chunks of a file, each chunk's checksum tested.
  static func text(_ bytes: [UInt8], path: String) throws -> [Provenance.Fact] {
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    guard bytes.starts(with: signature) else {
      throw FigureError.notAPicture(path: path, fact: "it does not begin with the PNG signature")
    }
    func number(_ place: Int) -> Int {
      bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    var facts: [Provenance.Fact] = []
    var place = signature.count
    while true {
      guard place + 12 <= bytes.count, place + 12 + number(place) <= bytes.count else {
        throw FigureError.notAPicture(path: path, fact: "it ends inside a chunk")
      }
      let end = place + 8 + number(place)
      let type = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
      guard PNGText.checksum(Array(bytes[place + 4..<end])) == UInt32(number(end)) else {
        throw FigureError.notAPicture(path: path, fact: "the checksum of chunk \(type) is wrong")
      }
      if let fact = fact(type, Array(bytes[place + 8..<end])) { facts.append(fact) }
      if type == "IEND" { return facts }
      place = end + 4
    }
  }

  private static func fact(_ type: String, _ data: [UInt8]) -> Provenance.Fact? {
    guard ["tEXt", "zTXt", "iTXt"].contains(type), let stop = data.firstIndex(of: 0) else {
      return nil
    }
    let key = latin1(data[..<stop])
    let rest = data[(stop + 1)...]
    switch type {
    case "tEXt": return Provenance.Fact(key, latin1(rest))
    case "zTXt":
      return PNGText.unfolded(Array(rest.dropFirst())).map { Provenance.Fact(key, latin1($0[...])) }
    default:
      let fields = rest.dropFirst(2).split(
        separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
      guard rest.count >= 4, fields.count == 3 else { return nil }
      let body = rest.first == 1 ? PNGText.unfolded(Array(fields[2])) : Array(fields[2])
      return body.map { Provenance.Fact(key, String(decoding: $0, as: UTF8.self)) }
    }
  }

  private static func latin1(_ bytes: ArraySlice<UInt8>) -> String {
    String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}
