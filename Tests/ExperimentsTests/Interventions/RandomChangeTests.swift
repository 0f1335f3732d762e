import Experiments
import LinearAlgebra
import Testing

@Suite struct RandomChangeTests {
  private func drawn(_ count: Int, _ seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed)
    return (0..<count).map { _ in random.normal() }
  }

  /// Six channels, of which two say the same and one is constant.
  private func covariance() -> Matrix<Double> {
    var factor = Matrix(rows: 6, columns: 6, elements: drawn(36, 1))
    for column in 0..<6 {
      factor[0, column] *= 10
      factor[4, column] = factor[3, column]
      factor[5, column] = 0
    }
    return factor.multiplied(byTransposeOf: factor)
  }

  @Test(arguments: MatchedLength.allCases)
  func aTurnKeepsTheLengthAlsoWhereChannelsDoNotVary(length: MatchedLength) throws {
    let space = try ChangeSpace(length, covariance: covariance())
    #expect(space.dimensions == (length == .euclidean ? 6 : 4))
    let main = drawn(6, 2)
    for seed in 0..<10 as Range<UInt64> {
      let change = try RandomChange(space, away: main, drawnFrom: RandomStream(seed: seed))
      for vector in [main, drawn(6, 3)] {
        let turned = change.apply(
          to: vector.map { Float($0) }[...], channels: 6, squares: [0], level: 0
        ).map(Double.init)
        #expect(abs(space.squaredLength(turned) / space.squaredLength(vector) - 1) < 1e-3)
      }
      let turned = change.apply(
        to: main.map { Float($0) }[...], channels: 6, squares: [0], level: 0
      ).map(Double.init)
      let overlap = zip(space.coordinates(main), space.coordinates(turned)).reduce(0) {
        $0 + $1.0 * $1.1
      }
      #expect(abs(overlap) < 1e-3 * space.squaredLength(main))
    }
  }

  @Test(arguments: MatchedLength.allCases)
  func aRandomDirectionIsAsLongAndAcross(length: MatchedLength) throws {
    let space = try ChangeSpace(length, covariance: covariance())
    let own = drawn(6, 104)
    var seen: Set<[Double]> = []
    for seed in 0..<10 as Range<UInt64> {
      let direction = try #require(space.direction(like: own, using: RandomStream(seed: seed)))
      #expect(abs(space.squaredLength(direction) / space.squaredLength(own) - 1) < 1e-9)
      let overlap = zip(space.coordinates(own), space.coordinates(direction)).reduce(0) {
        $0 + $1.0 * $1.1
      }
      #expect(abs(overlap) < 1e-9 * space.squaredLength(own))
      seen.insert(direction)
    }
    #expect(seen.count == 10)
  }

  @Test func aChannelThatDoesNotVaryHasNoMahalanobisLength() throws {
    let space = try ChangeSpace(.mahalanobis, covariance: covariance())
    let constant = [0.0, 0, 0, 0, 0, 1]
    #expect(space.squaredLength(constant) < 1e-12)
    #expect(space.direction(like: constant, using: RandomStream(seed: 1)) == nil)
  }

  @Test func fewDirectionsChangePlacesAmongTheChangedSquares() throws {
    let space = try ChangeSpace(.euclidean, covariance: .identity(1))
    let change = try RandomChange(space, away: [1], drawnFrom: RandomStream(seed: 3))
    let values = (0..<8).map { Float($0 + 1) }
    let turned = change.apply(to: values[...], channels: 1, squares: [1, 2, 5, 6], level: 4)
    #expect([0, 3, 4, 7].allSatisfy { turned[$0] == 0 })
    #expect([1, 2, 5, 6].map { abs(turned[$0]) }.sorted() == [2, 3, 6, 7])
    #expect(turned == change.apply(to: values[...], channels: 1, squares: [1, 2, 5, 6], level: 4))
  }
}
