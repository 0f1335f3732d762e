internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
package import Statistics

/// The worth of the best candidate so far, read tick by tick at the agent's square.
///
/// The worth of a candidate is 1 where its first move meets a goal, less for each move that it takes
/// longer, and 0 where it meets none. What is explained is beyond the goal's place as seen from the
/// agent, the network's decision and the last worth, with a regression of their own at each tick; beyond
/// the same worth in a level without walls; and beyond what stays the same from tick to tick.
package struct SerialValue: Sendable {
  package let share: BootstrapEstimate
  package let untrained: [BootstrapEstimate]
  /// The share with the worths of other levels.
  package let exchanged: PermutationNull

  package var effect: BootstrapEstimate { share.minus(untrained: untrained) }

  /// - Parameters:
  ///   - chosen: the candidate of each tick, from the first tick on.
  ///   - decisions: of each place of the rows.
  /// - Returns: nil where ticks are left out or the best worth is the same in all levels and ticks.
  init?(
    _ captures: NetworkCaptures, rows: TraceRows, ends: CandidateEnds, chosen: [Int],
    decisions: [ActionSet], settings: SearchSettings, random: RandomStream
  ) throws {
    let numbers = captures.series.numbers
    guard numbers.count == chosen.count, numbers.first ?? 2 <= 1,
      zip(numbers, numbers.dropFirst()).allSatisfy({ $1 == $0 + 1 })
    else { return nil }
    let levels = rows.places.count
    let own = Self.panel(ends.meetings, chosen, length: ends.length)
    let open = Self.panel(ends.openMeetings, chosen, length: ends.length)
    guard own.contains(where: { tick in tick.elements.contains { $0 != own[0].elements[0] } })
    else {
      return nil
    }
    let places = rows.tracePlaces.levels
    let moves = captures.levels.moves
    var design: [Double] = []
    for (place, level) in places.enumerated() {
      let (start, goal) = (level.start, level.goal)
      design += [
        Double(goal.row - start.row), Double(goal.column - start.column),
        Double(moves.openDistance(from: start, to: goal)),
      ]
      design += (0..<moves.count).map { decisions[place].contains($0) ? 1 : 0 }
      design += [own[own.count - 1][place, 0]]
    }
    let units = try LevelUnits(rows.places.map { captures.levels.keys[$0] })
    let folds = Folds(units)
    func network(_ number: Int) throws -> IterateShares {
      let panel = try captures.series.sites.map { site -> Matrix<Double> in
        let maps = try captures.sets[number].activations(at: site)
        let channels = maps.shape[3]
        var elements: [Double] = []
        elements.reserveCapacity(levels * channels)
        for (index, level) in zip(rows.places, places) {
          let first = (index * captures.levels.cells + level.grid.index(level.start)) * channels
          elements += maps.elements[first..<first + channels].map { Double($0) }
        }
        return Matrix(rows: levels, columns: channels, elements: elements)
      }
      return try IterateShares(
        panel, design: Matrix(rows: levels, columns: design.count / levels, elements: design),
        rivals: open, removesMeans: true, unitOfRow: units.unitOfLevel, folds: folds)
    }
    var resampling = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: folds.report.count, replicates: settings.replicates, using: &resampling)
    func estimate(_ network: IterateShares) throws -> BootstrapEstimate {
      bootstrap.estimate(try network.errors(of: own).report) { sums in
        let (without, with) = (sums[sums.startIndex], sums[sums.startIndex + 1])
        return without > 1e-9 ? (without - with) / without : 0
      }
    }
    let trained = try network(0)
    share = try estimate(trained)
    untrained = try captures.sets.indices.dropFirst().map { try estimate(network($0)) }
    var drawing = random.split("exchanges")
    let orders = (0..<SerialCandidates.permutations).map { _ in drawing.permutation(levels) }
    let draws = try Parallel.tryMap(orders.count) { number in
      try trained.share(of: own.map { $0.selectingRows(orders[number]) })
    }
    exchanged = PermutationNull(
      name: "the worths of other levels", observed: share.value, draws: draws)
  }

  /// The best worth so far at each tick, `[levels, 1]`.
  private static func panel(
    _ meetings: [[Int?]], _ chosen: [Int], length: Int
  ) -> IterateShares.Panel {
    var best = [Double](repeating: 0, count: meetings.count)
    return chosen.map { candidate in
      for (level, own) in meetings.enumerated() {
        let worth = own[candidate].map { Double(length + 1 - $0) / Double(length) } ?? 0
        best[level] = max(best[level], worth)
      }
      return Matrix(rows: best.count, columns: 1, elements: best)
    }
  }
}
