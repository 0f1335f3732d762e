/// What a store says of the activations at one site.
package struct ActivationSite: Sendable, Equatable {
  /// The site's name, such as `cell/hidden`.
  package let name: String
  /// How the elements are stored.
  package let type: ElementType
  /// The shape of one row (the tensor's shape without its first axis): `[channel]`,
  /// `[tick, channel]`, `[row, column, channel]` or `[tick, row, column, channel]`.
  package let rowShape: [Int]

  /// - Precondition: one to four axes.
  package init(name: String, type: ElementType = .float32, rowShape: [Int]) {
    precondition(
      (1...4).contains(rowShape.count),
      "The site '\(name)' has rows of shape \(rowShape); one to four axes are possible.")
    self.name = name
    self.type = type
    self.rowShape = rowShape
  }

  /// Channels: the length of the last axis.
  package var channels: Int { rowShape.last ?? 1 }

  /// Ticks; nil if the rows have no such axis.
  package var ticks: Int? {
    rowShape.count == 2 || rowShape.count == 4 ? rowShape.first : nil
  }

  /// The rows and columns of the grid; nil if the rows have no such axes.
  package var grid: (rows: Int, columns: Int)? {
    guard rowShape.count >= 3 else { return nil }
    let axes = Array(rowShape.suffix(3))
    return (axes[0], axes[1])
  }

  /// Elements a row.
  package var elementsPerRow: Int { rowShape.reduce(1, *) }
}
