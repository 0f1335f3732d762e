internal import CPNG

/// Packs pixels as PNG through libpng.
///
/// A figure has few colours, so a palette of 256 is tried first: a third of the bytes to
/// compress. Pictures that it cannot hold are packed with three bytes a pixel.
package enum PNGEncoder {
  /// The bytes of a PNG file without text.
  ///
  /// - Parameters:
  ///   - pixels: rows of `0xXXRRGGBB`.
  ///   - rowLength: the distance from one row to the next, in pixels.
  package static func encode(
    _ pixels: UnsafePointer<UInt32>, width: Int, height: Int, rowLength: Int
  ) throws -> [UInt8] {
    if let indexed = IndexedPixels(pixels, width: width, height: height, rowLength: rowLength) {
      return try write(indexed.indices, bytesPerPixel: 1, width, height, palette: indexed.palette)
    }
    var bytes = [UInt8](repeating: 0, count: width * height * 3)
    bytes.withUnsafeMutableBufferPointer { target in
      var place = 0
      for row in 0..<height {
        let line = pixels + row * rowLength
        for column in 0..<width {
          let pixel = line[column]
          target[place] = UInt8(truncatingIfNeeded: pixel >> 16)
          target[place + 1] = UInt8(truncatingIfNeeded: pixel >> 8)
          target[place + 2] = UInt8(truncatingIfNeeded: pixel)
          place += 3
        }
      }
    }
    return try write(bytes, bytesPerPixel: 3, width, height, palette: nil)
  }

  private static func write(
    _ bytes: [UInt8], bytesPerPixel: Int, _ width: Int, _ height: Int, palette: [UInt8]?
  ) throws -> [UInt8] {
    var image = png_image()
    image.version = 1  // PNG_IMAGE_VERSION
    image.width = UInt32(width)
    image.height = UInt32(height)
    image.flags = 2  // PNG_IMAGE_FLAG_FAST: light compression, which flat figures do not miss
    image.format = 2  // PNG_FORMAT_RGB
    if let palette {
      image.format |= 8  // PNG_FORMAT_FLAG_COLORMAP
      image.colormap_entries = UInt32(palette.count / 3)
    }
    defer { png_image_free(&image) }
    // Deflate grows by at most 5 bytes in 16 KiB; the rest is chunks and the palette.
    let rows = height * (width * bytesPerPixel + 1)
    let capacity = rows + rows / 1000 + 4096
    var failure = ""
    let packed = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      var size = capacity
      let status = png_image_write_to_memory(
        &image, buffer.baseAddress, &size, 0, bytes, Int32(width * bytesPerPixel), palette)
      if status == 0 {
        failure = withUnsafeBytes(of: image.message) { message in
          String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
        }
      }
      count = status == 0 ? 0 : size
    }
    guard failure.isEmpty else { throw FigureError.encodingFailed(failure) }
    return packed
  }
}
