internal import CCairo

/// A Cairo surface that scenes are drawn on.
package final class Canvas {
  /// The greatest width or height of a picture in device pixels that Cairo can draw.
  package static let greatestSide = 32_000

  /// The pixels under an image surface, freed after it.
  private let pixels: UnsafeMutablePointer<UInt32>?
  let surface: OpaquePointer
  let context: OpaquePointer

  /// A white image; `width` and `height` are in device pixels, `scale` device pixels a
  /// logical one.
  package static func image(width: Int, height: Int, scale: Double) throws -> Canvas {
    guard width > 0, height > 0, width <= greatestSide, height <= greatestSide else {
      throw FigureError.sizeNotDrawable(width: width, height: height)
    }
    let pixels = UnsafeMutablePointer<UInt32>.allocate(capacity: width * height)
    pixels.initialize(repeating: 0xFFFF_FFFF, count: width * height)
    let surface = UnsafeMutableRawPointer(pixels).withMemoryRebound(
      to: UInt8.self, capacity: width * height * 4
    ) {
      cairo_image_surface_create_for_data(
        $0, CAIRO_FORMAT_RGB24, Int32(width), Int32(height), Int32(width * 4))
    }
    let canvas = try Canvas(surface, owning: pixels)
    cairo_scale(canvas.context, scale, scale)
    return canvas
  }

  /// Takes over a surface and the pixels that it draws into.
  init(_ surface: OpaquePointer?, owning pixels: UnsafeMutablePointer<UInt32>? = nil) throws {
    self.pixels = pixels
    let status = cairo_surface_status(surface)
    guard let surface, status == CAIRO_STATUS_SUCCESS, let context = cairo_create(surface) else {
      pixels?.deallocate()
      throw FigureError.drawingFailed(String(cString: cairo_status_to_string(status)))
    }
    self.surface = surface
    self.context = context
    cairo_set_line_cap(context, CAIRO_LINE_CAP_BUTT)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_MITER)
    cairo_set_antialias(context, CAIRO_ANTIALIAS_GRAY)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
    pixels?.deallocate()
  }

  /// Draws every mark of a scene, then says whether Cairo met a failure.
  func draw(_ scene: Scene) throws {
    for mark in scene.marks { draw(mark) }
    cairo_surface_flush(surface)
    let status = cairo_status(context)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw FigureError.drawingFailed(String(cString: cairo_status_to_string(status)))
    }
  }

  /// Calls `body` with the image's pixels, rows of `0xXXRRGGBB`, and the row length in pixels.
  func withPixels<Result>(
    _ body: (UnsafePointer<UInt32>, _ rowLength: Int) throws -> Result
  ) throws -> Result {
    let stride = Int(cairo_image_surface_get_stride(surface))
    let height = Int(cairo_image_surface_get_height(surface))
    guard let data = cairo_image_surface_get_data(surface) else {
      throw FigureError.drawingFailed("the canvas has no pixels")
    }
    return try data.withMemoryRebound(to: UInt32.self, capacity: stride * height / 4) {
      try body(UnsafePointer($0), stride / 4)
    }
  }
}
