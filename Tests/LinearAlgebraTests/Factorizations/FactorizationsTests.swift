import LinearAlgebra
import Testing

@Suite struct FactorizationsTests {
  static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix<Double> {
    var stream = RandomStream(seed: seed)
    return Matrix(
      rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in stream.normal() })
  }

  static func largestDifference(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
    zip(a.elements, b.elements).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test func productsMatchTheirDefinition() {
    let (a, b) = (Self.random(7, 5, seed: 1), Self.random(5, 3, seed: 2))
    var expected = Matrix<Double>(rows: 7, columns: 3)
    for row in 0..<7 {
      for column in 0..<3 {
        for inner in 0..<5 { expected[row, column] += a[row, inner] * b[inner, column] }
      }
    }
    #expect(Self.largestDifference(a.multiplied(by: b), expected) < 1e-13)
    #expect(Self.largestDifference(a.transposed().transposedMultiplied(by: b), expected) < 1e-13)
    #expect(
      Self.largestDifference(a.multiplied(byTransposeOf: b.transposed()), expected) < 1e-13)
    #expect(Self.largestDifference(a.gram(), a.transposedMultiplied(by: a)) < 1e-13)
    #expect(a.gram() == a.gram().transposed())
  }

  @Test func eigenvectorsRebuildTheMatrixAndAreOrthonormal() throws {
    let matrix = Self.random(30, 12, seed: 3).gram()
    let eigen = try SymmetricEigen(matrix)
    var scaled = eigen.vectors
    for row in 0..<12 {
      for column in 0..<12 { scaled[row, column] *= eigen.values[column] }
    }
    #expect(Self.largestDifference(scaled.multiplied(byTransposeOf: eigen.vectors), matrix) < 1e-11)
    #expect(Self.largestDifference(eigen.vectors.gram(), .identity(12)) < 1e-13)
    #expect(eigen.values == eigen.values.sorted())
  }

  @Test func eigenvaluesOfASmallMatrixAreKnown() throws {
    let eigen = try SymmetricEigen(Matrix(rows: 2, columns: 2, elements: [2, 1, 1, 2]))
    #expect(abs(eigen.values[0] - 1) < 1e-15)
    #expect(abs(eigen.values[1] - 3) < 1e-15)
  }

  @Test func choleskyFactorsAndSolves() throws {
    let matrix = Self.random(30, 9, seed: 4).gram()
    let cholesky = try Cholesky(matrix)
    #expect(cholesky.factor[0, 5] == 0)
    #expect(
      Self.largestDifference(cholesky.factor.multiplied(byTransposeOf: cholesky.factor), matrix)
        < 1e-12)
    let right = Self.random(9, 4, seed: 5)
    #expect(
      Self.largestDifference(matrix.multiplied(by: cholesky.solve(right)), right) < 1e-12)
    #expect(
      Self.largestDifference(
        cholesky.factor.multiplied(by: cholesky.solveLower(right)), right) < 1e-12)
    #expect(Self.largestDifference(cholesky.inverse().multiplied(by: matrix), .identity(9)) < 1e-12)
  }

  @Test func choleskyNamesThePivotThatFails() {
    let matrix = Matrix<Double>(rows: 3, columns: 3, elements: [1, 0, 0, 0, 1, 1, 0, 1, 1])
    #expect(throws: FactorizationError.notPositiveDefinite(pivot: 2, order: 3)) {
      try Cholesky(matrix)
    }
    #expect("\(FactorizationError.notPositiveDefinite(pivot: 2, order: 3))".contains("pivot 2"))
  }

  @Test(arguments: [(9, 4), (4, 9), (5, 5)])
  func singularVectorsRebuildTheMatrix(rows: Int, columns: Int) throws {
    let matrix = Self.random(rows, columns, seed: 6)
    let svd = try SingularValues(matrix)
    var scaled = svd.left
    for row in 0..<rows {
      for column in svd.values.indices { scaled[row, column] *= svd.values[column] }
    }
    #expect(Self.largestDifference(scaled.multiplied(by: svd.rightTransposed), matrix) < 1e-13)
    #expect(Self.largestDifference(svd.left.gram(), .identity(svd.values.count)) < 1e-13)
    #expect(svd.values == svd.values.sorted(by: >))
  }

  @Test func badMatricesAreNamed() {
    var matrix = Matrix<Double>.identity(3)
    matrix[1, 2] = .nan
    #expect(throws: FactorizationError.notFinite(row: 1, column: 2, count: 1)) {
      try SymmetricEigen(matrix)
    }
    #expect(throws: FactorizationError.notFinite(row: 1, column: 2, count: 1)) {
      try SingularValues(matrix)
    }
    #expect(throws: FactorizationError.notSquare(rows: 2, columns: 3)) {
      try Cholesky(Matrix(rows: 2, columns: 3))
    }
  }
}
