import LinearAlgebra
import Testing

private let matrix = Matrix<Float>(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])

@Test func elementsAreRowMajor() {
  #expect(matrix[1, 0] == 4)
  #expect(Array(matrix.row(1)) == [4, 5, 6])
  #expect(matrix.column(1) == [2, 5])
  var changed = matrix
  changed[0, 2] = 9
  #expect(changed.elements == [1, 2, 9, 4, 5, 6])
  #expect(matrix.elements[2] == 3)
}

@Test func transposingTwiceGivesTheMatrixBack() {
  #expect(matrix.transposed().elements == [1, 4, 2, 5, 3, 6])
  #expect(matrix.transposed().transposed() == matrix)
  let empty = Matrix<Float>(rows: 0, columns: 4)
  #expect(empty.transposed().rows == 4 && empty.transposed().columns == 0)
}

@Test func rowsAreSelectedInTheOrderAsked() {
  #expect(matrix.selectingRows([1, 0, 1]).elements == [4, 5, 6, 1, 2, 3, 4, 5, 6])
  #expect(matrix.selectingRows([]) == Matrix(rows: 0, columns: 3))
}

@Test func theIdentityHasOnesOnItsDiagonal() {
  #expect(Matrix<Double>.identity(2).elements == [1, 0, 0, 1])
  #expect(matrix.converted(to: Double.self).elements == [1, 2, 3, 4, 5, 6])
}
