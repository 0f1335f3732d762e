package import LinearAlgebra
internal import NeuralNetworks
package import Probing
internal import Statistics

/// G10: how long base and proxy are in the code of things, each by itself and each given the other.
///
/// A goal that points to a concept which the network has anyway is short given that concept; two
/// concepts that stand beside each other save nothing on each other. Beside the lengths: from how few
/// directions of largest variance, and from how few channels, each is read.
package struct ConceptLengths: Sendable {
  package let place: GoalPlace
  package let names: [String]
  package let code: ConditionalCode
  /// Bits a label in the picture's own planes at the things' squares; nil where they do not vary.
  package let picture: ConditionalCode?
  package let ranks: [RankCurve]
  package let pruned: [ChannelPruning]
  package let channels: Int
  package let levelDigest: String

  /// Savings of fewer bits a label count as none.
  package static let margin = 0.05

  /// - Throws: as the parts do.
  package init(
    _ edits: GoalEdits, replicates: Int = 1000, random: RandomStream
  ) throws {
    let network = edits.network
    let concepts = [
      try network.concept("a door", \.isDoor), try network.concept("a red thing", \.isRed),
    ]
    let features = edits.features[edits.features.count - 1]
    let width = (2 * edits.place.radius + 1) * (2 * edits.place.radius + 1)
    let data = concepts.map(\.data)
    place = edits.place
    names = concepts.map(\.name)
    channels = features.columns / width
    code = try ConditionalCode(
      features, data, replicates: replicates, random: random.split("code"))
    let planes = ThingPatches(network.levels, radius: edits.place.radius)
      .gather(network.observations)
    picture = try? ConditionalCode(
      planes, data, replicates: replicates, random: random.split("picture"))
    ranks = try data.map { try RankCurve(features, $0) }
    let count = channels
    pruned = try data.map { try ChannelPruning(features, $0, channels: count) }
    levelDigest = network.levels.digest
  }

  /// Whether a concept is shorter given the other one's read-out.
  func status(_ index: Int) -> EvidenceStatus {
    let saved = code.saved[index]
    return .judgingBeyondMargin(
      effect: saved.value, interval: saved.interval, pAdjusted: nil, power: saved.power,
      margin: Self.margin,
      gates: [
        EvidenceGate(
          name: "levels", passed: code.levels >= GoalUse.fewestLevels,
          detail: "\(code.levels) report levels, of at least \(GoalUse.fewestLevels)"),
        EvidenceGate(
          name: "it is read there", passed: code.alone[index].value < 0.9 * code.unread[index],
          detail: "\(GoalText.number(code.alone[index].value)) bits a label, of "
            + "\(GoalText.number(code.unread[index])) with labels of other levels"),
      ])
  }
}
