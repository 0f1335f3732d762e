internal import LinearAlgebra
package import Statistics

/// Channels that carry what the network decides by, against the others, against random sets of as
/// many.
package struct ChannelGroups: Sendable {
  package let carriers: ChannelCarriers
  /// The change of the choice without all carriers, and without all others.
  package let own: BootstrapEstimate
  package let others: BootstrapEstimate
  /// Random sets of as many channels as there are carriers, drawn from all channels.
  package let random: MatchedNull
  package let randomMean: BootstrapEstimate
  /// The carriers beyond random sets of as many.
  package let beyond: BootstrapEstimate
  /// How many sets of as many channels there are, no more than a thousand counted.
  package var sets: Int {
    let (total, size) = (carriers.weights.count, carriers.channels.count)
    var product = 1.0
    for index in 0..<min(size, total - size) {
      product *= Double(total - index) / Double(index + 1)
    }
    return Int(min(product.rounded(), 1000))
  }
  /// How many channels are in each of the sets that are compared by equal numbers.
  package let equal: Int
  /// Random sets of ``equal`` carriers, and of as many others.
  package let equalCarriers: BootstrapEstimate
  package let equalOthers: BootstrapEstimate
  /// The first less the second.
  package let difference: BootstrapEstimate

  init(
    _ carriers: ChannelCarriers, _ reading: DecisionReading,
    _ run: @Sendable ([Int]) throws -> InterventionRun, settings: InterventionSettings,
    _ bootstrap: LevelBootstrap, random: RandomStream
  ) throws {
    let everywhere = Array(reading.decisions.report.indices)
    @Sendable func values(_ channels: [Int], on numbers: [Int]) throws -> [Double] {
      reading.values(.choice, of: try run(channels).logits(on: numbers), on: numbers)
    }
    func mean(_ values: [Double]) -> BootstrapEstimate {
      Proportion.bootstrapped(successes: values, trials: values.map { _ in 1 }, with: bootstrap)
    }
    /// Random sets from among some channels, each tried on all levels.
    func sets(_ name: String, of size: Int, from pool: [Int], beside: [Double]) throws
      -> MatchedNull
    {
      let stream = random.split(name)
      let draws = try Parallel.tryMap(settings.draws) { draw in
        var drawing = stream.split(UInt64(draw))
        let order = drawing.permutation(pool.count)
        return try values(order.prefix(size).map { pool[$0] }.sorted(), on: everywhere)
      }
      return MatchedNull(name: name, own: beside, outcomes: draws.map { (everywhere, $0) })
    }
    let (chosen, rest) = (carriers.channels, carriers.others)
    let without = try values(chosen, on: everywhere)
    let withoutOthers = try values(rest, on: everywhere)
    let drawn = try sets(
      "random sets of \(chosen.count) channels", of: chosen.count,
      from: Array(carriers.weights.indices), beside: without)
    let size = min(chosen.count, rest.count)
    // A whole group is its only set.
    let some =
      size == chosen.count
      ? without
      : try sets("sets of \(size) carriers", of: size, from: chosen, beside: without).levels
    let few =
      size == rest.count
      ? withoutOthers
      : try sets("sets of \(size) others", of: size, from: rest, beside: withoutOthers).levels
    self.carriers = carriers
    self.random = drawn
    own = mean(without)
    others = mean(withoutOthers)
    randomMean = mean(drawn.levels)
    beyond = mean(zip(without, drawn.levels).map { $0 - $1 })
    equal = size
    equalCarriers = mean(some)
    equalOthers = mean(few)
    difference = mean(zip(some, few).map { $0 - $1 })
  }
}
