package import Environments
package import Probing
internal import Statistics

/// The labelled squares of a concept as probe data.
package enum ConceptRows {
  /// One row a square that carries a label.
  ///
  /// - Parameter freeOnly: whether squares that are walls are left out even where they are labelled.
  /// - Throws: `ProbingError` or `StatisticsError` when nothing is labelled.
  package static func data(
    _ concept: Concept, _ levels: LevelSet, freeOnly: Bool = true
  ) throws -> ProbeData {
    let labels = levels.levels.map { concept.labels(of: $0) }
    func keeps(_ level: Int, _ cell: Int) -> Bool {
      labels[level].isDefined(at: cell)
        && !(freeOnly && levels.levels[level].grid.walls[cell])
    }
    switch concept.kind {
    case .classes(let names):
      var values: [Int?] = []
      values.reserveCapacity(levels.count * levels.cells)
      for (level, map) in labels.enumerated() {
        guard case .classes(let classes) = map else { continue }
        for cell in 0..<levels.cells {
          values.append(keeps(level, cell) ? classes[cell] : nil)
        }
      }
      return try ProbeData(
        levels: levels.keys, cells: levels.cells, labels: values, classes: names)
    case .values:
      var values: [Double?] = []
      values.reserveCapacity(levels.count * levels.cells)
      for (level, map) in labels.enumerated() {
        guard case .values(let numbers) = map else { continue }
        for cell in 0..<levels.cells {
          values.append(keeps(level, cell) ? Double(numbers[cell]) : nil)
        }
      }
      return try ProbeData(levels: levels.keys, cells: levels.cells, values: values)
    }
  }
}
