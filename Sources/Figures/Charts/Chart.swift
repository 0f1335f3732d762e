/// A description of a picture of data: it can lay itself out and list its numbers.
///
/// A chart is a value. Its layout (``scene()``) is apart from drawing, so that a test can
/// ask whether anything overlaps or is cut; ``FigureFile`` draws it.
package protocol Chart: Sendable {
  /// The heading drawn above the data.
  var title: String { get }
  /// A sentence for readers who cannot see the picture.
  var alternativeText: String { get }
  /// Everything to draw, placed on a page of its own size.
  func scene() -> Scene
  /// The numbers of the picture, in long format: one row a number, with headers.
  func table() -> FigureTable
}
