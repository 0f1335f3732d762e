internal import CCairo

/// Scenes as PDF and SVG through Cairo's vector surfaces.
enum VectorFile {
  private final class Sink {
    var bytes: [UInt8] = []
  }

  /// The bytes of a document with one page; 1 logical pixel is 1/96 inch.
  static func bytes(
    _ scene: Scene, pdf: Bool, title: String, _ provenance: Provenance
  ) throws -> [UInt8] {
    let sink = Sink()
    let receive: cairo_write_func_t = { closure, data, length in
      guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
      let sink = Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
      sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
      return CAIRO_STATUS_SUCCESS
    }
    let closure = Unmanaged.passUnretained(sink).toOpaque()
    let points = 72.0 / 96
    let (width, height) = (scene.size.width * points, scene.size.height * points)
    let surface =
      pdf
      ? cairo_pdf_surface_create_for_stream(receive, closure, width, height)
      : cairo_svg_surface_create_for_stream(receive, closure, width, height)
    let canvas = try Canvas(surface)
    if pdf { describe(canvas.surface, title, provenance) }
    cairo_scale(canvas.context, points, points)
    try canvas.draw(
      Scene(
        size: scene.size,
        marks: [
          .rectangle(
            Rect(0, 0, scene.size.width, scene.size.height), fill: .white, stroke: nil)
        ] + scene.marks))
    cairo_surface_finish(canvas.surface)
    let status = cairo_surface_status(canvas.surface)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw FigureError.drawingFailed(String(cString: cairo_status_to_string(status)))
    }
    return pdf ? sink.bytes : described(sink.bytes, title, provenance)
  }

  private static func describe(
    _ surface: OpaquePointer, _ title: String, _ provenance: Provenance
  ) {
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, provenance.software)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, facts(provenance))
    // The time of drawing would make every file differ.
    cairo_pdf_surface_set_metadata(
      surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
  }

  private static func facts(_ provenance: Provenance) -> String {
    provenance.entries.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
  }

  /// The SVG with its title and provenance right after the opening tag.
  private static func described(
    _ svg: [UInt8], _ title: String, _ provenance: Provenance
  ) -> [UInt8] {
    let text = String(decoding: svg, as: UTF8.self)
    guard let tag = text.firstRange(of: "<svg"),
      let end = text[tag.upperBound...].firstIndex(of: ">")
    else { return svg }
    let start = text.index(after: end)
    let added =
      "\n<title>\(HTML.escaped(title))</title>\n<desc>\(HTML.escaped(facts(provenance)))</desc>"
    return Array((text[..<start] + added + text[start...]).utf8)
  }
}
