internal import CCairo

extension Canvas {
  func draw(_ mark: Mark) {
    switch mark {
    case .rectangle(let rect, let fill, let stroke):
      cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
      paint(fill, stroke)
    case .path(let points, let closed, let fill, let stroke):
      guard let first = points.first else { return }
      cairo_move_to(context, first.x, first.y)
      for point in points.dropFirst() { cairo_line_to(context, point.x, point.y) }
      if closed { cairo_close_path(context) }
      paint(fill, stroke)
    case .circle(let centre, let radius, let fill, let stroke):
      cairo_new_sub_path(context)
      cairo_arc(context, centre.x, centre.y, radius, 0, 2 * Double.pi)
      paint(fill, stroke)
    case .text(let text): draw(text)
    case .raster(let raster): draw(raster)
    case .hatching(let rect, let colour, let spacing): hatch(rect, colour, spacing)
    }
  }

  private func paint(_ fill: Colour?, _ stroke: Stroke?) {
    if let fill {
      setSource(fill)
      cairo_fill_preserve(context)
    }
    if let stroke {
      setSource(stroke.colour)
      cairo_set_line_width(context, stroke.width)
      cairo_set_dash(context, stroke.dashes, Int32(stroke.dashes.count), 0)
      cairo_stroke_preserve(context)
    }
    cairo_new_path(context)
  }

  private func setSource(_ colour: Colour) {
    cairo_set_source_rgba(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255,
      Double(colour.alpha) / 255)
  }

  private func draw(_ text: TextMark) {
    CairoFont.select(context, text.style)
    setSource(text.colour)
    cairo_save(context)
    cairo_translate(context, text.origin.x, text.origin.y)
    if text.upward { cairo_rotate(context, -Double.pi / 2) }
    cairo_move_to(context, 0, 0)
    cairo_show_text(context, text.text)
    cairo_restore(context)
    cairo_new_path(context)
  }

  private func hatch(_ rect: Rect, _ colour: Colour, _ spacing: Double) {
    cairo_save(context)
    cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
    cairo_clip(context)
    setSource(colour)
    cairo_set_line_width(context, spacing * 0.36)
    cairo_set_dash(context, nil, 0, 0)
    var start = rect.x - rect.height + spacing / 2
    while start < rect.right {
      cairo_move_to(context, start, rect.bottom)
      cairo_line_to(context, start + rect.height, rect.y)
      start += spacing
    }
    cairo_stroke(context)
    cairo_restore(context)
  }

  private func draw(_ raster: RasterMark) {
    let image = cairo_image_surface_create(
      CAIRO_FORMAT_ARGB32, Int32(raster.columns), Int32(raster.rows))
    defer { cairo_surface_destroy(image) }
    guard let data = cairo_image_surface_get_data(image) else { return }
    let stride = Int(cairo_image_surface_get_stride(image)) / 4
    data.withMemoryRebound(to: UInt32.self, capacity: stride * raster.rows) { pixels in
      for row in 0..<raster.rows {
        for column in 0..<raster.columns {
          pixels[row * stride + column] = raster.colours[row * raster.columns + column].packed
        }
      }
    }
    cairo_surface_mark_dirty(image)
    cairo_save(context)
    cairo_rectangle(context, raster.rect.x, raster.rect.y, raster.rect.width, raster.rect.height)
    cairo_clip(context)
    cairo_translate(context, raster.rect.x, raster.rect.y)
    cairo_scale(
      context, raster.rect.width / Double(raster.columns),
      raster.rect.height / Double(raster.rows))
    cairo_set_source_surface(context, image, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
    cairo_paint(context)
    cairo_restore(context)
  }
}
