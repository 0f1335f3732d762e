internal import Environments
internal import LinearAlgebra
internal import Probing

/// What an observer of the whole input has to tell an agent's target by.
///
/// What a linear reader would have to compute from the planes (how many things of each type there
/// are, which pair of types it is, the offset and straight distance from the agent to the things of
/// each type), by itself and beside every plane at every square. An increment over the better of
/// the two is more than what is in the level and how far away it looks.
enum TargetBaseline {
  /// The computed columns, one row a labelled cell.
  static func summary(levels: LevelSet, for data: ProbeData) -> Matrix<Float> {
    let rows = data.rowLevel.map { summary(levels.levels[$0]) }
    return Matrix(
      rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
  }

  /// All planes at all squares, and the computed columns.
  static func planes(
    levels: LevelSet, observations: Tensor, summary: Matrix<Float>, _ data: ProbeData
  ) -> Matrix<Float> {
    let width = observations.count / levels.count
    var elements: [Float] = []
    elements.reserveCapacity(data.rows * (width + summary.columns))
    for row in 0..<data.rows {
      let level = data.rowLevel[row]
      elements.append(contentsOf: observations.elements[level * width..<(level + 1) * width])
      elements.append(contentsOf: summary.row(row))
    }
    return Matrix(rows: data.rows, columns: width + summary.columns, elements: elements)
  }

  private static func summary(_ level: MazeLevel) -> [Float] {
    let types = FactorialPairs.types
    var columns = [Float](repeating: 0, count: 5 * types.count)
    for object in level.objects {
      guard let type = types.firstIndex(of: object.type) else { continue }
      let side = Float(max(level.grid.rows, level.grid.columns))
      let right = Float(object.cell.column - level.start.column) / side
      let down = Float(object.cell.row - level.start.row) / side
      for (place, value) in [1, right, down, abs(right) + abs(down), right * right + down * down]
        .enumerated()
      {
        columns[5 * type + place] += value
      }
    }
    // One column for each unordered pair of types.
    var pair = [Float](repeating: 0, count: types.count * types.count)
    let indices = level.objects.compactMap { types.firstIndex(of: $0.type) }.sorted()
    if indices.count == 2 { pair[indices[0] * types.count + indices[1]] = 1 }
    return columns + pair
  }
}
