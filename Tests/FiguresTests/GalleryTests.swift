import Figures
import Foundation
import Testing

struct GalleryTests {
  static let folder = ProcessInfo.processInfo.environment["MESASCOPE_GALLERY"]

  /// Writes every chart of the gallery to a folder, for looking at: set MESASCOPE_GALLERY.
  @Test(
    .enabled(if: folder != nil, "pictures to look at, drawn where MESASCOPE_GALLERY says"),
    arguments: Gallery.all)
  func galleryIsDrawn(entry: Gallery.Entry) throws {
    let folder = try #require(GalleryTests.folder)
    let provenance = Provenance(software: "Mesascope", command: "gallery")
    for ending in ["png", "pdf", "svg"] {
      let path = "\(folder)/\(entry.name).\(ending)"
      let file = try Gallery.write(entry.chart, to: path, provenance)
      #expect(FileManager.default.fileExists(atPath: file.table))
    }
  }

  /// Writes a report beside the charts.
  @Test(.enabled(if: folder != nil, "a page to look at, written where MESASCOPE_GALLERY says"))
  func reportIsWritten() throws {
    let folder = try #require(GalleryTests.folder)
    try Gallery.report.write(to: "\(folder)/index.html")
    #expect(FileManager.default.fileExists(atPath: "\(folder)/index.html"))
  }
}

extension Gallery {
  static func write(
    _ chart: some Chart, to path: String, _ provenance: Provenance
  ) throws -> FigureFile {
    try FigureFile.write(chart, to: path, provenance: provenance)
  }
}
