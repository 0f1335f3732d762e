package import Agents
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
package import Statistics

/// The channels of a site, one ablated at a time, ranked by how much of the choice changes.
///
/// Beside each channel stand random directions that carry the channel's own ablation: what is taken
/// from the channel at every square and tick is added along a random direction instead, scaled to be
/// as long (Euclidean, or Mahalanobis). One draw is used for all channels, so that the largest of all
/// channels under each draw corrects for their number.
package struct ChannelRanking: Sendable {
  static let test = "channel ranking"

  /// One channel.
  package struct Channel: Sendable {
    package let channel: Int
    /// The change of the choice.
    package let effect: BootstrapEstimate
    /// The interval that holds for all channels together.
    package let interval: Interval?
    /// What is lost in right decisions; nil where none are known.
    package let loss: BootstrapEstimate?
    /// The means of random directions as long, by kind, on ``levels`` of the levels.
    package let nulls: [PermutationNull]
    /// The p-values against each of ``nulls``, for all channels together.
    package let adjusted: [Double]

    /// The largest of them; nil where there is no random direction.
    package var p: Double? { adjusted.max() }
  }

  package let fill: Intervention.Fill
  package let place: InterventionPlace
  package let decisions: DecisionSet
  package let settings: InterventionSettings
  /// The one whose ablation changes most first.
  package let channels: [Channel]
  package let groups: ChannelGroups?
  /// Why there are no groups.
  package let reason: String?
  /// The levels behind the random directions.
  package let levels: Int
  package let isNumbers: Bool

  /// Ablates each channel, and groups of them.
  ///
  /// - Throws: ``InterventionError``, and as a run of the agent does.
  /// - Complexity: about `2 channels rankingDraws rankingLevels` forward passes.
  package init(
    _ fill: Intervention.Fill, of agent: Agent, at place: InterventionPlace,
    on decisions: DecisionSet, settings: InterventionSettings = InterventionSettings()
  ) throws {
    let count = place.description.channels
    guard count > 1 else { throw InterventionError.oneChannel(site: place.name) }
    let random = RandomStream(seed: settings.seed).split("channel ranking")
    let moments = try SiteMoments(agent, at: place, on: decisions)
    let everywhere = Array(decisions.report.indices)
    let few = Array(everywhere.prefix(settings.rankingLevels))
    @Sendable func run(_ channels: [Int]) throws -> InterventionRun {
      try InterventionRun(
        Intervention(.ablate(fill), at: place.with(channels: channels)), in: agent, on: decisions,
        means: moments.meansByTick)
    }
    let natural = try run([0]).logits(on: everywhere, isChanged: false)
    let reading = try DecisionReading(natural, of: decisions)
    let spaces = try MatchedLength.allCases.map {
      try ChangeSpace($0, covariance: moments.covariance)
    }
    let directions = random.split("directions")
    let measured = try Parallel.tryMap(count) { channel in
      let single = try run([channel])
      let logits = try single.logits(on: everywhere)
      try DecisionReading.checkFinite(logits, decisions, "Without channel \(channel)")
      return Measured(
        choice: reading.values(.choice, of: logits, on: everywhere),
        loss: decisions.hasAnswers ? reading.values(.loss, of: logits, on: everywhere) : [],
        draws: try Self.draws(
          single, channel, on: few, spaces, settings.rankingDraws, reading, directions))
    }
    var resampling = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: everywhere.count, replicates: settings.replicates, using: &resampling)
    self.channels = Self.ranked(measured, spaces, few, bootstrap)
    do {
      groups = try ChannelGroups(
        ChannelCarriers(
          agent, at: place, on: decisions, moments: moments,
          natural: Self.choices(agent, place, decisions)), reading, run, settings: settings,
        bootstrap, random: random.split("groups"))
      reason = nil
    } catch let error as ProbingError {
      groups = nil
      reason = "\(error)"
    }
    self.fill = fill
    self.place = place
    self.decisions = decisions
    self.settings = settings
    levels = few.count
    isNumbers = reading.isNumbers
  }

  /// The action that the network chooses in each level, by itself.
  private static func choices(
    _ agent: Agent, _ place: InterventionPlace, _ decisions: DecisionSet
  ) throws -> [[Int]] {
    guard !decisions.hasAnswers else { return [] }
    return try agent.run(
      decisions.observations, reads: decisions.reads.map { [$0] }, ticks: place.thinking
    ).actions.map { [$0] }
  }

  private struct Measured: Sendable {
    let choice: [Double]
    let loss: [Double]
    /// By kind of length and draw; empty where nothing is left beside the channel.
    let draws: [[Double]]
  }

  /// The mean change of the choice where the channel's ablation points along random directions.
  private static func draws(
    _ run: InterventionRun, _ channel: Int, on numbers: [Int], _ spaces: [ChangeSpace],
    _ count: Int, _ reading: DecisionReading, _ random: RandomStream
  ) throws -> [[Double]] {
    let changes = try run.recorded(on: numbers).changes
    let channels = run.place.description.channels
    let own = (0..<channels).map { $0 == channel ? 1.0 : 0 }
    let amplitudes = changes.map { tensor in
      stride(from: channel, to: tensor.count, by: channels).map { tensor.elements[$0] }
    }
    let isNothing = amplitudes.allSatisfy { $0.allSatisfy { $0 == 0 } }
    return try spaces.map { space in
      guard space.direction(like: own, using: random) != nil else { return [] }
      guard !isNothing else { return [Double](repeating: 0, count: count) }
      return try Parallel.tryMap(count) { draw in
        let direction =
          space.direction(
            like: own, using: random.split(space.length.rawValue).split(UInt64(draw))) ?? own
        let edits = zip(run.place.sites, changes.indices).map { site, tick in
          var values = Tensor(shape: changes[tick].shape)
          for (cell, amplitude) in amplitudes[tick].enumerated() where amplitude != 0 {
            for other in 0..<channels {
              values.elements[cell * channels + other] = amplitude * Float(direction[other])
            }
          }
          return SiteEdit(at: site, .add(values))
        }
        return Sample.mean(
          reading.values(.choice, of: try run.run(numbers, edits), on: numbers))
      }
    }
  }

  private static func ranked(
    _ measured: [Measured], _ spaces: [ChangeSpace], _ few: [Int], _ bootstrap: LevelBootstrap
  ) -> [Channel] {
    func mean(_ values: [Double]) -> BootstrapEstimate {
      Proportion.bootstrapped(successes: values, trials: values.map { _ in 1 }, with: bootstrap)
    }
    let effects = measured.map { mean($0.choice) }
    let intervals = SimultaneousIntervals.of(effects)
    let nulls = spaces.indices.map { kind in
      measured.map { channel -> PermutationNull? in
        guard !channel.draws[kind].isEmpty else { return nil }
        return PermutationNull(
          name: "random directions of \(spaces[kind].length.phrase)",
          observed: Sample.mean(few.map { channel.choice[$0] }), draws: channel.draws[kind])
      }
    }
    let adjusted = nulls.map { MaxStatistic.adjusted(where: $0) }
    return measured.indices.map { channel in
      Channel(
        channel: channel, effect: effects[channel], interval: intervals[channel],
        loss: measured[channel].loss.isEmpty ? nil : mean(measured[channel].loss),
        nulls: nulls.compactMap { $0[channel] }, adjusted: adjusted.compactMap { $0[channel] })
    }.sorted { ($1.effect.value, $0.channel) < ($0.effect.value, $1.channel) }
  }
}
