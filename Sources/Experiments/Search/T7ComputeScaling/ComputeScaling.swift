internal import Agents
package import LinearAlgebra
internal import NeuralNetworks
package import Statistics

/// T7: do decisions that are farther from the goal need more ticks?
///
/// The network is stopped after 1, 2, ... ticks at starts of all distances of the levels. The effect
/// is the number of ticks that a further step through the maze costs, given the straight distances,
/// minus the mean of the untrained networks. A search that spreads over free squares costs one tick
/// for as many steps as it goes a tick; a reflex, a copy or a lookup costs none.
///
/// The interaction `b3` of METHODS is reported beside it and is no test by itself: where each
/// distance is solved at its own tick, the logit is a function of `T - d` and has no interaction.
package struct ComputeScaling: Sendable {
  package static let test = "T7 compute scaling"
  /// Ticks a step inside which the effect counts as none.
  package static let margin = 0.02
  /// Fewer solved starts than this are not read.
  static let fewestSolved = 30
  /// Untrained networks to compare with at most.
  static let mostUntrained = 3
  /// Products of parameters, squares, starts and ticks up to which every number of ticks is run.
  static let budget = 2e11

  package let starts: ScalingStarts
  /// The number of ticks that the network is taken to have been made for.
  package let last: Int
  package let trained: TickAccuracy
  package let untrained: [TickAccuracy]
  /// Ticks a step, in the network and in each untrained one that decides anything right.
  package let slope: BootstrapEstimate
  package let untrainedSlopes: [BootstrapEstimate]
  /// The difference.
  package let effect: BootstrapEstimate
  package let null: PermutationNull
  /// How much more often starts beyond the median distance are solved at the last tick than when
  /// the state after the first tick is kept.
  package let farGain: BootstrapEstimate
  package let halfway: HalfwayTicks
  package let untrainedHalfway: HalfwayTicks?
  /// `b3`, per standard deviations of ticks and distance.
  package let interaction: BootstrapEstimate
  /// How much less often starts are solved after twice the last tick than after the last one;
  /// outside of every claim.
  package let overthinking: BootstrapEstimate?
  /// The number of starts that are solved at the last tick.
  package let solved: Int
  let gates: [EvidenceGate]

  /// Why the test cannot be applied; `nil` where it can.
  package static func obstacle(
    _ subject: StudySubject, on levels: LevelSet, settings: SearchSettings
  ) -> String? {
    if let reason = RefusedTest.noMoves(subject, levels) { return reason }
    guard subject.agent.architecture.sites.contains(where: \.hasTicks) else {
      return "the network has no ticks that could be fewer or more"
    }
    let ticks = settings.thinking ?? subject.agent.defaultTicks
    return ticks < 2 ? "the network thinks for one tick only" : nil
  }

  /// - Throws: as a run of the agent does; `StatisticsError` below two levels.
  package init(
    _ subject: StudySubject, on levels: LevelSet, settings: SearchSettings, random: RandomStream
  ) throws {
    var drawing = random.split("scaling starts")
    let starts = try ScalingStarts(levels, using: &drawing)
    let last = settings.thinking ?? subject.agent.defaultTicks
    let work =
      Double(subject.agent.parameters.values.count) * Double(levels.cells) * Double(starts.count)
    let ticks = Self.ticks(last, work: work)
    let accuracy = try TickAccuracy(
      subject.agent, encoder: subject.encoder, starts: starts, ticks: ticks)
    let twins = UntrainedTwins.of(
      subject.agent, count: min(settings.untrained, Self.mostUntrained), from: random)
    let untrained = try twins.map {
      try TickAccuracy(
        $0, encoder: subject.encoder, starts: starts, ticks: ticks.filter { $0 <= last })
    }
    var resampling = random.split("scaling bootstrap")
    let bootstrap = try LevelBootstrap(
      units: starts.units, replicates: settings.replicates, using: &resampling)
    let needed = TicksNeeded(starts, accuracy, last: last)
    slope = needed.slope(bootstrap)
    untrainedSlopes = untrained.compactMap { accuracy in
      let needed = TicksNeeded(starts, accuracy, last: last)
      guard needed.count >= Self.fewestSolved else { return nil }
      let slope = needed.slope(bootstrap)
      return slope.interval == nil ? nil : slope
    }
    effect = slope.minus(meanOf: untrainedSlopes)
    var shuffling = random.split("scaling null")
    null = needed.null(count: settings.permutations, using: &shuffling)
    farGain = Self.farGain(starts, accuracy, last: last, bootstrap)
    halfway = HalfwayTicks(starts, accuracy, last: last, bootstrap)
    untrainedHalfway = untrained.first.map { HalfwayTicks(starts, $0, last: last, bootstrap) }
    interaction = Self.interaction(starts, accuracy, last: last, bootstrap)
    overthinking = Self.change(starts, accuracy, from: last, to: 2 * last, bootstrap)
    solved = needed.count
    gates = [
      EvidenceGate(
        name: "starts that are solved", passed: needed.count >= Self.fewestSolved,
        detail: "\(needed.count) of \(starts.count), of at least \(Self.fewestSolved)")
    ]
    self.starts = starts
    self.last = last
    trained = accuracy
    self.untrained = untrained
  }

  /// The numbers of ticks that are run: up to the last one all, or evenly thinned where that would
  /// take long, and a few up to twice the last one.
  static func ticks(_ last: Int, work: Double) -> [Int] {
    let all = work * Double(last * (last + 1) / 2) <= budget
    let count = all ? last : min(last, 13)
    var ticks = (0..<count).map { place in
      count == 1
        ? last : 1 + Int((Double(place * (last - 1)) / Double(count - 1)).rounded())
    }
    for share in [1.25, 1.5, 2.0] {
      let tick = Int((share * Double(last)).rounded())
      if tick > ticks[ticks.count - 1] { ticks.append(tick) }
    }
    return ticks
  }

  private static func farGain(
    _ starts: ScalingStarts, _ accuracy: TickAccuracy, last: Int, _ bootstrap: LevelBootstrap
  ) -> BootstrapEstimate {
    let middle = Sample.median(starts.distance.map(Double.init))
    return change(
      starts, accuracy, from: 1, to: last, bootstrap, where: { Double($0) > middle })
      ?? BootstrapEstimate(value: .nan, replicates: [], interval: nil)
  }

  /// The change in the share of solved starts between two ticks; nil where one was not run.
  private static func change(
    _ starts: ScalingStarts, _ accuracy: TickAccuracy, from: Int, to: Int,
    _ bootstrap: LevelBootstrap, where keeps: (Int) -> Bool = { _ in true }
  ) -> BootstrapEstimate? {
    guard let first = accuracy.ticks.firstIndex(of: from),
      let second = accuracy.ticks.firstIndex(of: to)
    else { return nil }
    var sums = Matrix<Double>(rows: starts.units, columns: 2)
    for start in 0..<starts.count where keeps(starts.distance[start]) {
      sums[starts.unit[start], 0] +=
        (accuracy.solved[second][start] ? 1 : 0) - (accuracy.solved[first][start] ? 1 : 0)
      sums[starts.unit[start], 1] += 1
    }
    return bootstrap.estimate(sums, metric: Proportion.share)
  }

  private static func interaction(
    _ starts: ScalingStarts, _ accuracy: TickAccuracy, last: Int, _ bootstrap: LevelBootstrap
  ) -> BootstrapEstimate {
    let ticks = accuracy.ticks.filter { $0 <= last }
    let distances = Set(starts.distance).sorted()
    let width = 1 + ticks.count
    var sums = Matrix<Double>(rows: starts.units, columns: distances.count * width)
    for start in 0..<starts.count {
      guard let row = distances.firstIndex(of: starts.distance[start]) else { continue }
      sums[starts.unit[start], row * width] += 1
      for tick in ticks.indices where accuracy.solved[tick][start] {
        sums[starts.unit[start], row * width + 1 + tick] += 1
      }
    }
    @Sendable func fit(_ totals: ArraySlice<Double>) -> Double {
      ScalingLogistic(
        distances.indices.flatMap { row in
          let own = Array(totals.dropFirst(row * width).prefix(width))
          return ticks.indices.map { tick in
            (Double(ticks[tick]), Double(distances[row]), own[0], own[1 + tick])
          }
        }
      ).coefficients[3]
    }
    // The interval is for the reader alone; a tenth of the resamples is enough for it.
    let draws = min(200, bootstrap.replicates)
    let totals = bootstrap.totals(sums)
    let replicates = Parallel.map(draws) { fit(totals.row($0)) }
    return BootstrapEstimate(
      value: fit(sums.columnTotals()[...]), percentileOf: replicates)
  }

  /// What the test says of its claim.
  package var status: EvidenceStatus {
    let judged = EvidenceStatus.judging(
      effect: effect.value, interval: effect.interval, pAdjusted: null.p, power: effect.power,
      margin: Self.margin, gates: gates)
    guard judged == .supports, (farGain.interval?.lower ?? 0) <= 0 else { return judged }
    return .inconclusive(
      "far starts are not solved more often at the last tick than after the first")
  }
}
