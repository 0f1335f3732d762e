import Foundation
import LinearAlgebra
import Testing

@Test func aStreamGoesOnFromItsPosition() {
  var stream = RandomStream(seed: 7)
  let words = (0..<101).map { _ in stream.next() }
  #expect(stream.position == 101)
  for position in [0, 1, 2, 37, 100] {
    var later = RandomStream(key: 7, position: UInt64(position))
    #expect(later.next() == words[position])
  }
  #expect(Set(words).count == words.count)
}

@Test func aStreamKeptInTheMiddleOfABlockGoesOnTheSame() throws {
  for draws in 0..<5 {
    var stream = RandomStream(seed: 8)
    for _ in 0..<draws { _ = stream.next() }
    var kept = try JSONDecoder().decode(RandomStream.self, from: JSONEncoder().encode(stream))
    #expect(kept == stream && kept.position == UInt64(draws))
    for _ in 0..<3 { #expect(kept.next() == stream.next()) }
    #expect(kept == stream)
    #expect(kept != RandomStream(seed: 8))
  }
}

@Test func aSplitDependsOnItsNameAloneAndDoesNotAdvanceTheStream() {
  var stream = RandomStream(seed: 7)
  let before = stream.split("a")
  #expect(stream.position == 0)
  _ = stream.next()
  #expect(stream.split("a") == before)
  #expect(stream.split(3) == RandomStream(seed: 7).split(3))
  var keys: Set<UInt64> = [stream.key]
  for index in 0..<1000 { keys.insert(stream.split(UInt64(index)).key) }
  for name in ["", "a", "b", "ab", "ba", "levels", "batches"] {
    keys.insert(stream.split(name).key)
  }
  #expect(keys.count == 1 + 1000 + 7)
}

@Test func splitsAreIndependentOfEachOtherAndOfTheirParent() {
  // Correlations of 65,536 draws between any two of nine streams: all within 5 standard errors.
  let count = 65_536
  let root = RandomStream(seed: 11)
  var streams = [root, root.split("x"), root.split("y"), root.split("x").split("x")]
  for index in 0..<5 { streams.append(root.split(UInt64(index))) }
  let draws = streams.map { stream in
    var stream = stream
    return (0..<count).map { _ in stream.uniform() - 0.5 }
  }
  for first in draws.indices {
    for second in (first + 1)..<draws.count {
      let sum = zip(draws[first], draws[second]).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(sum * 12) < 5 * Double(count).squareRoot())
    }
  }
}

@Test func uniformNumbersHaveTheMomentsOfTheirDistribution() {
  let count = 200_000
  var stream = RandomStream(seed: 1)
  let draws = (0..<count).map { _ in stream.uniform() }
  #expect(draws.allSatisfy { $0 >= 0 && $0 < 1 })
  // Moments 1 to 4 of the uniform distribution, each within 4 standard errors.
  for power in 1...4 {
    let order = Double(power)
    let mean = draws.reduce(0) { $0 + pow($1, order) } / Double(count)
    let expected = 1 / (order + 1)
    let variance = 1 / (2 * order + 1) - expected * expected
    #expect(abs(mean - expected) < 4 * (variance / Double(count)).squareRoot(), "moment \(power)")
  }
}

@Test func normalNumbersHaveTheMomentsOfTheirDistribution() {
  let count = 200_000
  var stream = RandomStream(seed: 2)
  let draws = (0..<count).map { _ in stream.normal() }
  // E x^k is 0, 1, 0, 3 and E x^2k is 1, 3, 15, 105.
  let moments = [(1, 0.0, 1.0), (2, 1, 3), (3, 0, 15), (4, 3, 105)]
  for (power, expected, square) in moments {
    let mean = draws.reduce(0) { $0 + pow($1, Double(power)) } / Double(count)
    let variance = square - expected * expected
    #expect(abs(mean - expected) < 4 * (variance / Double(count)).squareRoot(), "moment \(power)")
  }
  let beyond = Double(draws.count { abs($0) > 1.959964 }) / Double(count)
  #expect(abs(beyond - 0.05) < 4 * (0.05 * 0.95 / Double(count)).squareRoot())
}

@Test(arguments: [1, 2, 3, 7, 10, 1000])
func wholeNumbersBelowABoundAreEquallyLikely(bound: Int) {
  var stream = RandomStream(seed: UInt64(bound))
  let expected = 200
  var counts = [Int](repeating: 0, count: bound)
  for _ in 0..<expected * bound { counts[stream.below(bound)] += 1 }
  let chiSquare = counts.reduce(0.0) {
    $0 + Double(($1 - expected) * ($1 - expected)) / Double(expected)
  }
  // Mean `bound - 1`, variance `2 (bound - 1)`.
  let freedom = Double(bound - 1)
  #expect(abs(chiSquare - freedom) <= 4 * (2 * freedom).squareRoot())
}

@Test func rejectionRemovesTheBiasOfLargeBounds() {
  // Below 3/4 of the range, plain multiplication would give every third number twice as often.
  let bound = 3 << 61
  var stream = RandomStream(seed: 5)
  let count = 60_000
  var thirds = [0, 0, 0]
  for _ in 0..<count {
    let value = stream.below(bound)
    #expect(value >= 0 && value < bound)
    thirds[value % 3] += 1
  }
  for third in thirds {
    let error = (Double(count) * 2 / 9).squareRoot()
    #expect(abs(Double(third) - Double(count) / 3) < 4 * error)
  }
}

@Test func everyOrderOfAFewElementsIsEquallyLikely() {
  var stream = RandomStream(seed: 9)
  var counts: [[Int]: Int] = [:]
  for _ in 0..<24 * 500 { counts[stream.permutation(4), default: 0] += 1 }
  #expect(counts.count == 24)
  let chiSquare = counts.values.reduce(0.0) { $0 + Double(($1 - 500) * ($1 - 500)) / 500 }
  #expect(abs(chiSquare - 23) < 4 * (2 * 23.0).squareRoot())
}

@Test func anOrderHoldsEveryElementOnce() {
  var stream = RandomStream(seed: 9)
  for count in [0, 1, 2, 100] { #expect(stream.permutation(count).sorted() == Array(0..<count)) }
  var words = ["a", "a", "b"]
  stream.shuffle(&words)
  #expect(words.sorted() == ["a", "a", "b"])
}

@Test func aStreamComesBackFromItsText() throws {
  var stream = RandomStream(seed: .max).split("x")
  for _ in 0..<5 { _ = stream.next() }
  let data = try JSONEncoder().encode(stream)
  #expect(try JSONDecoder().decode(RandomStream.self, from: data) == stream)
}
