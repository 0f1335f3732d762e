import LinearAlgebra
import Probing
import Statistics
import Testing

@Suite struct SimilaritySetTests {
  /// Three strong directions in eight columns: three components hold all but the noise, and are as alike
  /// themselves in a rotated copy as the whole.
  @Test func theLargestComponentsHoldWhatVaries() throws {
    var random = RandomStream(seed: 61)
    var strong = Matrix<Double>(rows: 400, columns: 8)
    for row in 0..<400 {
      for column in 0..<8 { strong[row, column] = (column < 3 ? 5 : 0.01) * random.normal() }
    }
    let rotation = random.split("rotation").orthonormalRows(8)
    let rows = strong.multiplied(
      by: Matrix(rows: 8, columns: 8, elements: rotation.flatMap { $0 }))
    let set = SimilaritySet(name: "a", rows: rows.converted(to: Float.self), isUntrained: true)
    let few = try set.largestComponents(3)
    #expect(few.rows.rows == 400 && few.rows.columns == 3 && few.name == "a" && few.isUntrained)
    func variance(_ matrix: Matrix<Float>) -> Double {
      let values = matrix.converted(to: Double.self)
      return (0..<values.columns).reduce(0) { sum, column in
        let spread = Sample.standardDeviation(values.column(column))
        return sum + spread * spread
      }
    }
    #expect(abs(variance(few.rows) / variance(set.rows) - 1) < 1e-4)
    // The largest first.
    let spreads = (0..<3).map {
      Sample.standardDeviation(few.rows.converted(to: Double.self).column($0))
    }
    #expect(spreads == spreads.sorted(by: >))
    #expect(try set.largestComponents(8).rows == set.rows)
  }
}
