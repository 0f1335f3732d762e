/// A sample of a mark and what it means.
struct KeyEntry {
  let sample: Scene
  let text: String

  static let sampleHeight = 14.0

  /// An entry whose sample is drawn into a rectangle of the given width and ``sampleHeight``.
  init(_ text: String, width: Double = 18, _ draw: (inout Scene, Rect) -> Void) {
    self.text = text
    var scene = Scene(size: Size(width, KeyEntry.sampleHeight))
    draw(&scene, Rect(0, 0, width, KeyEntry.sampleHeight))
    sample = scene
  }

  /// Entries in lines from left to right.
  static func flow(_ entries: [KeyEntry], width: Double) -> Scene {
    var scene = Scene()
    var (x, y, lineHeight) = (0.0, 0.0, 0.0)
    for entry in entries {
      let piece = entry.scene(width: width)
      if x > 0 && x + piece.size.width > width {
        x = 0
        y += lineHeight + 5
        lineHeight = 0
      }
      scene.place(piece, at: Point(x, y))
      x += piece.size.width + 20
      lineHeight = max(lineHeight, piece.size.height)
    }
    return named(scene)
  }

  /// Entries under each other, their text wrapped to a width.
  static func column(_ entries: [KeyEntry], width: Double) -> Scene {
    var scene = Scene()
    for entry in entries {
      let y = scene.size.height == 0 ? 0 : scene.size.height + 6
      scene.place(entry.scene(width: width), at: Point(0, y))
    }
    return named(scene)
  }

  private static func named(_ scene: Scene) -> Scene {
    guard scene.size.height > 0 else { return scene }
    var scene = scene
    scene.regions.append(
      Scene.Region("key", Rect(0, 0, scene.size.width, scene.size.height)))
    return scene
  }

  private func scene(width: Double) -> Scene {
    let gap = 6.0
    let label = Scene.paragraph(
      text, .caption, width: max(60, width - sample.size.width - gap))
    var scene = Scene()
    let height = TextStyle.caption.height
    scene.place(sample, at: Point(0, max(0, (height - KeyEntry.sampleHeight) / 2)))
    scene.place(
      label, at: Point(sample.size.width + gap, max(0, (KeyEntry.sampleHeight - height) / 2)))
    return scene
  }
}
