import LinearAlgebra
import Testing

@Test func aTensorIsIndexedByEveryAxis() {
  var tensor = Tensor(shape: [2, 3, 4], elements: (0..<24).map(Float.init))
  #expect(tensor[1, 2, 3] == 23)
  #expect(tensor[1, 0, 2] == 14)
  #expect(tensor.offset([0, 2, 1]) == 9)
  tensor[0, 0, 0] = 5
  #expect(tensor.elements[0] == 5)
}

@Test func aTensorReadAsAMatrixHasItsLastAxisAsColumns() {
  let tensor = Tensor(shape: [2, 3, 4], elements: (0..<24).map(Float.init))
  #expect(tensor.matrix.rows == 6 && tensor.matrix.columns == 4)
  #expect(tensor.reshaped([4, 6]).matrix[3, 5] == 23)
  #expect(Tensor(shape: [3, 0]).matrix.columns == 0)
  #expect(Tensor(shape: []).count == 1)
}
