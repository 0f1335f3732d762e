/// A site of an architecture, before it is run.
package struct SiteDescription: Sendable, Equatable {
  package let name: String
  package let channels: Int
  /// Whether the site is passed once a tick, from the first tick to the last.
  package let hasTicks: Bool
  /// The first tick, for a site that has them.
  package let firstTick: Int
  /// What an activation has beside its channels.
  package let layout: SiteLayout
  /// What the activation is, in a few words.
  package let summary: String

  /// Whether the activation is a map of the level: one state for each of its squares.
  package var isMap: Bool { layout == .map }

  package init(
    _ name: String, channels: Int, hasTicks: Bool, firstTick: Int = 1,
    layout: SiteLayout = .map, summary: String
  ) {
    self.name = name
    self.channels = channels
    self.hasTicks = hasTicks
    self.firstTick = firstTick
    self.layout = layout
    self.summary = summary
  }
}

/// The rows and columns of a site's activation, `[batch, row, column, channel]`.
package enum SiteLayout: Sendable, Equatable {
  /// Those of the observation.
  case map
  /// One vector a sample, `[batch, 1, 1, channel]`.
  case vector
  /// A fixed number of vectors a sample, `[batch, 1, count, channel]`.
  case vectors(Int)
  /// A grid of its own, `[batch, row, column, channel]`.
  case grid(rows: Int, columns: Int)

  /// Rows and columns for observations of a shape `[batch, row, column, plane]`.
  package func extents(_ observations: [Int]) -> (rows: Int, columns: Int) {
    switch self {
    case .map: (observations[1], observations[2])
    case .vector: (1, 1)
    case .vectors(let count): (1, count)
    case .grid(let rows, let columns): (rows, columns)
    }
  }
}
