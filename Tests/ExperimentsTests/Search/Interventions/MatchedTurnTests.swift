import Environments
import Experiments
import LinearAlgebra
import Testing

@Suite struct MatchedTurnTests {
  private func drawn(_ count: Int, _ seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed)
    return (0..<count).map { _ in random.normal() }
  }

  /// Channels whose spreads differ tenfold, correlated.
  private func moments(_ channels: Int) throws -> ChannelMoments {
    var factor = Matrix(
      rows: channels, columns: channels, elements: drawn(channels * channels, 1))
    for column in 0..<channels { factor[0, column] *= 10 }
    return try ChannelMoments(
      means: drawn(channels, 2), covariance: factor.multiplied(byTransposeOf: factor))
  }

  private func squares(_ values: [Float]) -> Double {
    values.reduce(0) { $0 + Double($1) * Double($1) }
  }

  @Test func aTurnKeepsTheLengthThatItIsOf() throws {
    let moments = try moments(5)
    let change = drawn(5, 3).map(Float.init)
    for kind in MatchedLength.allCases {
      for draw in 0..<20 as Range<UInt64> {
        let turn = MatchedTurn(kind, moments, drawnFrom: RandomStream(seed: draw))
        let turned = turn.apply(to: change, write: 0)
        let (before, after) =
          kind == .euclidean
          ? (squares(change), squares(turned))
          : (moments.squaredLength(change), moments.squaredLength(turned))
        #expect(abs(after / before - 1) < 1e-3)
        #expect(zip(change, turned).contains { abs($0 - $1) > 0.01 })
      }
    }
  }

  @Test func changesThatWereAlikeStayAlikeAndSquaresKeepTheirOwn() throws {
    let turn = MatchedTurn(.mahalanobis, try moments(4), drawnFrom: RandomStream(seed: 8))
    let change = drawn(4, 5).map(Float.init)
    let nothing = [Float](repeating: 0, count: 4)
    let turned = turn.apply(to: change + nothing + change, write: 3)
    #expect(turned[0..<4] == turned[8..<12])
    #expect(turned[4..<8].allSatisfy { $0 == 0 })
  }

  @Test func theMainDirectionCanBeTurnedAwayFromItself() throws {
    let moments = try moments(4)
    let change = drawn(4, 7).map(Float.init)
    let smaller = change.map { $0 / 10 }
    for kind in MatchedLength.allCases {
      for draw in 0..<10 as Range<UInt64> {
        let turn = MatchedTurn(
          kind, moments, away: smaller + change, drawnFrom: RandomStream(seed: draw))
        let turned = turn.apply(to: change, write: 0)
        func white(_ values: [Float]) -> [Double] {
          (0..<4).map { row in
            (0..<4).reduce(0) { $0 + moments.inverseRoot[row, $1] * Double(values[$1]) }
          }
        }
        // Nothing of the change is read in what it was turned into, and its own length is kept.
        let (before, after) = (white(change), white(turned))
        let product = zip(before, after).reduce(0) { $0 + $1.0 * $1.1 }
        let lengths = [before, after].map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        #expect(abs(product) < 1e-3 * lengths[0] * lengths[1])
        let kept =
          kind == .mahalanobis
          ? lengths[1] / lengths[0] : (squares(turned) / squares(change)).squareRoot()
        #expect(abs(kept - 1) < 1e-3)
      }
    }
  }

  /// A channel that goes along with what is used, and changes ten times as much: at a right angle to the
  /// whole change lies what is used, almost alone.
  @Test func aDirectionThatIsTurnedAwayDoesNotMoveWhatIsUsed() throws {
    // What is used varies alone; the second is ten times as much and noise; the third is noise.
    let covariance = Matrix<Double>(
      rows: 3, columns: 3, elements: [1, 10, 0, 10, 101, 0, 0, 0, 1])
    let moments = try ChannelMoments(means: [0, 0, 0], covariance: covariance)
    let change: [Float] = [1, 10, 0]
    for draw in 0..<10 as Range<UInt64> {
      let turned = MatchedTurn(
        .euclidean, moments, away: change, drawnFrom: RandomStream(seed: draw)
      ).apply(to: change, write: 0)
      #expect(abs(turned[0]) < 0.02)
      #expect(abs(squares(turned) - 101) < 0.1)
    }
  }

  @Test func oneChannelIsExchangedAmongSquares() throws {
    let turn = MatchedTurn(.euclidean, try moments(1), drawnFrom: RandomStream(seed: 8))
    let change = drawn(12, 6).map(Float.init)
    let turned = turn.apply(to: change, write: 1)
    #expect(turned != change)
    #expect(turned.map { abs($0) }.sorted() == change.map { abs($0) }.sorted())
    #expect(turn.apply(to: change, write: 1) == turned)
    #expect(turn.apply(to: change, write: 2) != turned)
  }

  @Test func momentsAreOfFreeSquaresAndTheirRootsFit() throws {
    let levels = try #require(InterventionFixtures.levels)
    let some = try levels.selecting([0, 1])
    var maps = Tensor(shape: [2, some.rows, some.columns, 2])
    for (index, level) in some.levels.enumerated() {
      for cell in 0..<some.cells {
        let place = (index * some.cells + cell) * 2
        maps.elements[place] = level.grid.walls[cell] ? 1000 : Float(cell % 7)
        maps.elements[place + 1] = 2
      }
    }
    let moments = try ChannelMoments(maps, levels: some)
    #expect(moments.means[0] < 7 && moments.means[1] == 2)
    #expect(moments.rank == 1)
    let identity = moments.root.multiplied(by: moments.inverseRoot)
    #expect(abs(identity[0, 0] - 1) < 1e-9 && abs(identity[1, 1]) < 1e-9)
    #expect(
      abs(moments.root.multiplied(by: moments.root)[0, 0] - moments.covariance[0, 0]) < 1e-9)
  }
}
