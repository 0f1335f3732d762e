import Experiments
import Foundation
import LinearAlgebra
import Statistics
import Testing

/// Two codes and a reader, trained by gradient descent on choices between a red door and a plain thing:
/// `z = g'(b + p)`, or `g'(b - p)` where the door is not the red thing.
@Suite struct ConfoundedDriftTests {
  private static let width = 6
  private static let rate = 0.002
  private static let steps = 3000

  /// How training that goes on for 3000 steps moves the worths; every step is kept.
  ///
  /// - Parameter apart: the share of levels in which one thing is a door and the other red.
  private func train(
    _ trained: ConfoundedDrift.Trained, seed: UInt64, areEqual: Bool = false, apart: Double = 0
  ) -> [ConfoundedDrift.Point] {
    var random = RandomStream(seed: seed).split("confounded")
    func draw(_ scale: Double) -> [Double] {
      (0..<Self.width).map { _ in scale * random.normal() }
    }
    var (base, proxy, reader) = (draw(0.6), draw(0.3), draw(0.3))
    if areEqual {
      // Orthogonal and as long: E'E is a multiple of the identity.
      base = (0..<Self.width).map { $0 == 0 ? 0.7 : 0 }
      proxy = (0..<Self.width).map { $0 == 1 ? 0.7 : 0 }
    }
    var points = [ConfoundedDrift.Point(base: base, proxy: proxy, reader: reader)]
    for _ in 0..<Self.steps {
      var gradients = (base: [Double](), proxy: [Double](), reader: [Double]())
      gradients.base = [Double](repeating: 0, count: Self.width)
      (gradients.proxy, gradients.reader) = (gradients.base, gradients.base)
      for (share, sign) in [(1 - apart, 1.0), (apart, -1.0)] where share > 0 {
        let code = zip(base, proxy).map { $0 + sign * $1 }
        let z = zip(reader, code).reduce(0) { $0 + $1.0 * $1.1 }
        let push = Self.rate * share / (1 + exp(z))
        for index in 0..<Self.width {
          gradients.base[index] += push * reader[index]
          gradients.proxy[index] += push * sign * reader[index]
          gradients.reader[index] += push * code[index]
        }
      }
      for index in 0..<Self.width {
        if trained != .reader {
          base[index] += gradients.base[index]
          proxy[index] += gradients.proxy[index]
        }
        if trained != .codes { reader[index] += gradients.reader[index] }
      }
      points.append(ConfoundedDrift.Point(base: base, proxy: proxy, reader: reader))
    }
    return points
  }

  /// Where the codes alone are trained, the difference of the worths is conserved.
  @Test func trainedCodesConserveTheDifference() throws {
    for seed in 0..<10 as Range<UInt64> {
      let found = try #require(ConfoundedDrift(train(.codes, seed: seed), trained: .codes))
      #expect(found.expected == 0)
      #expect(abs(found.observed) < 1e-11)
    }
  }

  /// So it is where the reader alone is trained, on codes of equal length; on others it is not.
  @Test func aTrainedReaderConservesItBetweenEqualCodes() throws {
    for seed in 0..<10 as Range<UInt64> {
      let equal = try #require(
        ConfoundedDrift(train(.reader, seed: seed, areEqual: true), trained: .reader))
      #expect(abs(equal.expected) < 1e-11 && abs(equal.observed) < 1e-11)
      let other = try #require(ConfoundedDrift(train(.reader, seed: seed), trained: .reader))
      #expect(abs(other.observed) > 0.01)
      #expect(abs(other.expected - other.observed) < 1e-9 * max(1, abs(other.observed)))
    }
  }

  /// Where both are, it drifts, by what the squares of the codes' lengths say; from one checkpoint in
  /// 300 nearly as much is expected as from every one.
  @Test func bothTrainedDriftAsExpected() throws {
    for seed in 0..<10 as Range<UInt64> {
      let points = train(.both, seed: seed)
      let found = try #require(ConfoundedDrift(points))
      #expect(abs(found.observed) > 0.01)
      #expect(abs(found.expected - found.observed) < 0.01 * abs(found.observed))
      let thinned = points.indices.filter { $0 % 300 == 0 }.map { points[$0] }
      let rough = try #require(ConfoundedDrift(thinned))
      #expect(abs(rough.expected - found.observed) < 0.1 * abs(found.observed))
    }
  }

  /// Levels that tell the two apart move it much further than this theory of levels that do not.
  @Test func levelsThatTellApartMoveItFurther() throws {
    var further = 0
    for seed in 0..<10 as Range<UInt64> {
      let found = try #require(
        ConfoundedDrift(train(.both, seed: seed, apart: 0.05)))
      let without = try #require(ConfoundedDrift(train(.both, seed: seed)))
      if found.observed > without.observed + 0.1, found.observed > found.expected + 0.1 {
        further += 1
      }
    }
    #expect(further == 10)
  }

  @Test func oneCheckpointSaysNothing() {
    #expect(ConfoundedDrift([ConfoundedDrift.Point(base: [1], proxy: [2], reader: [3])]) == nil)
  }
}
