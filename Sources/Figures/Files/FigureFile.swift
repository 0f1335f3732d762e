/// Draws charts into files, with their numbers as CSV beside.
package struct FigureFile: Sendable {
  /// Where the picture is.
  package let image: String
  /// Where its numbers are: the same name, ending in `.csv`.
  package let table: String
  /// The picture's size in logical pixels.
  package let size: Size

  /// The resolution of PNG pictures, device pixels a logical one.
  package static let defaultScale = 2.0

  /// Draws a chart to `.png`, `.pdf` or `.svg`, chosen by the ending, and writes its table.
  ///
  /// The same chart and provenance give the same PNG bytes. Both files are written under
  /// temporary names and renamed. A PNG too large to draw at `scale` is drawn at a smaller
  /// one.
  /// - Throws: ``FigureError``.
  @discardableResult
  package static func write(
    _ chart: some Chart, to path: String, provenance: Provenance,
    scale: Double = defaultScale
  ) throws -> FigureFile {
    let ending = FigureFile.ending(path)
    guard ["png", "pdf", "svg"].contains(ending) else {
      throw FigureError.unknownFormat(path: path)
    }
    let scene = chart.scene()
    let bytes =
      ending == "png"
      ? try png(scene, provenance: provenance, scale: scale)
      : try VectorFile.bytes(scene, pdf: ending == "pdf", title: chart.title, provenance)
    let table = String(path.dropLast(3)) + "csv"
    try WholeFile.write(bytes, to: path)
    try WholeFile.write(Array(chart.table().csv.utf8), to: table)
    return FigureFile(image: path, table: table, size: scene.size)
  }

  /// A scene as the bytes of a PNG file with its provenance.
  package static func png(
    _ scene: Scene, provenance: Provenance, scale: Double = defaultScale
  ) throws -> [UInt8] {
    let side = max(scene.size.width, scene.size.height)
    let scale = min(scale, Double(Canvas.greatestSide) / max(side, 1))
    let width = Int((scene.size.width * scale).rounded(.up))
    let height = Int((scene.size.height * scale).rounded(.up))
    let canvas = try Canvas.image(width: width, height: height, scale: scale)
    try canvas.draw(scene)
    let plain = try canvas.withPixels { pixels, rowLength in
      try PNGEncoder.encode(pixels, width: width, height: height, rowLength: rowLength)
    }
    return try PNGText.inserting(provenance.entries, scale: scale, into: plain)
  }

  private static func ending(_ path: String) -> String {
    guard let dot = path.lastIndex(of: ".") else { return "" }
    return path[path.index(after: dot)...].lowercased()
  }
}
