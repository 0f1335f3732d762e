internal import CCairo
internal import CPNG
internal import CZlib

/// What the libraries that figures stand on are, for people.
package enum FigureLibraries {
  package static var cairo: String {
    cairo_version_string().map { String(cString: $0) } ?? "unknown"
  }

  package static var png: String {
    png_get_header_ver(nil).map { String(cString: $0) } ?? "unknown"
  }

  package static var zlib: String { zlibVersion().map { String(cString: $0) } ?? "unknown" }

  /// Whether the typeface of figures has shapes: without any font, text has no ink.
  package static var hasLettering: Bool {
    guard let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 64, 32),
      let context = cairo_create(surface)
    else { return false }
    defer {
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }
    cairo_select_font_face(
      context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, 20)
    cairo_move_to(context, 2, 26)
    cairo_show_text(context, "mesa")
    cairo_surface_flush(surface)
    guard let pixels = cairo_image_surface_get_data(surface) else { return false }
    let count = Int(cairo_image_surface_get_stride(surface)) * 32
    return (0..<count).contains { pixels[$0] != 0 }
  }
}
