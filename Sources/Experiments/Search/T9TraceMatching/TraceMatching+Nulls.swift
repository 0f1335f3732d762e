internal import Environments
internal import LinearAlgebra
internal import Statistics

extension TraceMatching {
  /// The family's share under traces that are wrong in time, and wrong in place.
  static func nulls(
    _ lead: Share, _ family: [SearchAlgorithm], _ observed: Double, _ network: TraceNetwork,
    forms: [ResidualForm], rows: TraceRows, nuisance: TraceNuisance, random: RandomStream
  ) throws -> (ticks: PermutationNull?, places: PermutationNull?) {
    guard let place = network.best(lead.algorithm) else { return (nil, nil) }
    let trace = network.traces[place]
    let rivals = network.rivals(of: family)
    let ticks = trace.iterations.count
    var drawing = random.split("ticks")
    let orders = (0..<tickPermutations).map { _ in drawing.permutation(ticks) }
    guard
      let form = forms.first(where: {
        $0.algorithm == trace.algorithm && $0.name == trace.name
      })
    else { return (nil, nil) }
    let permuted = try network.grams.shares(
      of: form.columns(at: trace.iterations), inOrders: orders, rivals: rivals)
    let wrong = try wrongShares(
      trace, rivals, network, rows: rows, nuisance: nuisance, random: random.split("places"))
    return (
      PermutationNull(
        name: "the trace with its ticks in another order", observed: observed, draws: permuted),
      wrong.isEmpty
        ? nil
        : PermutationNull(
          name: "the trace of goals and agents elsewhere", observed: observed, draws: wrong)
    )
  }

  /// Shares of the same form with goal and agent at squares drawn anew.
  private static func wrongShares(
    _ trace: AlignedTrace, _ rivals: [Int], _ network: TraceNetwork, rows: TraceRows,
    nuisance: TraceNuisance, random: RandomStream
  ) throws -> [Double] {
    let own = rows.tracePlaces
    guard
      let source = TraceSource.all(
        last: own.furthest + 1, hasDiagonals: own.hasDiagonals, random: random
      ).first(where: {
        $0.algorithm == trace.algorithm && $0.name == trace.name
      })
    else { return [] }
    return try (0..<wrongPlaces).map { draw in
      let stream = random.split(UInt64(draw))
      let others = Parallel.map(own.levels.count) { index -> MazeLevel in
        var random = stream.split(UInt64(index))
        return elsewhere(own.levels[index], using: &random)
      }
      let form = TraceForm(
        source, TraceForm.Places(levels: others, cells: own.cells), at: trace.iterations)
      return try network.grams.share(of: nuisance.residual(form.maps), rivals: rivals)
    }
  }

  /// The level with one goal and the agent on other squares of its own, as far apart as chance has
  /// it; unchanged where none can be found.
  private static func elsewhere(
    _ level: MazeLevel, using random: inout RandomStream
  ) -> MazeLevel {
    let free = level.grid.freeCells.filter { level.object(at: $0) == nil }
    guard free.count >= 2 else { return level }
    for _ in 0..<20 {
      let order = (free[random.below(free.count)], free[random.below(free.count)])
      let objects = level.objects.filter { !level.goals.contains($0.cell) }
      guard let goal = level.objects.first(where: { level.goals.contains($0.cell) }) else {
        return level
      }
      if let other = try? MazeLevel(
        grid: level.grid, objects: [PlacedObject(goal.type, at: order.0)] + objects,
        start: order.1, distractorsEndEpisodes: level.distractorsEndEpisodes)
      {
        return other
      }
    }
    return level
  }
}
