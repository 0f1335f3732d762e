/// Scores of things that are either positive or negative, and how well they tell the two apart.
package struct BinaryScores: Sendable, Equatable {
  package let scores: [Double]
  package let isPositive: [Bool]

  /// - Precondition: as many labels as scores, all scores finite.
  package init(_ scores: [Double], isPositive: [Bool]) {
    precondition(
      scores.count == isPositive.count, "\(scores.count) scores need as many labels.")
    precondition(scores.allSatisfy(\.isFinite), "Scores have to be finite.")
    self.scores = scores
    self.isPositive = isPositive
  }

  /// The chance that a positive scores above a negative, ties counting one half (Mann and Whitney);
  /// NaN without one of the two.
  ///
  /// - Complexity: a sort.
  package var areaUnderCurve: Double {
    let positives = isPositive.count { $0 }
    let negatives = scores.count - positives
    guard positives > 0, negatives > 0 else { return .nan }
    let ranks = Ranks.average(scores)
    let sum = ranks.indices.reduce(0.0) { isPositive[$1] ? $0 + ranks[$1] : $0 }
    let least = Double(positives * (positives + 1)) / 2
    return (sum - least) / Double(positives * negatives)
  }

  /// The share of pairs of places in which the first scores above the second, ties counting one half;
  /// NaN without pairs.
  package func pairedAccuracy(_ pairs: [(positive: Int, negative: Int)]) -> Double {
    guard !pairs.isEmpty else { return .nan }
    let won = pairs.reduce(0.0) { sum, pair in
      let (first, second) = (scores[pair.positive], scores[pair.negative])
      return sum + (first > second ? 1 : first == second ? 0.5 : 0)
    }
    return won / Double(pairs.count)
  }

  /// The mean squared difference of score and label, for scores that are probabilities (Brier).
  package var brier: Double {
    guard !scores.isEmpty else { return .nan }
    let sum = scores.indices.reduce(0.0) { sum, place in
      let error = scores[place] - (isPositive[place] ? 1 : 0)
      return sum + error * error
    }
    return sum / Double(scores.count)
  }

  /// A group of places of similar scores.
  package struct Bin: Sendable, Equatable {
    package let count: Int
    package let meanScore: Double
    package let positiveShare: Double
  }

  /// The places in order of their scores, in groups of equal size as far as that goes. Equal scores
  /// are told apart by their place.
  package func bins(_ number: Int = 10) -> [Bin] {
    let order = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
    let number = min(number, order.count)
    return (0..<number).map { bin in
      let part = order[bin * order.count / number..<(bin + 1) * order.count / number]
      let count = Double(part.count)
      return Bin(
        count: part.count, meanScore: part.reduce(0.0) { $0 + scores[$1] } / count,
        positiveShare: Double(part.count { isPositive[$0] }) / count)
    }
  }

  /// The mean over ``bins(_:)`` of how far score and share of positives are apart, by size: the
  /// expected calibration error.
  package func calibrationError(bins number: Int = 10) -> Double {
    guard !scores.isEmpty else { return .nan }
    return bins(number).reduce(0.0) {
      $0 + abs($1.meanScore - $1.positiveShare) * Double($1.count)
    } / Double(scores.count)
  }

  /// The share of wrong decisions among those made, as fewer and fewer abstain: places in order of
  /// how far their score is from one half, the surest first.
  package var riskByCoverage: [(coverage: Double, risk: Double)] {
    let order = scores.indices.sorted {
      (-abs(scores[$0] - 0.5), $0) < (-abs(scores[$1] - 0.5), $1)
    }
    var wrong = 0.0
    return order.enumerated().map { number, place in
      let score = scores[place]
      wrong += score == 0.5 ? 0.5 : (score > 0.5) == isPositive[place] ? 0 : 1
      return (Double(number + 1) / Double(order.count), wrong / Double(number + 1))
    }
  }
}
