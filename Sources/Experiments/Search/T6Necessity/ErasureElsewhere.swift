internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

/// The plan taken out along the best ways of each level, beside the same erasure of as many squares
/// off them.
///
/// It stands in where no random subspace moves the activations as far as the plan's: what is taken
/// out is then the same, and only where differs.
struct ErasureElsewhere {
  /// The drop of each level with the plan taken out along the best ways.
  let drops: [Double]
  let null: MatchedNull

  static let name = "the same erasure of as many squares off the best ways"

  /// - Parameters:
  ///   - draws: how often other squares are drawn.
  ///   - only: the levels that each draw is tried on.
  init(
    _ plan: PlanErasers, _ decisions: ErasedDecisions, natural: ErasedDecisions.Result,
    draws: Int, only: @Sendable (Int) -> [Int], random: RandomStream
  ) throws {
    // As many on as off: of long ways only the squares nearest to the start.
    let ways = decisions.ways.map { ways in
      (on: Array(ways.on.prefix(ways.off.count)), off: ways.off)
    }
    let along = try decisions.run(plan.erasers, at: plan.sites, squares: ways.map(\.on))
    let drops = zip(natural.optimality, along.optimality).map { $0 - $1 }
    self.drops = drops
    null = MatchedNull(
      name: Self.name, own: drops,
      outcomes: try Parallel.tryMap(draws) { draw in
        let levels = only(draw)
        var random = random.split(UInt64(draw))
        let squares = levels.map { level -> [Int] in
          var off = ways[level].off
          random.shuffle(&off)
          return Array(off.prefix(ways[level].on.count))
        }
        let run = try decisions.run(plan.erasers, at: plan.sites, only: levels, squares: squares)
        return (levels, zip(levels, run.optimality).map { natural.optimality[$0] - $1 })
      })
  }
}
