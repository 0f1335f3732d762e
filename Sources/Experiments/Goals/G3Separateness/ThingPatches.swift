internal import Agents
package import Environments
package import LinearAlgebra
package import NeuralNetworks

/// The squares at and around the things of levels, or around other squares; never the one on which the
/// agent stands, where what it will do is read.
package struct ThingPatches: Sendable {
  package let levels: LevelSet
  package let radius: Int
  /// In the order of the levels; row-major indices of squares, -1 outside of the grid
  /// and where the agent stands.
  private let squares: [[Int]]
  /// The level of each.
  private let levelOfRow: [Int]

  package init(_ levels: LevelSet, radius: Int) {
    self.init(levels, radius: radius) { $0.objects.map(\.cell) }
  }

  /// - Parameter cells: the squares that are looked at in a level.
  package init(_ levels: LevelSet, radius: Int, around cells: (MazeLevel) -> [Cell]) {
    self.levels = levels
    self.radius = radius
    let chosen = levels.levels.map(cells)
    levelOfRow = chosen.indices.flatMap { level in chosen[level].map { _ in level } }
    squares = zip(levels.levels, chosen).flatMap { level, cells in
      cells.map { centre in
        (-radius...radius).flatMap { row in
          (-radius...radius).map { column in
            let cell = Cell(row: centre.row + row, column: centre.column + column)
            return level.grid.contains(cell) && cell != level.start
              ? level.grid.index(cell) : -1
          }
        }
      }
    }
  }

  /// The number of rows: one a square that is looked at, two a level for the things of factorial
  /// levels.
  package var rows: Int { squares.count }
  private var width: Int { (2 * radius + 1) * (2 * radius + 1) }

  /// The channels of `[level, row, column, channel]` at every patch, `[things, squares * channels]`;
  /// 0 outside of the grid.
  package func gather(_ maps: Tensor) -> Matrix<Float> {
    let (cells, channels) = (maps.shape[1] * maps.shape[2], maps.shape[3])
    var result = Matrix<Float>(rows: rows, columns: width * channels)
    for row in 0..<rows {
      for (place, square) in squares[row].enumerated() where square >= 0 {
        let from = (levelOfRow[row] * cells + square) * channels
        let to = row * width * channels + place * channels
        for channel in 0..<channels {
          result.elements[to + channel] = maps.elements[from + channel]
        }
      }
    }
    return result
  }

  /// An edit that sets the patches of some of the levels, which are the samples of a batch and have two
  /// patches each.
  ///
  /// - Parameter codes: `[2 samples, squares * channels]`.
  package func set(
    _ codes: Matrix<Float>, at site: Site, of samples: [Int], channels: Int
  ) -> SiteEdit {
    let squares = samples.flatMap { [self.squares[2 * $0], self.squares[2 * $0 + 1]] }
    return SiteEdit(
      at: site,
      .transform { sample, map in
        for thing in 2 * sample..<2 * sample + 2 {
          for (place, square) in squares[thing].enumerated() where square >= 0 {
            let from = thing * codes.columns + place * channels
            for channel in 0..<channels {
              map[square * channels + channel] = codes.elements[from + channel]
            }
          }
        }
      })
  }

  /// An edit that applies a function to each patch of some of the levels, of two patches each, as it is
  /// computed.
  ///
  /// - Parameter change: overwrites `squares * channels` numbers.
  package func edit(
    at site: Site, of samples: [Int], channels: Int,
    _ change: @escaping @Sendable (UnsafeMutablePointer<Float>) -> Void
  ) -> SiteEdit {
    let squares: [[[Int]]] = samples.map { [self.squares[2 * $0], self.squares[2 * $0 + 1]] }
    let width = width
    return SiteEdit(
      at: site,
      .transform { sample, map in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: width * channels) { patch in
          guard let base = patch.baseAddress else { return }
          for thing in squares[sample] {
            for (place, square) in thing.enumerated() {
              for channel in 0..<channels {
                base[place * channels + channel] =
                  square >= 0 ? map[square * channels + channel] : 0
              }
            }
            change(base)
            for (place, square) in thing.enumerated() where square >= 0 {
              for channel in 0..<channels {
                map[square * channels + channel] = base[place * channels + channel]
              }
            }
          }
        }
      })
  }
}
