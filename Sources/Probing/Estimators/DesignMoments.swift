internal import LinearAlgebra

/// The mean and the centred Gram matrix of the rows that are fitted, from the Gram engine.
struct DesignMoments: Sendable {
  let means: [Double]
  let gram: Matrix<Double>

  /// The moments of some rows of a matrix of features, times a constant.
  init(_ features: Matrix<Float>, rows: ArraySlice<Int>, scale: Double) throws {
    let statistics = try GramEngine.statistics(
      of: features.selectingRows(Array(rows)),
      GramDescriptor(reference: [Double](repeating: 0, count: features.columns)))
    means = statistics.mean.map { $0 * scale }
    var gram = statistics.scatter
    gram.elements.withUnsafeMutableBufferPointer { elements in
      for index in elements.indices { elements[index] *= scale * scale }
    }
    self.gram = gram
  }

  /// The moments of all rows of a matrix.
  init(_ features: Matrix<Double>) {
    let means = features.columnMeans()
    var centred = features
    for row in 0..<features.rows {
      for column in 0..<features.columns { centred[row, column] -= means[column] }
    }
    self.means = means
    gram = centred.gram()
  }
}
