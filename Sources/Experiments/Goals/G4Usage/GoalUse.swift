package import LinearAlgebra
internal import NeuralNetworks
package import Probing
package import Statistics
package import Storage

/// G4: which of two concepts does the decision use?
///
/// At one place the code of each concept is taken out of both things, or exchanged between them, and
/// the first action is read again. How much of the choice goes through a concept is what taking it out
/// takes from its effect on the choice, beside erasers of random directions that move the code as far.
/// Erasers are fitted on selection levels; choices are of report levels.
package struct GoalUse: Sendable {
  /// How much of the choice goes through one concept.
  package struct Concept: Sendable {
    package let name: String
    package let feature: ChoiceModel.Feature
    /// How much likelier a thing is chosen for having the property, as it is (``ChoiceEffects``).
    package let natural: BootstrapEstimate
    /// The same with the concept's code taken out.
    package let erased: BootstrapEstimate
    /// What goes through the code: how much nearer to none the effect is with the code taken out;
    /// natural minus erased where the property is chosen, and the other way round where it is avoided.
    package let use: BootstrapEstimate
    /// The same with random directions taken out, one a draw.
    package let random: PermutationNull
    /// The share of those that move the code as far as taking the concept out does.
    package let asFar: Double
    /// The share of choices that are for neither thing, as it is and with the code taken out.
    package let neither: (natural: Double, erased: Double)
    /// The effect with the concept's code exchanged between the things, on the scale on which exchanging
    /// everything would be 1: 1 where the code says all that the choice goes by.
    package let handle: BootstrapEstimate
    /// Whether the concept is read there at all; nil where that cannot be said.
    package let isThere: Bool?

    /// Whether things that have the property are avoided.
    package var isAvoided: Bool { natural.value < 0 }

    /// Whether taking the code out leaves choices between the two things.
    package var leavesChoices: Bool { neither.erased - neither.natural <= GoalUse.mostLost }

    /// Whether the choice goes by it through this code; nil where that cannot be said.
    package var isUsed: Bool? {
      // What takes out a concept that is not there takes out something else.
      guard isThere == true else { return isThere }
      guard leavesChoices, let interval = use.interval else { return nil }
      if interval.lower > GoalUse.margin, random.p <= 0.05 { return true }
      return use.power.showsAbsence(interval, margin: GoalUse.margin) ? false : nil
    }
  }

  /// The effect inside of which a concept counts as not used.
  package static let margin = 0.1
  /// Where so many more choices are for neither thing, taking a code out broke something else.
  package static let mostLost = 0.1
  /// The fewest report levels, and the least competence (``GoalNetwork/competence(_:in:)``) in them.
  package static let fewestLevels = 100
  package static let leastCompetence = 0.5

  package let place: GoalPlace
  package let base: Concept
  package let proxy: Concept
  /// How much of what exchanging the two things in the picture does to the choices is done where their
  /// whole codes are exchanged there.
  package let exchanged: BootstrapEstimate
  /// What being a door, being red, and being both beyond these are worth to the choice by the codes there:
  /// half of what exchanging them changes.
  package let worths: [BootstrapEstimate]
  package let levels: Int
  /// How much more often than by chance first actions lead to a thing.
  package let competence: Double

  /// What has to hold before anything is read.
  package var gates: [EvidenceGate] {
    [
      EvidenceGate(
        name: "levels", passed: levels >= Self.fewestLevels,
        detail: "\(levels) report levels, of at least \(Self.fewestLevels)"),
      EvidenceGate(
        name: "competence", passed: competence >= Self.leastCompetence,
        detail:
          "first actions lead to a thing more often than blind ones, which walk into walls too, by "
          + "\(GoalText.percent(competence)) of what there is to gain, of at least "
          + GoalText.percent(Self.leastCompetence)),
    ]
  }

  package struct Settings: Sendable {
    /// Erasers of random directions.
    package var draws = 99
    package var replicates = 1000

    package init() {}
  }

  /// - Parameters:
  ///   - concepts: base and proxy, with labels at both things.
  ///   - areThere: whether each is read at the place's first site; nil where that cannot be said.
  /// - Throws: ``CaptureError/interrupted`` between erasures, and as a run of the agent, a fit and the
  ///   statistics do.
  package init(
    _ edits: GoalEdits, concepts: [ErasureConcept], areThere: [Bool?],
    settings: Settings = Settings(), random: RandomStream, interruption: Interruption = .never
  ) throws {
    let network = edits.network
    let folds = concepts[0].data.folds
    let report = folds.report.flatMap { folds.units.levelsOfUnit[$0] }.sorted()
    let trials = report.map { network.trials[$0] }
    let own = try concepts.indices.map { try Self.alone($0, concepts, network) }
    let samples = try edits.features.map { try ErasureSample.each(of: own, in: $0) }
    let erasers = try concepts.indices.map { concept in
      try samples.map { try Leace().fit($0[concept]) }
    }
    let effects = try concepts.indices.map { concept in
      try edits.features.map { features in
        try Self.direction(of: concept, concepts, features, network)
      }
    }
    let natural = try network.choices(in: report)
    var conditions = [
      ChoiceEffects.Condition("as it is", natural.map(\.chosen)),
      ChoiceEffects.Condition(
        "everything exchanged",
        try network.choices(in: report, edits: edits.exchange(of: report)).map(\.chosen)),
    ]
    var erased: [[GoalNetwork.Choice]] = []
    for concept in concepts.indices {
      erased.append(
        try network.choices(in: report, edits: edits.erasing(erasers[concept], of: report)))
      conditions.append(
        ChoiceEffects.Condition(
          "\(concepts[concept].name) erased", erased[concept].map(\.chosen)))
      let labels = network.labels { concept == 0 ? $0.isDoor : $0.isRed }
      conditions.append(
        ChoiceEffects.Condition(
          "\(concepts[concept].name) exchanged",
          try network.choices(
            in: report,
            edits: edits.exchange(of: report) { site, own, other in
              let step = Float(labels[other] - labels[own])
              return effects[concept][site].map { step * $0 }
            }
          ).map(\.chosen)))
    }
    var nulls: [[(condition: ChoiceEffects.Condition, isAsFar: Bool)]] = []
    for concept in concepts.indices {
      let random = random.split("random erasers").split(UInt64(concept))
      let drawers = try samples.map {
        try MatchedErasers(
          means: $0[concept].selection.means, covariance: $0[concept].selection.features)
      }
      nulls.append(
        try Parallel.tryMap(settings.draws) { draw in
          guard !interruption.isRequested() else { throw CaptureError.interrupted }
          var stream = random.split(UInt64(draw))
          let drawn = samples.indices.map { site -> MatchedErasers.Match in
            let eraser = erasers[concept][site]
            var directions = Matrix<Double>(rows: eraser.features, columns: eraser.rank)
            for index in directions.elements.indices {
              directions.elements[index] = stream.normal()
            }
            return drawers[site].eraser(
              .whitened, directions: directions,
              displacement: drawers[site].displacement(of: eraser),
              keeping: eraser.readOut.transposed())
          }
          let chosen = try network.choices(
            in: report, edits: edits.erasing(drawn.map(\.eraser), of: report)
          ).map(\.chosen)
          return (
            ChoiceEffects.Condition("random \(draw)", chosen), drawn.allSatisfy(\.isClose)
          )
        })
    }
    var resampling = random.split("bootstrap")
    let found = try ChoiceEffects(
      conditions, of: trials, replicates: settings.replicates, using: &resampling)
    var quick = random.split("null")
    let drawn = try nulls.map {
      try ChoiceEffects($0.map(\.condition), of: trials, replicates: 2, using: &quick)
    }
    func neither(_ choices: [GoalNetwork.Choice]) -> Double {
      Sample.mean(choices.map(\.neither))
    }
    func concept(_ index: Int, _ feature: ChoiceModel.Feature) -> Concept {
      let effect = found[0, feature]
      let sign: Double = effect.value < 0 ? -1 : 1
      let use = found.difference(0, 2 + 2 * index, feature).times(sign)
      return Concept(
        name: concepts[index].name, feature: feature, natural: effect,
        erased: found[2 + 2 * index, feature], use: use,
        random: PermutationNull(
          name: "random directions that move the code as far", observed: use.value,
          draws: (0..<settings.draws).map {
            sign * (effect.value - drawn[index][$0, feature].value)
          }),
        asFar: Sample.mean(nulls[index].map { $0.isAsFar ? 1 : 0 }),
        neither: (neither(natural), neither(erased[index])),
        handle: Self.handle(found, 3 + 2 * index, feature), isThere: areThere[index])
    }
    place = edits.place
    base = concept(0, .door)
    proxy = concept(1, .red)
    exchanged = try Self.likeness(
      GoalNetwork.likeness(
        before: conditions[0].chosen, changed: try network.choicesExchanged(in: report),
        another: conditions[1].chosen), trials, settings.replicates, random)
    worths = found.worths(0, 1)
    levels = report.count
    competence = network.competence(natural, in: report)
  }

  /// A concept's labels less what the other's and the things' circumstances tell of them: by chance they
  /// go together a little in any set of levels, and what takes out one would take a little of the other.
  private static func alone(
    _ concept: Int, _ concepts: [ErasureConcept], _ network: GoalNetwork
  ) throws -> ProbeData {
    let labels = [network.labels(\.isDoor), network.labels(\.isRed)]
    let beside = network.circumstances
    let data = concepts[concept].data
    let selection = Set(data.folds.selection)
    let chosen = (0..<data.rows).filter {
      selection.contains(data.units.unitOfLevel[data.rowLevel[$0]])
    }
    func columns(_ row: Int) -> [Double] {
      [1, Double(labels[1 - concept][row])] + (0..<beside.columns).map { beside[row, $0] }
    }
    let design = Matrix(
      rows: chosen.count, columns: 2 + beside.columns, elements: chosen.flatMap(columns))
    var gram = design.gram()
    for index in 0..<gram.rows { gram[index, index] += 1e-9 * Double(chosen.count) }
    let slopes = try Cholesky(gram).solve(
      design.transposedMultiplied(
        by: Matrix(
          rows: chosen.count, columns: 1, elements: chosen.map { Double(labels[concept][$0]) })))
    let rest = (0..<data.rows).map { row in
      zip(columns(row), slopes.elements).reduce(Double(labels[concept][row])) { $0 - $1.0 * $1.1 }
    }
    return try ProbeData(levels: data.levels, cells: data.cells, values: rest)
  }

  /// What a property does to the code of a thing, all else the same: `[p]`, on selection levels.
  private static func direction(
    of concept: Int, _ concepts: [ErasureConcept], _ features: Matrix<Float>,
    _ network: GoalNetwork
  ) throws -> [Float] {
    let labels = [network.labels(\.isDoor), network.labels(\.isRed)]
    let found = try FactorialEffects(
      features, concepts: zip(concepts, labels).map { ($0.name, $1.map { Double($0) }) },
      concepts[0].data)
    return found.effects.row(concept).map { Float($0) }
  }

  private static func handle(
    _ effects: ChoiceEffects, _ swapped: Int, _ feature: ChoiceModel.Feature
  ) -> BootstrapEstimate {
    let (natural, after) = (effects[0, feature], effects[swapped, feature])
    func share(_ before: Double, _ now: Double) -> Double {
      abs(before) > 0.02 ? (before - now) / (2 * before) : .nan
    }
    return BootstrapEstimate(
      value: share(natural.value, after.value),
      percentileOf: zip(natural.replicates, after.replicates).map { share($0, $1) })
  }

  private static func likeness(
    _ rows: [(both: Double, one: Double)], _ trials: [FactorialTrial], _ replicates: Int,
    _ random: RandomStream
  ) throws -> BootstrapEstimate {
    let clusters = ClusterIndex(trials.map(\.unit))
    var sums = Matrix<Double>(rows: clusters.count, columns: 2)
    for (index, row) in clusters.places.enumerated() {
      sums[row, 0] += rows[index].both
      sums[row, 1] += rows[index].one
    }
    var random = random.split("exchanged")
    let bootstrap = try LevelBootstrap(
      units: clusters.count, replicates: replicates, using: &random)
    return bootstrap.estimate(sums) { totals in
      let start = totals.startIndex
      return totals[start + 1] > 0 ? totals[start] / totals[start + 1] : .nan
    }
  }
}
