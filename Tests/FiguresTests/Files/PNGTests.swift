import Figures
import Foundation
import LinearAlgebra
import Testing

struct PNGTests {
  private let provenance = Provenance(
    software: "Mesascope 0.1.0", command: "mesascope search --checkpoint a.safetensors",
    checkpoint: "0123456789abcdef", data: "fedcba9876543210",
    extra: [Provenance.Fact("site", "cell/hidden"), Provenance.Fact("note", "größer → ∞")])

  /// Rectangles of known colours at whole pixels.
  private var scene: Scene {
    var scene = Scene(size: Size(40, 30))
    for (index, colour) in Palette.categorical.enumerated() {
      scene.marks.append(
        .rectangle(Rect(Double(index) * 5, 10, 5, 10), fill: colour, stroke: nil))
    }
    return scene
  }

  @Test func pixelsReadBackAsDrawn() throws {
    let bytes = try FigureFile.png(scene, provenance: provenance)
    let picture = try PNGPicture(bytes: bytes, path: "memory")
    #expect(picture.width == 80 && picture.height == 60)
    for (index, colour) in Palette.categorical.enumerated() {
      #expect(picture.colour(row: 20, column: index * 10) == colour)
      #expect(picture.colour(row: 39, column: index * 10 + 9) == colour)
    }
    #expect(picture.colour(row: 19, column: 0) == .white)
    #expect(picture.colour(row: 40, column: 79) == .white)
  }

  @Test func textChunksReadBackAsWritten() throws {
    let bytes = try FigureFile.png(scene, provenance: provenance)
    let picture = try PNGPicture(bytes: bytes, path: "memory")
    #expect(picture.text == provenance.entries)
    #expect(picture.text("Mesascope:note") == "größer → ∞")
    #expect(picture.text("Software") == "Mesascope 0.1.0")
  }

  @Test(arguments: [
    "tEXt": "plain", "zTXt": String(repeating: "level ", count: 1000),
    "iTXt": "日本",
  ])
  func valuesTakeTheChunkThatFitsThem(kind: String, value: String) throws {
    let chunk = try PNGText.text(Provenance.Fact("Mesascope:x", value))
    #expect(String(decoding: chunk[4..<8], as: UTF8.self) == kind)
  }

  @Test func longUnicodeIsFoldedAndUnfolded() throws {
    var long = provenance
    long.extra = [Provenance.Fact("long", String(repeating: "é→", count: 5000))]
    let bytes = try FigureFile.png(scene, provenance: long)
    #expect(bytes.count < 4000)
    let picture = try PNGPicture(bytes: bytes, path: "memory")
    #expect(picture.text("Mesascope:long") == long.extra[0].value)
  }

  @Test(arguments: ["", " x", "x ", "a  b", "日本", "a\nb", String(repeating: "k", count: 80)])
  func badKeysAreRefused(key: String) {
    #expect(throws: FigureError.badTextKey(key)) {
      try PNGText.text(Provenance.Fact(key, "value"))
    }
  }

  @Test func sameChartGivesSameBytes() throws {
    let chart = Gallery.marked
    let first = try FigureFile.png(chart.scene(), provenance: provenance)
    let second = try FigureFile.png(chart.scene(), provenance: provenance)
    #expect(first == second)
  }

  @Test func sameBytesFromManyThreadsAtOnce() throws {
    let provenance = provenance
    let alone = try FigureFile.png(Gallery.marked.scene(), provenance: provenance)
    let together = try Parallel.tryMap(6) { _ in
      try FigureFile.png(Gallery.marked.scene(), provenance: provenance)
    }
    #expect(together.allSatisfy { $0 == alone })
  }

  @Test func manyColoursKeepEveryPixel() throws {
    var random = RandomStream(seed: 5)
    let pixels = (0..<100 * 90).map { _ in UInt32.random(in: 0...0xFF_FFFF, using: &random) }
    let bytes = try PNGEncoder.encode(pixels, width: 90, height: 100, rowLength: 90)
    let picture = try PNGPicture(bytes: bytes, path: "memory")
    for place in pixels.indices {
      #expect(picture.colour(row: place / 90, column: place % 90) == Colour(pixels[place]))
    }
  }

  @Test(arguments: ["triple", "heatmap-long-labels", "heatmap-marked"])
  func colourBarsKeepEveryColour(name: String) throws {
    let scene = try #require(Gallery.all.first { $0.name == name }).chart.scene()
    let picture = try PNGPicture(
      bytes: FigureFile.png(scene, provenance: provenance), path: "memory")
    for mark in scene.marks {
      guard case .raster(let raster) = mark, raster.columns == 1 else { continue }
      let column = Int(2 * raster.rect.centre.x)
      let height = 2 * raster.rect.height
      for (step, colour) in raster.colours.enumerated().dropFirst().dropLast() {
        let row = 2 * raster.rect.y + (Double(step) + 0.5) * height / Double(raster.rows)
        #expect(picture.colour(row: Int(row), column: column) == colour)
      }
    }
  }

  @Test func paletteKeepsAreasAndMovesRimsLittle() throws {
    // 200 colours of areas, and a ramp of 600 that occur once each.
    var pixels: [UInt32] = []
    for place in 0..<20_000 { pixels.append(UInt32(place / 10 % 200) << 16 | 0x4080) }
    for place in 0..<600 {
      let red = UInt32(place * 199 / 600)
      pixels.append(red << 16 | UInt32(0x4080 + place % 7))
    }
    let indexed = try #require(IndexedPixels(pixels, width: 100, height: 206, rowLength: 100))
    #expect(indexed.palette.count == 768)
    for place in pixels.indices {
      let start = Int(indexed.indices[place]) * 3
      let wanted = Colour(pixels[place])
      let red = abs(Int(wanted.red) - Int(indexed.palette[start]))
      let green = abs(Int(wanted.green) - Int(indexed.palette[start + 1]))
      let blue = abs(Int(wanted.blue) - Int(indexed.palette[start + 2]))
      let shift = max(red, green, blue)
      #expect(shift <= (place < 20_000 ? 0 : IndexedPixels.greatestShift))
    }
  }

  @Test func rowsLongerThanThePictureAreSkippedOver() throws {
    let pixels: [UInt32] = [0x112233, 0x445566, 0xAAAAAA, 0x778899, 0x000001, 0xAAAAAA]
    let bytes = try PNGEncoder.encode(pixels, width: 2, height: 2, rowLength: 3)
    let picture = try PNGPicture(bytes: bytes, path: "memory")
    #expect(picture.colour(row: 1, column: 0) == Colour(0x778899))
    #expect(picture.colour(row: 1, column: 1) == Colour(0x000001))
  }

  @Test func damagedFilesAreRefused() throws {
    let whole = try FigureFile.png(scene, provenance: provenance)
    var flipped = whole
    flipped[whole.count / 2] ^= 0x40
    for bytes in [[], Array("not a picture".utf8), Array(whole.dropLast(6)), flipped] {
      #expect(throws: FigureError.self) { try PNGPicture(bytes: bytes, path: "memory") }
    }
  }

  @Test func tooLargePicturesAreRefusedWithTheirSize() {
    #expect(throws: FigureError.sizeNotDrawable(width: 40_000, height: 10)) {
      try Canvas.image(width: 40_000, height: 10, scale: 1)
    }
  }
}
