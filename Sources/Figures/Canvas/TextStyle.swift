/// The size and weight of a text; the face is DejaVu Sans.
package struct TextStyle: Sendable, Hashable {
  /// The em size in logical pixels.
  package var size: Double
  package var bold: Bool

  package init(_ size: Double, bold: Bool = false) {
    self.size = size
    self.bold = bold
  }

  package static let title = TextStyle(15, bold: true)
  package static let subtitle = TextStyle(12)
  package static let heading = TextStyle(12, bold: true)
  package static let axis = TextStyle(12)
  package static let tick = TextStyle(11)
  package static let caption = TextStyle(11)

  /// From the top of the tallest common letter to the baseline.
  var ascent: Double { size * 0.77 }
  /// From the baseline to the foot of the lowest common letter.
  var descent: Double { size * 0.24 }
  /// The height that a line of text takes.
  var height: Double { ascent + descent }
  /// From one baseline to the next.
  var lineHeight: Double { (size * 1.32).rounded() }
}
