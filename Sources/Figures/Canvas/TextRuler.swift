internal import CCairo
internal import Synchronization

/// Measures text in the face that the canvas draws with.
///
/// Advances are kept a character at a time for a size of 100 and scaled, which is what the
/// canvas does too: it draws without hinting and without kerning.
package enum TextRuler {
  private struct Key: Hashable {
    let scalar: Unicode.Scalar
    let bold: Bool
  }

  private static let known = Mutex<[Key: Double]>([:])

  /// The width of one line of text in logical pixels.
  package static func width(_ text: String, _ style: TextStyle) -> Double {
    let total = known.withLock { table in
      var sum = 0.0
      for scalar in text.unicodeScalars {
        let key = Key(scalar: scalar, bold: style.bold)
        if let advance = table[key] {
          sum += advance
        } else {
          let advance = measure(scalar, bold: style.bold)
          table[key] = advance
          sum += advance
        }
      }
      return sum
    }
    return total * style.size / 100
  }

  private static func measure(_ scalar: Unicode.Scalar, bold: Bool) -> Double {
    let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)
    let context = cairo_create(surface)
    defer {
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }
    CairoFont.select(context, TextStyle(100, bold: bold))
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, String(scalar), &extents)
    return extents.x_advance
  }
}

/// The one face of all figures, with settings that leave nothing to the machine.
enum CairoFont {
  static let family = "DejaVu Sans"

  static func select(_ context: OpaquePointer?, _ style: TextStyle) {
    cairo_select_font_face(
      context, family, CAIRO_FONT_SLANT_NORMAL,
      style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, style.size)
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
    cairo_font_options_destroy(options)
  }
}
