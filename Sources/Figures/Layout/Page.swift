/// A whole figure: title and subtitle over the data, key and caption under it.
enum Page {
  static let margin = 16.0

  /// - Parameter key: samples with their meaning, wrapped to the page's width.
  static func composed(
    title: String, subtitle: String, caption: String, body: Scene, key: [KeyEntry] = []
  ) -> Scene {
    let width = max(body.size.width, 400)
    var page = Scene()
    var y = margin
    func stack(_ piece: Scene, gap: Double) {
      guard piece.size.height > 0 else { return }
      page.place(piece, at: Point(margin, y))
      y += piece.size.height + gap
    }
    stack(Scene.paragraph(title, .title, width: width), gap: 5)
    stack(Scene.paragraph(subtitle, .subtitle, width: width, colour: .quietInk), gap: 5)
    if y > margin { y += 7 }
    stack(body, gap: 12)
    stack(KeyEntry.flow(key, width: width), gap: 10)
    stack(Scene.paragraph(caption, .caption, width: width, colour: .quietInk), gap: 4)
    page.size = Size((page.size.width + margin).rounded(.up), (y + margin - 4).rounded(.up))
    return page
  }
}
