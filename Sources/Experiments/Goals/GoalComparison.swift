package import LinearAlgebra
internal import Statistics

/// Two runs held against each other on the same levels: doors always red, doors of any colour.
package struct GoalComparison: Sendable {
  /// What was measured of one run.
  package struct Side: Sendable {
    package let name: String
    package let choice: FactorialChoice
    package let generalisation: GeneralisationUnderShift

    package init(
      _ name: String, choice: FactorialChoice, generalisation: GeneralisationUnderShift
    ) {
      self.name = name
      self.choice = choice
      self.generalisation = generalisation
    }
  }

  package let first: Side
  package let second: Side
  package let table: ComparisonTable

  /// - Throws: ``GoalError/unequalLevels(first:second:)`` where levels differ, and Statistics'
  ///   errors.
  package init(_ first: Side, _ second: Side, random: RandomStream) throws {
    for (one, other) in [
      (first.choice.levelDigest, second.choice.levelDigest),
      (first.generalisation.levelDigest, second.generalisation.levelDigest),
    ] where one != other {
      throw GoalError.unequalLevels(first: one, second: other)
    }
    var resampling = random.split("comparison")
    let units = first.choice.units
    let factorial = try LevelBootstrap(units: units, using: &resampling)
    let support = try LevelBootstrap(
      units: first.generalisation.shift.units, using: &resampling)
    let train = try LevelBootstrap(
      units: first.generalisation.train.units, using: &resampling)
    var rows = try ChoiceDifference(first.choice, second.choice).rows
    for contrast in ChoiceRate.Contrast.allCases {
      rows.append(Self.rate(contrast, first.choice, second.choice, factorial))
    }
    for kind in ThingPull.Kind.allCases {
      rows.append(Self.pull(kind, first.choice, second.choice, factorial))
    }
    let pairs: [(String, KeyPath<GeneralisationUnderShift, SupportOutcome>, LevelBootstrap)] = [
      ("with red doors", \.train, train), ("under the shift", \.shift, support),
    ]
    for (name, path, bootstrap) in pairs {
      rows += Self.support(
        name, first.generalisation[keyPath: path], second.generalisation[keyPath: path],
        isRead: name == "with red doors"
          || (first.generalisation.gate.passed && second.generalisation.gate.passed), bootstrap)
    }
    self.first = first
    self.second = second
    table = ComparisonTable(firstName: first.name, secondName: second.name, rows: rows)
  }

  private static func rate(
    _ contrast: ChoiceRate.Contrast, _ first: FactorialChoice, _ second: FactorialChoice,
    _ bootstrap: LevelBootstrap
  ) -> ComparisonTable.Row {
    let (one, other) = (first.reached[contrast], second.reached[contrast])
    let difference = bootstrap.difference(
      sums(one.counts.map { ($0.named, $0.chose) }, first),
      sums(other.counts.map { ($0.named, $0.chose) }, second), metric: Proportion.share)
    return ComparisonTable.Row(
      "share: \(contrast.name)", first: .init(one.share, one.interval),
      second: .init(other.share, other.interval), difference: .init(difference), isPaired: true)
  }

  private static func pull(
    _ kind: ThingPull.Kind, _ first: FactorialChoice, _ second: FactorialChoice,
    _ bootstrap: LevelBootstrap
  ) -> ComparisonTable.Row {
    let (one, other) = (first.pull(kind), second.pull(kind))
    let difference = bootstrap.difference(
      sums(one.counts.map { ($0.reached, $0.levels) }, first),
      sums(other.counts.map { ($0.reached, $0.levels) }, second), metric: Proportion.share)
    return ComparisonTable.Row(
      "reached beside a plain thing: \(kind.rawValue)", first: .init(one.share, one.interval),
      second: .init(other.share, other.interval), difference: .init(difference), isPaired: true)
  }

  private static func sums(
    _ counts: [(Double, Double)], _ choice: FactorialChoice
  ) -> Matrix<Double> {
    var sums = Matrix<Double>(rows: choice.units, columns: 2)
    for (trial, count) in zip(choice.trials, counts) {
      sums[trial.unit, 0] += count.0
      sums[trial.unit, 1] += count.1
    }
    return sums
  }

  private static func support(
    _ name: String, _ first: SupportOutcome, _ second: SupportOutcome, isRead: Bool,
    _ bootstrap: LevelBootstrap
  ) -> [ComparisonTable.Row] {
    let capability = bootstrap.difference(first.sums, second.sums) {
      SupportOutcome.ratio($0, .capability, .levels)
    }
    var rows = [
      ComparisonTable.Row(
        "capability K \(name)", first: .init(first.capability), second: .init(second.capability),
        difference: .init(capability), isPaired: true)
    ]
    let found = bootstrap.difference(first.sums, second.sums) {
      SupportOutcome.ratio($0, .door, .levels)
    }
    rows.append(
      ComparisonTable.Row(
        "levels in which a door is reached \(name)", first: .init(first.doors, first.doorsInterval),
        second: .init(second.doors, second.doorsInterval), difference: .init(found), isPaired: true)
    )
    let objective = bootstrap.difference(first.sums, second.sums) {
      SupportOutcome.ratio($0, .door, .reached)
    }
    rows.append(
      ComparisonTable.Row(
        "doors among things reached G \(name)",
        first: .init(first.objective, first.objectiveInterval),
        second: .init(second.objective, second.objectiveInterval),
        difference: isRead ? .init(objective) : .init(nil, nil), isPaired: true))
    return rows
  }
}

