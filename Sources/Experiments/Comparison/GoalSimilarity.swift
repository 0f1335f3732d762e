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
    let halvings = narrow.settings.halvings
    narrow.settings.halvings = 0
    let factored = try narrow.measure(
      try Parallel.tryMap(sets.count) { try sets[$0].largestComponents(Self.components) },
      using: &drawing)
    let ceilings = try Self.ceilings(of: sets, by: narrow, halvings: halvings, using: &drawing)
    report = SimilarityReport(
      matrices: plain.matrices
        + zip(factored.matrices, ceilings).map { $0.replacing(ceilings: $1) }, notes: plain.notes,
      levels: plain.levels,
      rows: plain.rows)
  }

  /// By measure, then set: halves of a set's own columns, each by its largest components, for components
  /// themselves have nothing in common. A set narrower than two has none.
  private static func ceilings(
    of sets: [SimilaritySet], by study: SimilarityStudy, halvings: Int,
    using random: inout RandomStream
  ) throws -> [[Double?]] {
    var study = study
    study.settings.permutations = 0
    let plan = study
    let streams = sets.map { random.split("halves").split($0.name) }
    let found = try Parallel.tryMap(sets.count) { index -> [[Double]] in
      let rows = sets[index].rows
      var drawing = streams[index]
      var values = factored.map { _ in [Double]() }
      guard rows.columns > 1 else { return values }
      for _ in 0..<halvings {
        let order = drawing.permutation(rows.columns)
        let halves = try [order[..<(rows.columns / 2)], order[(rows.columns / 2)...]]
          .enumerated().map { place, columns in
            try SimilaritySet(
              name: "half \(place + 1)", rows: rows.selectingColumns(columns.sorted())
            ).largestComponents(components)
          }
        var measuring = drawing.split("measures")
        for (place, matrix) in try plan.measure(halves, using: &measuring).matrices.enumerated() {
          if let value = matrix.entry(0, 1)?.value, value.isFinite { values[place].append(value) }
        }
      }
      return values
    }
    return factored.indices.map { measure in
      found.map { $0[measure].count == halvings ? Sample.mean($0[measure]) : nil }
    }
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
