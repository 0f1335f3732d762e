package import Statistics

/// One ingredient of a search over the checkpoints of a run, and when it appeared.
package struct IngredientHistory: Sendable, Equatable {
  /// One checkpoint.
  package struct Point: Sendable, Equatable {
    package let step: Int
    /// Nil where the tests could not be run.
    package let grade: IngredientGrade?
    /// What the leading test measured there; nil where it measured nothing.
    package let record: EvidenceRecord?
    /// Why this grade.
    package let why: String

    package init(step: Int, grade: IngredientGrade?, record: EvidenceRecord? = nil, why: String) {
      self.step = step
      self.grade = grade
      self.record = record
      self.why = why
    }
  }

  package let ingredient: Ingredient
  /// The test whose effect is followed, the one that the grade at the last checkpoint rests on most;
  /// nil where it rests on none.
  package let test: String?
  /// One a checkpoint, steps rising.
  package let points: [Point]

  package init(_ ingredient: Ingredient, test: String?, points: [Point]) {
    self.ingredient = ingredient
    self.test = test
    self.points = points
  }

  /// The history in some outcomes, whose steps rise.
  package init(_ ingredient: Ingredient, of outcomes: [CheckpointOutcome]) {
    let verdicts = outcomes.map(\.verdict)
    let leading = verdicts.reversed().lazy.compactMap { $0?.reading(ingredient)?.tests.first }.first
    self.init(
      ingredient, test: leading,
      points: zip(outcomes, verdicts).map { outcome, verdict in
        let reading = verdict?.reading(ingredient)
        return Point(
          step: outcome.step, grade: reading?.grade,
          record: leading.flatMap { SearchRecords(outcome.records).named($0) },
          why: reading?.why ?? outcome.failure ?? "it was not measured")
      })
  }

  /// From when on the grade is at least correlational (`readable`) or causal, up to the end.
  ///
  /// - Precondition: the grade is one of these two.
  package func appearance(_ wanted: IngredientGrade) -> IngredientAppearance {
    IngredientAppearance(
      points.map { point in
        (point.step, point.grade.flatMap { $0 == .inconclusive ? nil : Self.reaches($0, wanted) })
      })
  }

  private static func reaches(_ grade: IngredientGrade, _ wanted: IngredientGrade) -> Bool {
    precondition(
      wanted == .correlational || wanted == .causal, "An ingredient appears as something shown.")
    return grade == .causal || grade == wanted
  }
}

/// When something appeared that is there, is not there, or is open at each of some checkpoints.
package enum IngredientAppearance: Sendable, Equatable {
  /// It is there from this checkpoint on, and was not at the one before; nil where there is none
  /// before.
  case appeared(step: Int, after: Int?)
  /// It is there at the end, from one of these checkpoints on: which, is open in between.
  case between(earliest: Int, latest: Int)
  /// It is not there at the last checkpoint; where it was before.
  case absent(seen: [Int])
  /// The last checkpoint does not tell; where it was before.
  case open(seen: [Int])

  /// - Parameter points: steps, rising, with whether it is there; nil where that is open.
  package init(_ points: [(step: Int, isThere: Bool?)]) {
    let seen = points.filter { $0.isThere == true }.map(\.step)
    guard let last = points.last, let isThere = last.isThere else {
      self = .open(seen: seen)
      return
    }
    guard isThere else {
      self = .absent(seen: seen)
      return
    }
    // From here on it is there at every checkpoint.
    let stays = (points.lastIndex { $0.isThere != true }).map { $0 + 1 } ?? 0
    // And before here it was not.
    let absent = points.lastIndex { $0.isThere == false }
    let earliest = absent.map { $0 + 1 } ?? 0
    self =
      earliest == stays
      ? .appeared(step: points[stays].step, after: stays > 0 ? points[stays - 1].step : nil)
      : .between(earliest: points[earliest].step, latest: points[stays].step)
  }

  /// The first step from which it certainly stays; nil where there is none.
  package var step: Int? {
    switch self {
    case .appeared(let step, _): step
    case .between(_, let latest): latest
    case .absent, .open: nil
    }
  }

  /// In a table.
  package var short: String {
    switch self {
    case .appeared(let step, _): "step \(step)"
    case .between(let earliest, let latest): "step \(earliest) to \(latest)"
    case .absent: "did not appear"
    case .open: "cannot be told"
    }
  }

  /// In a sentence, after what appeared and a colon.
  package var sentence: String {
    switch self {
    case .appeared(let step, let before?): "there from step \(step) on, and not at step \(before)"
    case .appeared(let step, nil): "there from the first checkpoint, step \(step), on"
    case .between(let earliest, let latest):
      "there from step \(latest) on at the latest; whether already from step \(earliest) cannot be told"
    case .absent(let seen):
      seen.isEmpty
        ? "did not appear"
        : "did not stay: there at step \(Wording.list(seen.map(String.init))), and not at the end"
    case .open(let seen):
      "cannot be told at the last checkpoint"
        + (seen.isEmpty ? "" : "; there at step \(Wording.list(seen.map(String.init)))")
    }
  }
}
