internal import Agents
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

/// Which channels of a site carry what the network decides by, as a linear probe weighs them.
///
/// In mazes with a map it is the plan, the one optimal move of every square; elsewhere it is the
/// right decision of the level, or the network's own where none is known. A channel's weight is the
/// length of its weights over classes and features, times its spread. The carriers are the fewest
/// channels with four fifths of the squared weight. All of it is fitted on the levels to fit on.
package struct ChannelCarriers: Sendable {
  /// What was probed for, in a few words.
  package let concept: String
  /// `[channel]`.
  package let weights: [Double]
  /// What the probe scores on report levels, in the words of ``scoreName``.
  package let score: Double
  package let scoreName: String
  /// Ascending.
  package let channels: [Int]

  /// The share of the squared weight that the carriers have together.
  static let share = 0.8

  /// The channels that do not carry it.
  package var others: [Int] { weights.indices.filter { !channels.contains($0) } }

  init(
    _ agent: Agent, at place: InterventionPlace, on decisions: DecisionSet, moments: SiteMoments,
    natural: [[Int]]
  ) throws {
    let site = place.sites[place.sites.count - 1]
    let output = try agent.run(
      decisions.observations, reads: decisions.reads.map { [$0] }, ticks: place.thinking,
      capturing: [site])
    let maps = output.activations[site] ?? Tensor(shape: [0])
    let channels = place.description.channels
    let spreads = (0..<channels).map { max(0, moments.covariance[$0, $0]).squareRoot() }
    let probe: (weights: Matrix<Double>, score: Double, name: String)
    if let mazes = decisions.mazes, place.description.isMap {
      concept = "the plan, the best move of every square"
      let reader = try PlanReader(
        maps, at: site, kernel: channels == 1 ? .contrasts : .square, levels: mazes,
        data: PlanReader.data(mazes))
      probe = (reader.weights, reader.score, "macro-F1")
    } else {
      let fitted = try Self.fit(maps, at: place, on: decisions, natural: natural)
      concept = fitted.concept
      probe = (fitted.probe.weights, fitted.probe.score(fitted.metric), fitted.metric.name)
    }
    (score, scoreName) = (probe.score, probe.name)
    var squares = [Double](repeating: 0, count: channels)
    for row in 0..<probe.weights.rows {
      for value in probe.weights.row(row) {
        squares[row % channels] += value * value * spreads[row % channels] * spreads[row % channels]
      }
    }
    weights = squares.map { $0.squareRoot() }
    let order = squares.indices.sorted { (squares[$1], $0) < (squares[$0], $1) }
    let total = squares.reduce(0, +)
    var (sum, chosen) = (0.0, [Int]())
    for channel in order where chosen.count < channels - 1 {
      if !chosen.isEmpty, sum >= Self.share * total { break }
      chosen.append(channel)
      sum += squares[channel]
    }
    self.channels = chosen.sorted()
  }

  /// A probe of a level's decision, from the square at which the network is read, or from the mean of
  /// a site's vectors.
  private static func fit(
    _ maps: Tensor, at place: InterventionPlace, on decisions: DecisionSet, natural: [[Int]]
  ) throws -> (probe: FittedRidgeProbe, metric: ProbeMetric, concept: String) {
    let (cells, channels) = (maps.shape[1] * maps.shape[2], maps.shape[3])
    var features = Matrix<Float>(rows: decisions.count, columns: channels)
    for level in 0..<decisions.count {
      let read = decisions.reads[level]
      let chosen = place.description.isMap ? read..<read + 1 : 0..<cells
      for cell in chosen {
        for channel in 0..<channels {
          features[level, channel] +=
            maps.elements[(level * cells + cell) * channels + channel] / Float(chosen.count)
        }
      }
    }
    switch decisions.answers {
    case .numbers(let wanted):
      // Of several outputs the first stands for all.
      let data = try ProbeData(
        levels: decisions.keys, cells: 1,
        values: (0..<wanted.rows).map { Double(wanted[$0, 0]) })
      return (try RidgeProbe().fit(features, data), .rSquared, "the right answer")
    case .actions(let best):
      let known = decisions.hasAnswers
      let labels = (known ? best : natural).map { $0.count == 1 ? $0.first : nil }
      let (kept, rows) = (labels.compactMap { $0 }, labels.indices.filter { labels[$0] != nil })
      let names = Array(Set(kept)).sorted()
      let data = try ProbeData(
        levels: decisions.keys, cells: 1,
        labels: labels.map { label in label.flatMap { names.firstIndex(of: $0) } },
        classes: names.map { "action \($0)" })
      return (
        try RidgeProbe().fit(features.selectingRows(rows), data), .macroF1,
        known ? "the best action" : "the action that the network chooses"
      )
    }
  }
}
