import LinearAlgebra
import TestSupport
import Testing

private func draw(_ rows: Int, _ columns: Int, _ seed: UInt64) -> Matrix<Double> {
  var random = RandomStream(seed: seed)
  return Matrix(
    rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in random.normal() })
}

private func reference(_ left: Matrix<Double>, _ right: Matrix<Double>) -> Matrix<Double> {
  Matrix(
    rows: left.rows, columns: right.columns,
    elements: Reference.product(
      left.elements, right.elements, rows: left.rows, inner: left.columns, columns: right.columns))
}

private func isClose(_ found: Matrix<Double>, _ expected: Matrix<Double>) -> Bool {
  found.rows == expected.rows && found.columns == expected.columns
    && zip(found.elements, expected.elements).allSatisfy { abs($0 - $1) < 1e-11 }
}

@Test(arguments: [(1, 1, 1), (7, 3, 5), (40, 64, 33), (3, 0, 2), (0, 3, 2)])
func doubleProductsEqualNaiveLoops(rows: Int, inner: Int, columns: Int) {
  let (left, right) = (draw(rows, inner, 1), draw(inner, columns, 2))
  let expected = reference(left, right)
  #expect(isClose(left.multiplied(by: right), expected))
  #expect(isClose(left.transposed().transposedMultiplied(by: right), expected))
  #expect(isClose(left.multiplied(byTransposeOf: right.transposed()), expected))
  let gram = left.gram()
  #expect(isClose(gram, reference(left.transposed(), left)))
  #expect(gram == gram.transposed())
}

@Test func columnMeansAreMeansAndZeroWithoutRows() {
  let matrix = Matrix<Double>(rows: 4, columns: 2, elements: [1, 10, 2, 20, 3, 30, 6, -60])
  #expect(matrix.columnMeans() == [3, 0])
  #expect(Matrix<Double>(rows: 0, columns: 3).columnMeans() == [0, 0, 0])
}

@Test func triangularSystemsAreSolvedBothWays() throws {
  let half = draw(6, 6, 3)
  var symmetric = half.gram()
  for index in 0..<6 { symmetric[index, index] += 1 }
  var factor = symmetric
  #expect(DoubleProducts.factorPositiveDefinite(order: 6, &factor.elements) == nil)
  for row in 0..<6 { for column in (row + 1)..<6 { factor[row, column] = 0 } }
  #expect(isClose(factor.multiplied(byTransposeOf: factor), symmetric))
  let right = draw(6, 2, 4)
  for transposed in [false, true] {
    var solution = right
    DoubleProducts.solveTriangular(
      order: 6, lower: factor.elements, transposed: transposed, columns: 2, &solution.elements,
      leading: 2)
    let lower = transposed ? factor.transposed() : factor
    #expect(isClose(lower.multiplied(by: solution), right))
  }
  var indefinite = Matrix<Double>(rows: 2, columns: 2, elements: [1, 0, 0, -1])
  #expect(DoubleProducts.factorPositiveDefinite(order: 2, &indefinite.elements) == 1)
}
