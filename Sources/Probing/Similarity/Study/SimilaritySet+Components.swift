internal import LinearAlgebra

extension SimilaritySet {
  /// The set's largest principal components, for measures that take factorisations: correlations of
  /// directions that hardly vary are noise, and each takes as long as one that matters. Unchanged where it
  /// has no more columns.
  ///
  /// - Throws: `FactorizationError` for values that are not finite.
  package func largestComponents(_ count: Int) throws -> SimilaritySet {
    guard rows.columns > count else { return self }
    let values = rows.converted(to: Double.self)
    let centred = RidgeMap.centred(values, values.columnMeans())
    let eigen = try SymmetricEigen(centred.gram())
    let axes = (0..<count).map { eigen.vectors.column(eigen.values.count - 1 - $0) }
    let turned = centred.multiplied(
      byTransposeOf: Matrix(rows: count, columns: rows.columns, elements: axes.flatMap { $0 }))
    return SimilaritySet(
      name: name, rows: turned.converted(to: Float.self), isUntrained: isUntrained)
  }
}
