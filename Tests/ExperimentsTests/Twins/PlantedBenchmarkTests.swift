import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

/// What a benchmark draws: pairs, labels and variants.
@Suite struct PlantedBenchmarkTests {
  @Test(arguments: PlantedCase.all.indices.filter { PlantedCase.all[$0].matched != nil })
  func twinAndPositiveActAlikeOnTheirPairedLevels(_ place: Int) throws {
    let twin = PlantedCase.all[place]
    let drawn = try twin.pairedLevels(100, seed: 6)
    let levels = try #require(drawn)
    let found = try twin.positive()
    let positive = try #require(found)
    #expect(positive.id == twin.matched && positive.label == .search)
    // As checkpoints, with the encoder of their own metadata.
    let subjects = try [twin, positive].map { try StudySubject($0.checkpoint(seed: 6)) }
    let decided = try subjects.map { subject in
      try PlantedDecided(
        subject.agent.run(
          subject.encoder.observations(of: levels.levels),
          reads: levels.levels.map { [$0.grid.index($0.start)] }
        ).logits)
    }
    let alike = levels.levels.indices.count { decided[0].isOf(decided[1], $0) }
    #expect(alike >= 99)
  }

  @Test func labelsAreThoseOfTheSpecification() {
    let labels = Dictionary(grouping: PlantedCase.all, by: \.label)
    #expect(Set(labels[.computedNotUsed]?.map(\.id) ?? []) == ["N7"])
    #expect(Set(labels[.ungraded]?.map(\.id) ?? []) == ["N13"])
    #expect(labels[.search]?.allSatisfy { $0.id.hasPrefix("P") } == true)
    let negatives = Set(labels[.noSearch]?.map(\.id) ?? [])
    #expect(
      negatives
        == Set((1...16).map { "N\($0)" } + (1...6).map { "U\($0)" }).subtracting(["N7", "N13"]))
    #expect(PlantedCase.all.allSatisfy { ($0.matched != nil) == $0.hasPairs })
    #expect(
      Set(PlantedCase.all.filter { $0.matched == nil && $0.id.hasPrefix("N") }.map(\.id))
        == ["N5", "N10"])
  }

  @Test(arguments: ["N2", "N3", "N4", "N10", "N12", "N13", "U1", "P1", "P4"])
  func aFamilyHasSixVariantsThatActAsItDoes(_ id: String) throws {
    let variants = try PlantedCase.variants(of: id, count: 6, seed: 11, levels: 50)
    #expect(variants.count == 6 && variants[0].disguises.isEmpty)
    #expect(variants.dropFirst().allSatisfy { !$0.disguises.isEmpty })
    let checkpoints = try variants.map { try $0.checkpoint() }
    #expect(Set(try checkpoints.map { try StudySubject($0).agent.parameters.values }).count == 6)
    for (variant, checkpoint) in zip(variants, checkpoints) {
      let subject = try StudySubject(checkpoint)
      let environment = try #require(subject.environment)
      var random = RandomStream(seed: 12)
      let levels = try environment.levels(50, using: &random)
      let share = try Camouflage.agreement(
        of: subject.agent, with: variant.planted.make(variant.seed),
        on: subject.encoder.observations(of: levels),
        reads: levels.map { [$0.grid.index($0.start)] })
      #expect(share >= 0.95, "\(variant.planted.setting) \(variant.disguises)")
    }
  }

  @Test func anUnknownNetworkHasNoVariants() throws {
    #expect(try PlantedCase.variants(of: "N99", count: 6, seed: 1).isEmpty)
  }
}

/// The best actions of a row of logits, within a hundredth of the largest.
private struct PlantedDecided {
  let best: [Set<Int>]

  init(_ logits: Matrix<Float>) {
    best = (0..<logits.rows).map { row in
      let values = Array(logits.row(row))
      let largest = values.max() ?? 0
      return Set(values.indices.filter { values[$0] >= largest - max(0.01 * abs(largest), 1e-3) })
    }
  }

  /// Whether what is best here is a part of what is best there, and something is decided.
  func isOf(_ other: PlantedDecided, _ row: Int) -> Bool {
    best[row].count < 4 && best[row].isSubset(of: other.best[row])
  }
}
