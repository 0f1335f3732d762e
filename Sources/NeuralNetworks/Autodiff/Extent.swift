/// The shape of a tape's array: `[batch, row, column, channel]`.
///
/// A batch of vectors is `[batch, 1, 1, channel]`; a number is `[1, 1, 1, 1]`.
package struct Extent: Hashable, Sendable {
  package let batch: Int
  package let rows: Int
  package let columns: Int
  package let channels: Int

  package init(_ batch: Int, _ rows: Int, _ columns: Int, _ channels: Int) {
    self.batch = batch
    self.rows = rows
    self.columns = columns
    self.channels = channels
  }

  /// A batch of vectors.
  package static func vectors(_ batch: Int, _ channels: Int) -> Extent {
    Extent(batch, 1, 1, channels)
  }

  /// A single number.
  package static let scalar = Extent(1, 1, 1, 1)

  /// The number of elements.
  package var count: Int { batch * rows * columns * channels }

  /// The number of channel vectors.
  package var positions: Int { batch * rows * columns }

  package func with(channels: Int) -> Extent { Extent(batch, rows, columns, channels) }

  package var array: [Int] { [batch, rows, columns, channels] }
}
