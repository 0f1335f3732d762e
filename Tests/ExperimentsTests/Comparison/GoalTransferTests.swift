import Agents
import Environments
import Experiments
import LinearAlgebra
import Probing
import Statistics
import Testing

/// Similarity and transfer of codes whose relation is known.
@Suite struct GoalTransferTests {
  private static let width = 8

  /// How the codes of five "runs" relate.
  private enum Relation { case rotated, unrelated, stillSquares }

  private struct Study {
    let similarity: GoalSimilarity
    let transfer: GoalTransfer
    let group: RunGroup
  }

  /// Five runs: two directions for door and red, and noise; in the squares noise alone.
  private func study(_ relation: Relation) throws -> Study {
    let levels = try ComparisonFixtures.levels.get()
    let known = try ComparisonFixtures.aligned.get()
    let runs = Array(known.runs.prefix(5))
    let network = try GoalNetwork(
      runs[0].subject.agent, on: levels.factorial, encoder: runs[0].subject.encoder)
    let things = network.trials.flatMap { [$0.first, $0.second] }
    let squares = (0..<levels.train.count).flatMap { [$0, $0, $0, $0] }
    let random = RandomStream(seed: 51)
    func noise(_ rows: Int, _ random: RandomStream) -> Matrix<Float> {
      var random = random
      return Matrix(
        rows: rows, columns: Self.width,
        elements: (0..<rows * Self.width).map { _ in Float(random.normal()) })
    }
    /// Codes without a rotation; what door and red are is read from the first two channels.
    func plain(_ random: RandomStream) -> (things: Matrix<Float>, squares: Matrix<Float>) {
      var codes = noise(things.count, random.split("things"))
      for (row, thing) in things.enumerated() {
        codes[row, 0] += thing.isDoor ? 6 : 0
        codes[row, 1] += thing.isRed ? 6 : 0
      }
      var empty = noise(squares.count, random.split("squares"))
      if relation == .stillSquares {
        for row in 0..<empty.rows { (empty[row, 0], empty[row, 1]) = (0, 0) }
      }
      return (codes, empty)
    }
    func rotated(_ rows: Matrix<Float>, _ random: RandomStream) -> Matrix<Float> {
      let rotation = random.orthonormalRows(Self.width)
      return rows.converted(to: Double.self).multiplied(
        by: Matrix(
          rows: Self.width, columns: Self.width, elements: rotation.flatMap { $0 })
      ).converted(to: Float.self)
    }
    func codes(_ name: String, run: Int?, _ own: RandomStream) -> GoalCodes.Codes {
      let isUnrelated = run == nil || relation == .unrelated
      var (one, other) = plain(isUnrelated ? own : random)
      if isUnrelated {
        // Nothing is known of things at all.
        one = noise(things.count, own.split("nothing"))
      }
      let turn = own.split("rotation")
      return GoalCodes.Codes(
        name: name, isUntrained: run == nil, run: run, place: "made up",
        things: rotated(one, turn), neutral: rotated(other, turn))
    }
    let all =
      runs.indices.map { codes(runs[$0].name, run: $0, random.split(UInt64($0))) }
      + (0..<2).map { codes("untrained \($0)", run: nil, random.split(UInt64(90 + $0))) }
    let comparison = try ComparisonFixtures.comparison(
      of: runs, Array(known.measured.prefix(5)))
    let made = GoalCodes(
      all, levels: network.levels, trials: network.trials, neutralLevels: levels.train,
      neutralLevel: squares)
    return Study(
      similarity: try GoalSimilarity(comparison, made, random: RandomStream(seed: 4)),
      transfer: try GoalTransfer(.door, comparison, made, random: RandomStream(seed: 4)),
      group: comparison.groups[0])
  }

  @Test func rotatedCopiesAreTheSameAndReadEachOther() throws {
    let study = try study(.rotated)
    for matrix in study.similarity.report.matrices {
      let found = study.similarity.group(matrix, study.group)
      let same: Double = matrix.measure.isDistance ? 0 : 1
      #expect(abs(found.within.value - same) < 0.02, "\(matrix.measure): \(found.within.value)")
      #expect((found.above.interval?.lower ?? -1) > 0.3, "\(matrix.measure)")
      #expect(matrix.ceilings.allSatisfy { $0?.isFinite == true }, "\(matrix.measure)")
    }
    for first in 0..<5 {
      #expect(study.transfer.isReached(first))
      for second in 0..<5 where first != second {
        #expect(abs((study.transfer.value(first, second) ?? 0) - 1) < 0.02)
      }
    }
    let finding = study.transfer.finding()
    #expect(finding.records[0].status == .supports)
    #expect(finding.records.count == 1 + 20)
    #expect(finding.records.dropFirst().allSatisfy { $0.status == .supports })
    for finding in study.similarity.findings() {
      #expect(finding.records[0].status == .supports, "\(finding.id)")
    }
  }

  @Test func unrelatedCodesAreNearTheFloor() throws {
    let study = try study(.unrelated)
    let cka = try #require(
      study.similarity.report.matrices.first { $0.measure == .linearCKA })
    #expect(abs(study.similarity.group(cka, study.group).within.value) < 0.02)
    let finding = try #require(study.similarity.findings().first)
    #expect(finding.records[0].status != .supports)
    // Of a probe that reads nothing there is no share.
    #expect(study.transfer.value(0, 1) == nil)
    #expect(study.transfer.finding().records.allSatisfy { $0.status != .supports })
  }

  @Test func whatSquaresNeverMoveIsNotSaidToBeLost() throws {
    let study = try study(.stillSquares)
    #expect((0..<5).allSatisfy { !study.transfer.isReached($0) })
    #expect(study.transfer.itself[0].share.value < 0.1 && study.transfer.own(0) > 0.5)
    // There is nothing to see in pairs, and no picture of it.
    #expect(study.transfer.share == nil && study.transfer.finding().charts.isEmpty)
    for record in study.transfer.finding().records {
      guard case .inconclusive(let why) = record.status else {
        Issue.record("\(record.claim) \(record.status)")
        continue
      }
      #expect(why.contains("squares without things move"), "\(why)")
    }
  }

  /// A network with its channels in another order computes the same, at the same place.
  @Test func aPermutedNetworkHasTheSameCodes() throws {
    let levels = try ComparisonFixtures.levels.get()
    let one = try ComparisonFixtures.run(.mixture, 0)
    let other = ComparedRun(
      "permuted",
      StudySubject(
        try Camouflage.permuted(one.subject.agent, seed: 5), encoder: one.subject.encoder,
        identity: EvidenceSubject(checkpoint: "permuted")), environment: one.environment,
      factors: one.factors)
    let comparison = try ComparisonFixtures.comparison([one, other])
    #expect(comparison.measured[0].reached == comparison.measured[1].reached)
    let codes = try GoalCodes(
      comparison.runs, comparison.measured, on: levels, random: RandomStream(seed: 3))
    let similarity = try GoalSimilarity(comparison, codes, random: RandomStream(seed: 3))
    let cka = try #require(similarity.report.matrices.first?.entry(0, 1)?.value)
    #expect(abs(cka - 1) < 1e-3, "\(cka)")
    // Squares without things tell of walls alone: no map of them moves what a thing is.
    let transfer = try GoalTransfer(.door, comparison, codes, random: RandomStream(seed: 3))
    #expect(!transfer.isReached(0) && !transfer.isReached(1))
  }
}