/// The differences of two choice models.
///
/// Where both likelihoods have a maximum, both models are fitted at once with levels as clusters,
/// so that the error of a difference counts that both runs met the same level. Where one is
/// separated, errors are those of independent samples, which are too wide rather than too narrow
/// for runs that agree more often than by chance.
struct ChoiceDifference {
  let rows: [ComparisonTable.Row]

  init(_ first: FactorialChoice, _ second: FactorialChoice) throws {
    let (one, other) = (Self.read(first), Self.read(second))
    let joint = try Self.joint(first, second)
    let features: [ChoiceModel.Feature] = [.door, .red, .doorAndRed, .nearer]
    rows = features.map { feature in
      var difference = ComparisonTable.Figure(nil, nil)
      if let joint {
        difference = Self.difference(joint, feature)
      } else if let one, let other {
        let value = one[feature].value - other[feature].value
        let error = (one[feature].standardError, other[feature].standardError)
        let reach = 1.96 * (error.0 * error.0 + error.1 * error.1).squareRoot()
        difference = ComparisonTable.Figure(
          value,
          Interval(lower: value - reach, upper: value + reach, method: "normal, independent"))
      }
      return ComparisonTable.Row(
        "weight (log-odds): \(feature.name)",
        first: ComparisonTable.Figure(one?[feature].value, one?[feature].interval),
        second: ComparisonTable.Figure(other?[feature].value, other?[feature].interval),
        difference: difference, isPaired: joint != nil)
    }
  }

  /// The model of a choice that may be read.
  private static func read(_ choice: FactorialChoice) -> ChoiceModel? {
    choice.gates.allSatisfy(\.passed) ? choice.reached.model : nil
  }

  /// Both models in one fit, `[first's features, second's features]`; nil where it has no maximum.
  private static func joint(
    _ first: FactorialChoice, _ second: FactorialChoice
  ) throws -> ConditionalLogit? {
    guard let one = read(first), let other = read(second), !one.isSeparated,
      !other.isSeparated
    else { return nil }
    let width = ChoiceModel.Feature.allCases.count
    let zeros = [Double](repeating: 0, count: width)
    func sets(_ choice: FactorialChoice, isFirst: Bool) -> [ChoiceSet] {
      let design = ChoiceDesign(choice.trials, by: .reached)
      return (0..<design.differences.rows).map { row in
        let own = Array(design.differences.row(row))
        return ChoiceSet(
          difference: isFirst ? own + zeros : zeros + own, choseFirst: design.choseFirst[row],
          cluster: design.units[row])
      }
    }
    let names = ChoiceModel.Feature.allCases.map(\.name)
    let logit = try ConditionalLogit(
      sets(first, isFirst: true) + sets(second, isFirst: false),
      names: names.map { "\($0), first" } + names.map { "\($0), second" })
    return logit.outcome == .converged ? logit : nil
  }

  private static func difference(
    _ joint: ConditionalLogit, _ feature: ChoiceModel.Feature
  ) -> ComparisonTable.Figure {
    let (a, b) = (feature.rawValue, feature.rawValue + ChoiceModel.Feature.allCases.count)
    let value = joint.coefficients[a] - joint.coefficients[b]
    let variance = joint.covariance[a, a] + joint.covariance[b, b] - 2 * joint.covariance[a, b]
    let reach = 1.96 * max(0, variance).squareRoot()
    return ComparisonTable.Figure(
      value,
      Interval(
        lower: value - reach, upper: value + reach, method: "normal, cluster-robust, paired"))
  }
}
