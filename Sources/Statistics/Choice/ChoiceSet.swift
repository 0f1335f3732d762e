package import LinearAlgebra

/// One choice: the features of each alternative and which was taken.
package struct ChoiceSet: Sendable, Equatable {
  /// The features, `[alternatives, columns]`.
  package let features: Matrix<Double>
  /// The alternative taken.
  package let chosen: Int
  /// The cluster (unit of levels) that the choice belongs to.
  package let cluster: Int

  package init(features: Matrix<Double>, chosen: Int, cluster: Int) {
    precondition(
      chosen >= 0 && chosen < features.rows,
      "Alternative \(chosen) is not among the \(features.rows) offered.")
    self.features = features
    self.chosen = chosen
    self.cluster = cluster
  }

  /// A choice between two, from the difference of their features (first minus second).
  package init(difference: [Double], choseFirst: Bool, cluster: Int) {
    self.init(
      features: Matrix(
        rows: 2, columns: difference.count,
        elements: difference + [Double](repeating: 0, count: difference.count)),
      chosen: choseFirst ? 0 : 1, cluster: cluster)
  }
}
