import Figures
import Foundation
import LinearAlgebra
import Testing

struct FigureFileTests {
  private let provenance = Provenance(software: "Mesascope", command: "mesascope demo")

  private func folder() throws -> String {
    let path = NSTemporaryDirectory() + "mesascope-figures-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  @Test(arguments: ["png", "pdf", "svg"])
  func pictureAndTableAreWrittenAndNothingElse(ending: String) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = try FigureFile.write(
      Gallery.marked, to: "\(folder)/deep/map.\(ending)", provenance: provenance)
    let found = try FileManager.default.contentsOfDirectory(atPath: folder + "/deep").sorted()
    #expect(found == ["map.csv", "map.\(ending)"].sorted())
    #expect(file.table == "\(folder)/deep/map.csv")
    let text = try String(contentsOfFile: file.table, encoding: .utf8)
    #expect(text == Gallery.marked.table().csv)
  }

  @Test func vectorFilesCarryTheirProvenance() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FigureFile.write(Gallery.marked, to: folder + "/a.svg", provenance: provenance)
    let svg = try String(contentsOfFile: folder + "/a.svg", encoding: .utf8)
    #expect(svg.contains("<desc>Software: Mesascope\nMesascope:command: mesascope demo</desc>"))
    try FigureFile.write(Gallery.marked, to: folder + "/a.pdf", provenance: provenance)
    let pdf = try Data(contentsOf: URL(fileURLWithPath: folder + "/a.pdf"))
    #expect(pdf.starts(with: Array("%PDF-".utf8)))
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
    let path = folder + "/file/map.png"
    let error = #expect(throws: FigureError.self) {
      try FigureFile.write(Gallery.marked, to: path, provenance: provenance)
    }
    let sentence = try #require(error?.description)
    #expect(sentence.contains("\"\(path)\""))
    #expect(sentence.contains("is a file, not a folder"))
    #expect(sentence.contains("Choose an output folder"))
  }

  @Test func aNameThatIsAFolderLeavesNothingBehind() throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let taken = folder + "/map.png"
    try FileManager.default.createDirectory(
      atPath: taken + "/inside", withIntermediateDirectories: true)
    #expect(throws: FigureError.self) {
      try FigureFile.write(Gallery.marked, to: taken, provenance: provenance)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["map.png"])
  }

  @Test(arguments: ["map", "map.jpg", "map.png/", ".gitignore"])
  func unknownEndingsAreRefused(path: String) {
    #expect(throws: FigureError.unknownFormat(path: path)) {
      try FigureFile.write(Gallery.marked, to: path, provenance: provenance)
    }
  }

  @Test func missingFilesAreNamed() {
    let error = #expect(throws: FigureError.self) { try PNGPicture(path: "/no/such/map.png") }
    #expect(error?.description.contains("\"/no/such/map.png\"") == true)
  }
}
