import LinearAlgebra
import Probing
import Testing

@Suite struct MatchedErasersTests {
  private func drawn(_ rows: Int, _ columns: Int, _ seed: UInt64) -> Matrix<Double> {
    var random = RandomStream(seed: seed)
    return Matrix(
      rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in random.normal() })
  }

  private func covariance() -> Matrix<Double> {
    var factor = drawn(8, 8, 1)
    for column in 0..<8 { factor[0, column] *= 5 }
    return factor.multiplied(byTransposeOf: factor)
  }

  @Test(arguments: MatchedErasers.Kind.allCases)
  func aRandomEraserMovesRowsAsFarAndErasesAsMany(_ kind: MatchedErasers.Kind) throws {
    let covariance = covariance()
    let erasers = try MatchedErasers(
      means: [Double](repeating: 0.5, count: 8), covariance: covariance)
    let total = (0..<8).reduce(0) { $0 + covariance[$1, $1] }
    for share in [0.05, 0.2, 0.6] {
      for seed in 0..<10 as Range<UInt64> {
        let match = erasers.eraser(
          kind, directions: drawn(8, 3, 100 + seed), displacement: share * total)
        #expect(match.isClose)
        #expect(abs(erasers.displacement(of: match.eraser) / (share * total) - 1) < 0.02)
        let again = match.eraser.readOut.multiplied(by: match.eraser.removed)
        for row in 0..<3 {
          for column in 0..<3 { #expect(abs(again[row, column] - (row == column ? 1 : 0)) < 1e-8) }
        }
        // tr(U'SU) by hand for the orthogonal kind.
        guard kind == .orthogonal else { continue }
        let u = match.eraser.removed
        let captured = u.transposedMultiplied(by: covariance).multiplied(by: u)
        let trace = (0..<3).reduce(0) { $0 + captured[$1, $1] }
        #expect(abs(trace / (share * total) - 1) < 0.02)
      }
    }
  }

  @Test func theKindsDifferAndDrawsDiffer() throws {
    let erasers = try MatchedErasers(
      means: [Double](repeating: 0, count: 8), covariance: covariance())
    let first = erasers.eraser(.orthogonal, directions: drawn(8, 2, 1), displacement: 5).eraser
    #expect(
      first != erasers.eraser(.orthogonal, directions: drawn(8, 2, 2), displacement: 5).eraser)
    let symmetric = first.projection
    let oblique = erasers.eraser(.whitened, directions: drawn(8, 2, 1), displacement: 5)
      .eraser.projection
    func skew(_ matrix: Matrix<Double>) -> Double {
      (0..<8).reduce(0) { sum, row in
        sum + (0..<8).reduce(0) { $0 + abs(matrix[row, $1] - matrix[$1, row]) }
      }
    }
    #expect(skew(symmetric) < 1e-9 && skew(oblique) > 1e-3)
  }

  @Test(arguments: MatchedErasers.Kind.allCases)
  func readingsThatAreKeptAreNotChanged(_ kind: MatchedErasers.Kind) throws {
    let erasers = try MatchedErasers(
      means: [Double](repeating: 0.5, count: 8), covariance: covariance())
    let readings = drawn(8, 3, 50)
    let match = erasers.eraser(
      kind, directions: drawn(8, 6, 51), displacement: 20, keeping: readings)
    // Eight directions less three.
    #expect(match.eraser.rank == 5)
    let changed = readings.transposedMultiplied(by: match.eraser.removed)
    #expect(changed.elements.allSatisfy { abs($0) < 1e-8 })
    let free = erasers.eraser(kind, directions: drawn(8, 5, 51), displacement: 20)
    let other = readings.transposedMultiplied(by: free.eraser.removed)
    #expect(other.elements.contains { abs($0) > 1e-3 })
  }

  @Test func whatCannotBeReachedIsSaid() throws {
    let erasers = try MatchedErasers(
      means: [Double](repeating: 0, count: 8), covariance: covariance())
    let match = erasers.eraser(.orthogonal, directions: drawn(8, 1, 3), displacement: 1e9)
    #expect(!match.isClose && match.ratio < 1)
  }
}
