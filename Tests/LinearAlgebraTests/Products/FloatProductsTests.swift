import LinearAlgebra
import TestSupport
import Testing

private func draw(_ rows: Int, _ columns: Int, _ seed: UInt64) -> Matrix<Float> {
  var random = RandomStream(seed: seed)
  return Matrix(
    rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in Float(random.normal()) }
  )
}

private func reference(_ left: Matrix<Float>, _ right: Matrix<Float>) -> [Double] {
  Reference.product(
    left.elements.map(Double.init), right.elements.map(Double.init), rows: left.rows,
    inner: left.columns, columns: right.columns)
}

private func largestDifference(_ found: [Float], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  return zip(found, expected).map { $0.isNaN ? .infinity : abs(Double($0) - $1) }.max() ?? 0
}

@Test(arguments: [
  (1, 1, 1), (3, 5, 7), (127, 13, 9), (128, 1, 150), (255, 16, 4), (256, 33, 2), (513, 8, 10),
  (640, 150, 3),
])
func productEqualsNaiveLoops(rows: Int, inner: Int, columns: Int) {
  let (left, right) = (draw(rows, inner, 1), draw(inner, columns, 2))
  let found = left.product(right)
  #expect(found.rows == rows && found.columns == columns)
  #expect(
    largestDifference(found.elements, reference(left, right)) < 3e-6
      * Double(inner + 1).squareRoot())
}

@Test(arguments: [(0, 3, 4), (3, 0, 4), (3, 4, 0), (0, 0, 0)])
func productsWithoutElementsAreZero(rows: Int, inner: Int, columns: Int) {
  let found = Matrix<Float>(rows: rows, columns: inner).product(
    Matrix<Float>(rows: inner, columns: columns))
  #expect(found == Matrix(rows: rows, columns: columns))
}

@Test(.serialized, arguments: [(512, 64, 64), (1000, 33, 17)])
func productHasTheSameBytesOnAnyNumberOfThreads(rows: Int, inner: Int, columns: Int) {
  let (left, right) = (draw(rows, inner, 1), draw(inner, columns, 2))
  let results = ThreadCounts.oneTwoThree { left.product(right) }
  #expect(results[0] == results[1] && results[0] == results[2])
}

@Test(arguments: [(5, 7, 3), (64, 10, 32), (13, 150, 1)])
func everyOrientationScaleAndSumIsRight(rows: Int, inner: Int, columns: Int) {
  let (left, right) = (draw(rows, inner, 1), draw(inner, columns, 2))
  let start = draw(rows, columns, 3)
  let plain = reference(left, right)
  for (transposesLeft, transposesRight) in [
    (false, false), (true, false), (false, true), (true, true),
  ] {
    for (alpha, beta) in [(Float(1), Float(0)), (1, 1), (-0.5, 2)] {
      let a = transposesLeft ? left.transposed() : left
      let b = transposesRight ? right.transposed() : right
      var found = start
      FloatProducts.multiply(
        rows: rows, columns: columns, inner: inner, alpha: alpha, left: a.elements,
        transposesLeft ? .transposed : .plain, leftStride: a.columns, right: b.elements,
        transposesRight ? .transposed : .plain, rightStride: b.columns, beta: beta,
        result: &found.elements, resultStride: columns)
      let expected = zip(plain, start.elements).map {
        Double(alpha) * $0 + Double(beta) * Double($1)
      }
      #expect(
        largestDifference(found.elements, expected) < 6e-6 * Double(inner + 1).squareRoot())
    }
  }
}

@Test func aResultThatIsNotAddedToMayHoldAnythingBefore() {
  let (left, right) = (draw(9, 6, 1), draw(6, 5, 2))
  for inner in [6, 0] {
    var found = [Float](repeating: .nan, count: 45)
    FloatProducts.multiply(
      rows: 9, columns: 5, inner: inner, left: left.elements, leftStride: 6, right: right.elements,
      rightStride: 5, result: &found, resultStride: 5)
    let expected = inner == 0 ? [Double](repeating: 0, count: 45) : reference(left, right)
    #expect(largestDifference(found, expected) < 1e-5)
  }
}

@Test func aSumOfNoProductsKeepsWhatItIsAddedTo() {
  var found: [Float] = [1, 2, 3, 4, 5, 6]
  FloatProducts.multiply(
    rows: 2, columns: 3, inner: 0, left: [0], .transposed, leftStride: 2, right: [0],
    rightStride: 3, beta: 1, result: &found, resultStride: 3)
  #expect(found == [1, 2, 3, 4, 5, 6])
}
