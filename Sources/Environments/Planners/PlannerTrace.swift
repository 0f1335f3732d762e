/// What one map of a search holds after every iteration: `trace(x, t)`.
///
/// A trace is what a search *would* hold, iteration by iteration; whether a network holds the same
/// is a question for a probe. Numbers are finite on every square, walls included.
package struct PlannerTrace: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  /// `maps[t]` is the map after iteration `t`, row-major; `t` from 0, at least one.
  package let maps: [[Float]]

  package init(rows: Int, columns: Int, maps: [[Float]]) {
    precondition(
      !maps.isEmpty && maps.allSatisfy { $0.count == rows * columns },
      "A trace has one map of \(rows) x \(columns) squares for each iteration, iteration 0 included."
    )
    self.rows = rows
    self.columns = columns
    self.maps = maps
  }

  /// The number of iterations after the start.
  package var iterations: Int { maps.count - 1 }

  /// The map after iteration `t`; before the first the first, after the last the last.
  package func map(_ t: Int) -> [Float] { maps[min(max(t, 0), maps.count - 1)] }

  /// The number at a square after iteration `t`.
  package func value(at cell: Cell, iteration t: Int) -> Float {
    map(t)[cell.row * columns + cell.column]
  }
}
