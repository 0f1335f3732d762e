package import LinearAlgebra

/// The gradient of a smoothed fitness by antithetic pairs (Salimans et al., *Evolution strategies
/// as a scalable alternative to reinforcement learning*, 2017).
///
/// `g = 1 / (2 n sigma) sum_i (F(x + sigma e_i) - F(x - sigma e_i)) e_i` with `e_i` standard
/// normal. The noise of pair `i` is a function of the stream and of `i`.
package struct EvolutionEstimate: Sendable {
  /// What becomes of the fitness values before they are weighted.
  package enum Shaping: Sendable {
    case none
    /// Their ranks among all, from -0.5 to 0.5; equal values share the mean of their ranks.
    case centredRanks
  }

  /// Uphill, one number a parameter.
  package let gradient: [Double]
  /// The fitness of each pair's members.
  package let fitness: [(above: Double, below: Double)]

  /// - Parameters:
  ///   - places: the parameters that are moved; the rest stay.
  ///   - value: the fitness of parameters; the pair's number says what chance is common to both
  ///     members.
  package init(
    at parameters: [Float], moving places: [Int], pairs: Int, deviation: Double,
    shaping: Shaping, random: RandomStream,
    fitness value: @Sendable (_ pair: Int, _ parameters: [Float]) throws -> Double
  ) throws {
    fitness = try Parallel.tryMap(pairs) { pair in
      let noise = Self.noise(pair, places.count, random)
      func moved(_ sign: Double) -> [Float] {
        var result = parameters
        for (place, draw) in zip(places, noise) {
          result[place] = Float(Double(parameters[place]) + sign * deviation * draw)
        }
        return result
      }
      return (try value(pair, moved(1)), try value(pair, moved(-1)))
    }
    var shaped = fitness.flatMap { [$0.above, $0.below] }
    if case .centredRanks = shaping { shaped = Self.centredRanks(shaped) }
    var gradient = [Double](repeating: 0, count: parameters.count)
    for pair in 0..<pairs {
      let weight = (shaped[2 * pair] - shaped[2 * pair + 1]) / (2 * Double(pairs) * deviation)
      for (place, draw) in zip(places, Self.noise(pair, places.count, random)) {
        gradient[place] += weight * draw
      }
    }
    self.gradient = gradient
  }

  private static func noise(_ pair: Int, _ count: Int, _ random: RandomStream) -> [Double] {
    var stream = random.split(UInt64(pair))
    return (0..<count).map { _ in stream.normal() }
  }

  /// Ranks from -0.5 for the least value to 0.5 for the largest.
  package static func centredRanks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = Double(start + end - 1) / 2 }
      start = end
    }
    let last = Double(max(values.count - 1, 1))
    return ranks.map { $0 / last - (values.count > 1 ? 0.5 : 0) }
  }
}
