internal import Environments
internal import LinearAlgebra

/// One map that an algorithm keeps (its visited set, its values), after each of its iterations, at
/// the squares that are studied.
struct TraceForm: Sendable {
  let algorithm: SearchAlgorithm
  let name: String
  /// `[rows, iterations]`: column `k` is the map after iteration `k`, or after the `k`-th of those
  /// asked for.
  let maps: Matrix<Float>

  /// The squares that are studied.
  struct Places: Sendable {
    let levels: [MazeLevel]
    /// The squares of each level's rows; the rows are in order of level.
    let cells: [[Int]]

    var rows: Int { cells.reduce(0) { $0 + $1.count } }

    /// Whether moves lead along diagonals.
    var hasDiagonals: Bool { levels.first.map(DiagonalTraces.apply) ?? false }

    /// The length of the longest way.
    var furthest: Int { levels.reduce(0) { max($0, $1.paths().distances.max() ?? 0) } }
  }

  /// The maps of a source, level by level.
  ///
  /// - Parameter iterations: those that are wanted; all when `nil`.
  init(_ source: TraceSource, _ places: Places, at iterations: [Int]? = nil) {
    let wanted = iterations ?? Array(0...source.last)
    let parts = Parallel.map(places.levels.count) { place -> [Float] in
      let trace = source.make(places.levels[place])
      let cells = places.cells[place]
      var part = [Float](repeating: 0, count: cells.count * wanted.count)
      for (column, iteration) in wanted.enumerated() {
        let map = trace.map(iteration)
        for (row, cell) in cells.enumerated() { part[row * wanted.count + column] = map[cell] }
      }
      return part
    }
    algorithm = source.algorithm
    name = source.name
    maps = Matrix(rows: places.rows, columns: wanted.count, elements: parts.flatMap { $0 })
  }
}
