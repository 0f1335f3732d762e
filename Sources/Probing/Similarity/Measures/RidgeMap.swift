internal import LinearAlgebra

/// An affine map from the columns of one set to those of another.
struct RidgeMap: Sendable {
  private let means: [Double]
  private let targetMeans: [Double]
  private let weights: Matrix<Double>

  /// Ridge regression with free intercepts.
  ///
  /// - Parameter penalty: times the mean sum of squares of a column.
  init(_ x: Matrix<Double>, _ y: Matrix<Double>, penalty: Double) throws {
    (means, targetMeans) = (x.columnMeans(), y.columnMeans())
    let centred = Self.centred(x, means)
    var gram = centred.gram()
    let trace = (0..<gram.rows).reduce(0) { $0 + gram[$1, $1] }
    let added = trace > 0 ? penalty * trace / Double(gram.rows) : 1
    for column in 0..<gram.rows { gram[column, column] += added }
    weights = try Cholesky(gram).solve(
      centred.transposedMultiplied(by: Self.centred(y, targetMeans)))
  }

  /// The rotation and scale that lay `x` best on `y`, about the means; columns of zeros are thought
  /// added to the narrower one.
  ///
  /// - Parameter stillness: what is added to the diagonal of the cross products, of the mean sum of
  ///   squares of a column: directions that no row has a part in then stay where they are.
  init(rotating x: Matrix<Double>, onto y: Matrix<Double>, stillness: Double = 0) throws {
    (means, targetMeans) = (x.columnMeans(), y.columnMeans())
    let (a, b) = (Self.centred(x, means), Self.centred(y, targetMeans))
    let squares = a.elements.reduce(0) { $0 + $1 * $1 }
    var cross = a.transposedMultiplied(by: b)
    if stillness > 0 {
      let added = stillness * max(squares / Double(max(1, x.columns)), .leastNormalMagnitude)
      for index in 0..<min(cross.rows, cross.columns) { cross[index, index] += added }
    }
    let parts = try SingularValues(cross)
    let scale = squares > 0 ? parts.values.reduce(0, +) / squares : 0
    var rotation = parts.left.multiplied(by: parts.rightTransposed)
    for index in rotation.elements.indices { rotation.elements[index] *= scale }
    weights = rotation
  }

  /// A direction that reads rows of `x`, as one that reads where the map lays them, for a map that
  /// rotates.
  func direction(_ direction: [Double]) -> [Double] {
    weights.transposedMultiplied(
      by: Matrix(rows: direction.count, columns: 1, elements: direction)
    ).elements
  }

  /// What a target is read by.
  func readOut(of target: Int) -> [Double] { weights.column(target) }

  func apply(_ x: Matrix<Double>) -> Matrix<Double> {
    Self.shifted(Self.centred(x, means).multiplied(by: weights), targetMeans, by: 1)
  }

  private static func shifted(
    _ x: Matrix<Double>, _ means: [Double], by factor: Double
  ) -> Matrix<Double> {
    var result = x
    result.elements.withUnsafeMutableBufferPointer { elements in
      means.withUnsafeBufferPointer { means in
        for row in 0..<x.rows {
          for column in means.indices {
            elements[row * means.count + column] += factor * means[column]
          }
        }
      }
    }
    return result
  }

  static func centred(_ x: Matrix<Double>, _ means: [Double]) -> Matrix<Double> {
    shifted(x, means, by: -1)
  }
}
