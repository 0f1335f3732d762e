import Foundation
import LinearAlgebra
import Probing
import Testing

/// Directions whose course from one checkpoint to the next is known.
@Suite struct DirectionDriftTests {
  private let rows = 400
  private let others = 300
  private let p = 12

  private func normal(_ rows: Int, _ columns: Int, _ random: inout RandomStream) -> Matrix<Double> {
    Matrix(
      rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in random.normal() })
  }

  private func turn(_ random: RandomStream) -> Matrix<Double> {
    let rows = random.orthonormalRows(p)
    return Matrix(rows: p, columns: p, elements: rows.flatMap { $0 })
  }

  private func turned(_ direction: [Double], _ turn: Matrix<Double>) -> [Double] {
    turn.transposedMultiplied(
      by: Matrix(rows: p, columns: 1, elements: direction)
    ).elements
  }

  @Test func aTurnedCodeHasNotMoved() throws {
    var random = RandomStream(seed: 1)
    let (codes, neutral) = (normal(rows, p, &random), normal(others, p, &random))
    let direction = (0..<p).map { _ in random.normal() }
    let turn = turn(RandomStream(seed: 2))
    let drift = try DirectionDrift(
      from: .init(codes: codes, neutral: neutral, direction: direction, reliability: 1),
      to: .init(
        codes: codes.multiplied(by: turn), neutral: neutral.multiplied(by: turn),
        direction: turned(direction, turn), reliability: 1), using: &random)
    #expect(drift.drift < 1e-9)
    #expect(drift.controls.count == 200 && drift.controls.allSatisfy { $0 < 1e-6 })
  }

  /// The codes stay; the direction is turned by an angle that is known.
  @Test(arguments: [0.2, 0.6, 1.2])
  func aDirectionThatTurnsMovesByTheSquareOfTheSine(_ angle: Double) throws {
    var random = RandomStream(seed: 3)
    // Codes of equal size in all directions, so that the metric is that of plain angles.
    let basis = turn(RandomStream(seed: 4))
    var codes = Matrix<Double>(rows: 2 * p, columns: p)
    for row in 0..<p {
      for column in 0..<p {
        codes[2 * row, column] = basis[row, column]
        codes[2 * row + 1, column] = -basis[row, column]
      }
    }
    let neutral = normal(others, p, &random)
    var (before, after) = ([Double](repeating: 0, count: p), [Double](repeating: 0, count: p))
    before[0] = 1
    (after[0], after[1]) = (cos(angle), sin(angle))
    let drift = try DirectionDrift(
      from: .init(codes: codes, neutral: neutral, direction: before, reliability: 1),
      to: .init(codes: codes, neutral: neutral, direction: after, reliability: 1),
      using: &random)
    #expect(abs(drift.drift - sin(angle) * sin(angle)) < 1e-9)
    // Nothing else has moved.
    #expect(drift.percentile == 1)
    // What each is known with is made up for: by halves .6, by all .75.
    let corrected = try DirectionDrift(
      from: .init(codes: codes, neutral: neutral, direction: before, reliability: 0.6),
      to: .init(codes: codes, neutral: neutral, direction: after, reliability: 1),
      using: &random)
    #expect(
      abs(corrected.drift - (1 - min(1, cos(angle) * cos(angle) / 0.75))) < 1e-9)
  }

  /// The network writes everything anew but what the decision reads.
  @Test func aDirectionThatIsKeptWhileOthersMoveHasALowPercentile() throws {
    var random = RandomStream(seed: 5)
    let (codes, neutral) = (normal(rows, p, &random), normal(others, p, &random))
    var change = Matrix<Double>.identity(p)
    for row in 1..<p {
      for column in 1..<p { change[row, column] += 0.4 * random.normal() }
    }
    var direction = [Double](repeating: 0, count: p)
    direction[0] = 1
    func drift(_ direction: [Double], later: [Double]) throws -> DirectionDrift {
      var random = RandomStream(seed: 6)
      return try DirectionDrift(
        from: .init(codes: codes, neutral: neutral, direction: direction, reliability: 1),
        to: .init(
          codes: codes.multiplied(by: change), neutral: neutral.multiplied(by: change),
          direction: later, reliability: 1), using: &random)
    }
    #expect(try drift(direction, later: direction).percentile < 0.05)
    // One that is read by the same weights while its code is written anew moves as others do, or more.
    var other = [Double](repeating: 0, count: p)
    other[3] = 1
    #expect(try drift(other, later: other).percentile > 0.2)
  }

  /// Squares where there is nothing say nothing of the directions of things: these are not turned.
  @Test func directionsThatNothingNeutralHasAPartInStay() throws {
    var random = RandomStream(seed: 8)
    let codes = normal(rows, p, &random)
    var neutral = normal(others, p, &random)
    for row in 0..<others { for column in 2..<p { neutral[row, column] = 0 } }
    let direction = (0..<p).map { _ in random.normal() }
    let state = DirectionDrift.Checkpoint(
      codes: codes, neutral: neutral, direction: direction, reliability: 1)
    let drift = try DirectionDrift(from: state, to: state, using: &random)
    #expect(drift.drift < 1e-6 && drift.controls.allSatisfy { $0 < 1e-6 })
  }

  @Test func aDirectionWithoutVarianceHasNoDrift() throws {
    var random = RandomStream(seed: 7)
    let (codes, neutral) = (normal(rows, p, &random), normal(others, p, &random))
    let state = DirectionDrift.Checkpoint(
      codes: codes, neutral: neutral, direction: [Double](repeating: 0, count: p), reliability: 1)
    let drift = try DirectionDrift(from: state, to: state, using: &random)
    #expect(drift.drift.isNaN && drift.percentile.isNaN && drift.controls.isEmpty)
  }
}
