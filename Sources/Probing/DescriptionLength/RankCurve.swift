package import LinearAlgebra
internal import Statistics

/// How well a concept is read from the first principal components of activations, by their number.
///
/// Components are of selection levels; accuracies are of report levels. A concept that stands in what
/// varies most is read from few.
package struct RankCurve: Sendable {
  package let ranks: [Int]
  /// Balanced accuracy on report levels.
  package let accuracies: [Double]

  /// - Parameter features: `[rows, p]`.
  /// - Throws: as fits do.
  package init(_ features: Matrix<Float>, _ data: ProbeData) throws {
    let selection = Set(data.folds.selection)
    let rows = (0..<data.rows).filter {
      selection.contains(data.units.unitOfLevel[data.rowLevel[$0]])
    }
    var design = features.selectingRows(rows).converted(to: Double.self)
    let means = design.columnMeans()
    for row in 0..<design.rows {
      for column in 0..<design.columns { design[row, column] -= means[column] }
    }
    let eigen = try SymmetricEigen(design.gram())
    let largest = max(eigen.values.last ?? 0, 0)
    let order = eigen.values.indices.reversed().filter { eigen.values[$0] > 1e-9 * largest }
    var ranks: [Int] = []
    var rank = 1
    while rank < order.count {
      ranks.append(rank)
      rank *= 2
    }
    if !order.isEmpty { ranks.append(order.count) }
    self.ranks = ranks
    accuracies = try ranks.map { rank in
      var projected = Matrix<Float>(rows: features.rows, columns: rank)
      var basis = Matrix<Double>(rows: features.columns, columns: rank)
      for (place, index) in order.prefix(rank).enumerated() {
        for column in 0..<features.columns { basis[column, place] = eigen.vectors[column, index] }
      }
      let scores = features.converted(to: Double.self).multiplied(by: basis)
      for index in projected.elements.indices {
        projected.elements[index] = Float(scores.elements[index])
      }
      return try RidgeProbe().fit(projected, data).score(.balancedAccuracy)
    }
  }
}
