internal import Agents
internal import Environments
package import LinearAlgebra
internal import NeuralNetworks
package import Statistics

/// T10 for a serial searcher: is another candidate looked at from tick to tick, and is it weighed?
///
/// A candidate is a sequence of moves from the agent, the same in every level; where it leads is told
/// by a model of the level. At each tick the candidate on the board is the one whose end is read best
/// from the activations, with one linear reader for all ticks (``SerialReader``), both chosen on fit
/// levels. Taken out before are what stays the same while the network thinks, the observation around a
/// square, the final answer (``TraceNuisance``), the places as they lie from the agent and the number of
/// steps from it: left is that a move against a wall leads nowhere. The effect counts ticks and levels
/// whose candidate is not the one decided for. In its null the candidates change names, other ones in each
/// level, and reader and candidates are fitted again: what is left of the effect is that of choosing.
///
/// Its value: how soon the best candidate so far meets the goal, tick by tick, is read at the agent's
/// square, beyond the goal's place, the decision, the worth of the last one, and the same worth in a
/// level without walls.
package struct SerialCandidates: Sendable {
  /// A search has at least so many candidates.
  static let fewestCandidates = 3
  /// Renamings of candidates, and exchanges of levels, in the nulls.
  static let permutations = 99
  /// The share of the ends' variance that has to be left by what is told without a model.
  static let leastLeft = 0.02
  /// Longer candidates may be read so much worse.
  static let lengthMargin = 0.01
  /// Another place has to explain so much more.
  static let placeMargin = 0.05
  /// More ticks than these are thinned.
  static let mostTicks = CandidateEnds.mostCandidates
  /// At a tick of which the reader explains less, on the fit levels, no candidate is on the board.
  static let leastRead = EquivalenceMargins.trace
  /// The least share of ticks and levels whose candidate is not the one decided for.
  static let leastLosing = 0.5

  package let captures: NetworkCaptures
  package let settings: SearchSettings
  /// The number of moves of a candidate.
  package let length: Int
  /// The candidate of each tick; nil where none is read.
  package let candidates: [[Int]?]
  /// What is left of the ends' variance by what is told without a model.
  package let left: Double
  /// The share of ticks and levels whose candidate is not the one decided for, of ticks with one.
  package let losing: Double
  /// The share of the losing candidates' ends that the activations explain, and untrained ones do.
  package let share: BootstrapEstimate
  package let untrained: [BootstrapEstimate]
  /// Candidates renamed in each level; nil where the effect is none that counts.
  package let renamed: PermutationNull?
  /// The share of the best worth so far; nil where no candidate meets a goal, or ticks are left out.
  package let value: SerialValue?
  package let fitLevels: Int
  package let reportLevels: Int

  /// The number of different candidates.
  package var distinct: Int { Set(candidates.compactMap { $0 }).count }
  package var effect: BootstrapEstimate { share.minus(untrained: untrained) }

  /// - Parameter others: the network alone on the same levels at other places. The place where a reader
  ///   explains most on the fit levels is taken, the first one unless another is clearly better; the
  ///   untrained networks are read there too.
  /// - Returns: nil for a network in which nothing varies.
  /// - Throws: as a fit does.
  package init?(
    _ captures: NetworkCaptures, others: [NetworkCaptures] = [], settings: SearchSettings,
    random: RandomStream
  ) throws {
    let random = random.split("serial candidates")
    let rows = try TraceRows(captures.levels)
    guard rows.fitUnits >= 2, rows.reportUnits >= 2 else {
      throw StatisticsError.tooFewLevels(
        found: min(rows.fitUnits, rows.reportUnits), needed: 2, purpose: "serial candidates")
    }
    let (places, moves) = (rows.tracePlaces, captures.levels.moves)
    let lengths = CandidateEnds.lengths(moves)
    let all = lengths.map { CandidateEnds($0, places, moves: moves) }
    let nuisance = try TraceNuisance(
      rows, observations: captures.observations, baseline: settings.baseline,
      targets: all[all.count - 1].ends,
      told: CandidateEnds.told(lengths.upperBound, places, moves: moves), steps: false)
    let residuals = all.map { nuisance.residual($0.ends) }
    func activations(_ captures: NetworkCaptures, _ number: Int) throws -> TraceActivations {
      try TraceActivations(
        captures.sets[number], captures.series, rows: rows, nuisance: nuisance, courses: 0)
    }
    var best: (captures: NetworkCaptures, length: Int, reader: SerialReader)?
    for captures in [captures] + others {
      let own = try activations(captures, 0)
      guard let (place, reader) = try Self.reader(own, residuals, rows) else { continue }
      if let known = best, reader.fitShare < known.reader.fitShare + Self.placeMargin { continue }
      best = (captures, place, reader)
    }
    guard let (chosen, place, reader) = best else { return nil }
    let captures = try chosen.adding(captures.agents.dropFirst(chosen.agents.count))
    let ends = all[place]
    let decisions = try Self.decisions(captures, places.levels)
    @Sendable func isLosing(_ candidate: Int, _ level: Int) -> Bool {
      !decisions[level].isEmpty && !decisions[level].contains(ends.sequences[candidate][0])
    }
    var resampling = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: rows.reportUnits, replicates: settings.replicates, using: &resampling)
    func estimate(_ reader: SerialReader, _ chosen: [Int]) -> BootstrapEstimate {
      let sums = reader.errors(of: chosen) { isLosing(chosen[$0], $1) }
      return bootstrap.estimate(sums) { totals in
        let (without, with) = (totals[totals.startIndex], totals[totals.startIndex + 1])
        return without > 0 ? (without - with) / without : 0
      }
    }
    share = estimate(reader, reader.chosen)
    untrained = try captures.sets.indices.dropFirst().compactMap { number in
      try SerialReader(activations(captures, number), ends: residuals[place], rows: rows)
        .map { estimate($0, $0.chosen) }
    }
    let isRead = reader.tickShares.map { $0 >= Self.leastRead }
    let ticks = reader.chosen.indices.filter { isRead[$0] }
    let cells = ticks.count * places.levels.count
    losing =
      Double(
        places.levels.indices.reduce(0) { sum, level in
          sum + ticks.count { isLosing(reader.chosen[$0], level) }
        }) / Double(max(1, cells))
    let counts = (share.minus(untrained: untrained).interval?.lower ?? 0) > EquivalenceMargins.trace
    renamed =
      counts
      ? Self.renamed(
        reader, residuals[place], rows, observed: share.value, random.split("names"), isLosing)
      : nil
    left = Self.left(residuals[place], of: ends.ends, chosen: Set(reader.chosen), rows)
    value = try SerialValue(
      captures, rows: rows, ends: ends, chosen: reader.chosen, decisions: decisions,
      settings: settings, random: random.split("value"))
    self.captures = captures
    self.settings = settings
    length = ends.length
    candidates = reader.chosen.indices.map { isRead[$0] ? ends.sequences[reader.chosen[$0]] : nil }
    fitLevels = rows.fitUnits
    reportLevels = rows.reportUnits
  }

  /// The share where a candidate of one level is another one in the next, with reader and candidates
  /// fitted to these.
  private static func renamed(
    _ reader: SerialReader, _ ends: Matrix<Float>, _ rows: TraceRows, observed: Double,
    _ random: RandomStream, _ isLosing: @Sendable (Int, Int) -> Bool
  ) -> PermutationNull {
    let draws = Parallel.map(permutations) { draw -> Double in
      var random = random.split(UInt64(draw))
      let names = rows.ranges.map { _ in random.permutation(ends.columns) }
      var renamed = ends
      for (place, range) in rows.ranges.enumerated() {
        for row in range {
          for column in 0..<ends.columns { renamed[row, column] = ends[row, names[place][column]] }
        }
      }
      guard let own = reader.reading(renamed) else { return 0 }
      let totals = own.errors(of: own.chosen) { isLosing(names[$1][own.chosen[$0]], $1) }
        .columnTotals()
      return totals[0] > 0 ? (totals[0] - totals[1]) / totals[0] : 0
    }
    return PermutationNull(
      name: "the candidates renamed in each level", observed: observed, draws: draws)
  }

  /// The reader of the longest of the lengths that are read as well, with its length's place.
  private static func reader(
    _ activations: TraceActivations, _ residuals: [Matrix<Float>], _ rows: TraceRows
  ) throws -> (place: Int, reader: SerialReader)? {
    var best: (place: Int, reader: SerialReader)?
    for (place, ends) in residuals.enumerated() {
      guard let reader = try SerialReader(activations, ends: ends, rows: rows) else { continue }
      if let known = best, reader.fitShare < known.reader.fitShare - lengthMargin { continue }
      best = (place, reader)
    }
    return best
  }

  /// What the network decides at the start of each level, after its last tick.
  private static func decisions(
    _ captures: NetworkCaptures, _ levels: [MazeLevel]
  ) throws -> [ActionSet] {
    try AgentPolicy(
      captures.agents[0], encoder: captures.capture.encoder, ticks: captures.capture.ticks
    ).actions(
      in: levels.enumerated().map {
        MazeState(episode: $0.offset, step: 0, level: $0.element, agent: $0.element.start)
      })
  }

  /// The share of variance that a residual keeps, over the columns that were chosen.
  private static func left(
    _ residual: Matrix<Float>, of ends: Matrix<Float>, chosen: Set<Int>, _ rows: TraceRows
  ) -> Double {
    var (kept, all) = (0.0, 0.0)
    let count = Double(max(1, rows.fitCount))
    for column in chosen {
      var (sum, squares) = (0.0, 0.0)
      for row in 0..<rows.fitCount {
        let (value, rest) = (Double(ends[row, column]), Double(residual[row, column]))
        sum += value
        squares += value * value
        kept += rest * rest
      }
      all += squares - sum * sum / count
    }
    return all > 0 ? kept / all : 0
  }
}
