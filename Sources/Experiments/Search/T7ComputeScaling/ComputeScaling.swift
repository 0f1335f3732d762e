internal import Agents
package import LinearAlgebra
internal import NeuralNetworks
package import Statistics

/// T7: do decisions that are farther from the goal need more ticks?
///
/// The network is stopped after 1, 2, ... ticks at starts of all distances of the levels. Starts that
/// the state after the first tick does not decide and the last one does are held against their steps
/// to the goal: the effect is the rank correlation of the ticks that they needed with the steps,
/// given the distance without walls, minus that of untrained networks. What a growing receptive
/// field sees comes after as many ticks as there are squares in between, walls or not; given that,
/// steps through the maze matter only to a computation that follows them. A reflex, a copy or a
/// lookup has no starts that a later tick decides.
///
/// The interaction `b3` of METHODS is reported beside it and is no test by itself: where each
/// distance is solved at its own tick, the logit is a function of `T - d` and has no interaction.
package struct ComputeScaling: Sendable {
  package static let test = "T7 compute scaling"
  package static let margin = EquivalenceMargins.cone
  /// Fewer starts that need more than one tick are not read.
  static let fewestStarts = 30
  /// Untrained networks to compare with at most.
  static let mostUntrained = 3
  /// Ticks times starts up to which every number of ticks is run; beyond, sixteen numbers are.
  static let budget = 200_000

  package let starts: ScalingStarts
  /// The number of ticks that the network is taken to have been made for.
  package let last: Int
  package let trained: TickAccuracy
  package let untrained: [TickAccuracy]
  /// The partial rank correlation, in the network and in the untrained ones together; nil where too
  /// few starts need more than one tick.
  package let correlation: BootstrapEstimate?
  package let untrainedCorrelation: BootstrapEstimate?
  /// The difference; zero where there is nothing to correlate.
  package let effect: BootstrapEstimate
  /// Ticks that a further step costs such starts.
  package let slope: BootstrapEstimate
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
  /// The number of starts that are solved at the last tick, and of those among them that the first
  /// does not solve.
  package let solved: Int
  package let thinking: Int
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
    let ticks = Self.ticks(last, samples: starts.count) + [2 * last]
    let accuracy = try TickAccuracy(
      subject.agent, encoder: subject.encoder, starts: starts, ticks: ticks)
    let networks = UntrainedTwins.of(
      subject.agent, count: min(settings.untrained, Self.mostUntrained), from: random)
    let untrained = try networks.map {
      try TickAccuracy(
        $0, encoder: subject.encoder, starts: starts, ticks: Self.evenly(last, count: 6))
    }
    var resampling = random.split("scaling bootstrap")
    let bootstrap = try LevelBootstrap(
      units: starts.units, replicates: settings.replicates, using: &resampling)
    let needed = TicksNeeded(starts, accuracy, last: last)
    let correlation = Self.correlation([needed], bootstrap)
    let twins = Self.correlation(
      untrained.map { TicksNeeded(starts, $0, last: last) }, bootstrap)
    self.correlation = correlation
    untrainedCorrelation = twins
    let nothing = [Double](repeating: 0, count: bootstrap.replicates)
    effect =
      correlation?.minus(untrained: twins.map { [$0] } ?? [])
      ?? BootstrapEstimate(value: 0, percentileOf: nothing)
    slope = bootstrap.estimate(needed.slopeSums(), metric: TicksNeeded.slope)
    var shuffling = random.split("scaling null")
    null = needed.null(count: settings.permutations, using: &shuffling)
    farGain = Self.farGain(starts, accuracy, last: last, bootstrap)
    halfway = HalfwayTicks(starts, accuracy, last: last, bootstrap)
    untrainedHalfway = untrained.first.map { HalfwayTicks(starts, $0, last: last, bootstrap) }
    interaction = Self.interaction(starts, accuracy, last: last, bootstrap)
    overthinking = Self.change(starts, accuracy, from: last, to: 2 * last, bootstrap)
    solved =
      accuracy.place(of: last).map { place in accuracy.solved[place].count { $0 } } ?? 0
    thinking = needed.used.count
    gates = [
      EvidenceGate(
        name: "starts", passed: starts.count >= Self.fewestStarts,
        detail: "\(starts.count) of at least \(Self.fewestStarts)")
    ]
    self.starts = starts
    self.last = last
    trained = accuracy
    self.untrained = untrained
  }

  /// The numbers of ticks that are run: all up to the last one, or sixteen of them where that would
  /// take long.
  package static func ticks(_ last: Int, samples: Int) -> [Int] {
    samples * last * (last + 1) / 2 <= budget ? Array(1...last) : evenly(last, count: 16)
  }

  /// So many numbers of ticks at even distances, the first and the last among them.
  private static func evenly(_ last: Int, count: Int) -> [Int] {
    guard last > count else { return Array(1...last) }
    return (0..<count).map { 1 + ($0 * (last - 1) + (count - 1) / 2) / (count - 1) }
  }

  /// The partial rank correlation of several networks together; nil where too few starts of theirs
  /// need more than one tick.
  private static func correlation(
    _ needed: [TicksNeeded], _ bootstrap: LevelBootstrap
  ) -> BootstrapEstimate? {
    guard needed.reduce(0, { $0 + $1.used.count }) >= fewestStarts else { return nil }
    var sums = needed[0].correlationSums().sums
    for other in needed.dropFirst() {
      let own = other.correlationSums().sums
      for index in sums.elements.indices { sums.elements[index] += own.elements[index] }
    }
    let estimate = bootstrap.estimate(sums, metric: CorrelationSums.partial)
    guard estimate.value.isFinite, estimate.interval != nil else { return nil }
    return estimate
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
    if let void = EvidenceStatus.void(gates) { return void }
    guard correlation != nil else {
      // Nothing that later ticks decide: shown, or only rare.
      guard let gain = farGain.interval, gain.upper < EquivalenceMargins.success else {
        return .inconclusive(
          "only \(thinking) starts are solved at the last tick and not after the first, of at least "
            + "\(Self.fewestStarts)")
      }
      return .contradicts
    }
    let judged = EvidenceStatus.judging(
      effect: effect.value, interval: effect.interval, pAdjusted: null.p, power: effect.power,
      margin: Self.margin, gates: gates)
    guard judged == .supports, (farGain.interval?.lower ?? 0) <= 0 else { return judged }
    return .inconclusive(
      "far starts are not solved more often at the last tick than after the first")
  }
}
