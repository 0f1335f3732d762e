package import LinearAlgebra
package import Probing
package import Statistics

/// How alike the codes of things are from run to run, each at the place where its choice reads them.
package struct GoalSimilarity: Sendable {
  package let codes: GoalCodes
  package let report: SimilarityReport
  let comparison: RunComparison

  package static let test = "similarity over runs"

  /// Those that follow from products of columns, at the goal and at the end.
  private static let plain: [SimilarityMeasure] = [
    .linearCKA, .linearCKAWithoutFirstComponent, .conditionGeometry,
  ]
  /// Those that take factorisations, of the largest principal components alone; at the goal.
  static let factored: [SimilarityMeasure] = [.heldOutCanonicalCorrelation, .angularShape]
  /// How many components.
  static let components = 32

  /// - Throws: `SimilarityError` where sets cannot be compared.
  package init(
    _ comparison: RunComparison, _ codes: GoalCodes, permutations: Int = 19, random: RandomStream
  ) throws {
    self.comparison = comparison
    self.codes = codes
    var settings = SimilaritySettings()
    settings.measures = Self.plain
    settings.permutations = permutations
    let (study, sets) = codes.thingStudy(settings)
    var drawing = random.split("similarity of codes")
    let plain = try study.measure(sets, using: &drawing)
    guard codes.place == .goal else {
      report = plain
      return
    }
    var narrow = study
    narrow.settings.measures = Self.factored
    let factored = try narrow.measure(
      try Parallel.tryMap(sets.count) { try sets[$0].largestComponents(Self.components) },
      using: &drawing)
    report = SimilarityReport(
      matrices: plain.matrices + factored.matrices, notes: plain.notes, levels: plain.levels,
      rows: plain.rows)
  }

  /// The places of a group's runs among the sets.
  func sets(_ group: RunGroup) -> [Int] {
    codes.codes.indices.filter { codes.codes[$0].run.map { group.runs.contains($0) } ?? false }
  }

  var untrained: [Int] { codes.codes.indices.filter { codes.codes[$0].isUntrained } }

  /// The mean over pairs of a group's runs, over pairs of these with untrained networks, and how much
  /// more alike the first are.
  package func group(
    _ matrix: SimilarityMatrix, _ group: RunGroup
  ) -> (
    within: (value: Double, interval: Interval?), floor: (value: Double, interval: Interval?),
    above: (value: Double, interval: Interval?)
  ) {
    let means = PairMeans(matrix)
    let sign: Double = matrix.measure.isDistance ? -1 : 1
    let own = sets(group)
    return (
      PairMeans.estimate(over: own) { means.mean($0, $0) },
      PairMeans.estimate(over: own) { means.mean($0, untrained) },
      PairMeans.estimate(over: own) {
        sign * (means.mean($0, $0) - means.mean($0, untrained))
      }
    )
  }

  /// Inside of this a difference of a similarity counts as none.
  static let margin = 0.05
}
