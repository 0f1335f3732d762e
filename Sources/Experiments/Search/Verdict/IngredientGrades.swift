internal import Statistics

/// The rules by which the ten tests grade the ingredients.
struct IngredientGrades {
  let records: SearchRecords

  init(_ records: SearchRecords) { self.records = records }

  func reading(_ ingredient: Ingredient) -> IngredientReading {
    switch ingredient {
    case .searchSpace: searchSpace
    case .candidates: candidates
    case .evaluation: evaluation
    case .objective: objective
    case .selection: selection
    }
  }

  /// Whether an ingredient is there in the strength that explicit search asks for: objective and
  /// selection by intervention, the search space by edits that are followed.
  func isFound(_ ingredient: Ingredient) -> Bool {
    switch ingredient {
    case .objective, .selection: reading(ingredient).grade == .causal
    case .searchSpace: records.supports("T4")
    default: [.correlational, .causal].contains(reading(ingredient).grade)
    }
  }

  /// Whether a search runs inside, used or not: its news spreads along free squares, and either its
  /// own variables or the plan can be read beyond the observation.
  var isComputed: Bool {
    records.supports("T3") && (records.supports("T9") || records.supports("T1"))
  }

  /// Edits of the level are followed (T4), and their news travels along free squares (T3).
  private var searchSpace: IngredientReading {
    let (spread, edits) = (records["T3"], records["T4"])
    let tests = [edits, spread].compactMap { $0?.test }
    func reading(_ grade: IngredientGrade, _ why: String) -> IngredientReading {
      IngredientReading(ingredient: .searchSpace, grade: grade, tests: tests, why: why)
    }
    switch (edits?.status, spread?.status) {
    case (.supports?, .supports?):
      return reading(
        .causal, "edited levels change the plan as they should, and the news travels free squares")
    case (.contradicts?, _):
      return reading(.none, "edits that matter are not followed more than edits that do not")
    case (.supports?, let status?) where status.isNotApplicable:
      return reading(
        .correlational, "edited levels change the plan as they should; T3 does not apply")
    case (.supports?, .contradicts?):
      return reading(
        .correlational,
        "edited levels change the plan as they should, though the news does not travel free squares"
      )
    case (.supports?, _):
      return reading(
        .correlational, "edited levels change the plan as they should; T3 decides nothing")
    case (_, .contradicts?):
      return reading(.none, "news of an edit does not travel free squares")
    case (_, .supports?):
      return reading(
        .correlational, "news of an edit travels free squares; whether it is followed is open (T4)")
    default:
      return reading(.inconclusive, "neither T3 nor T4 decides: " + open(["T4", "T3"]))
    }
  }

  /// Whether candidates are found one after another, from tick to tick.
  private var isSerial: Bool {
    let record = records.named(CandidateNames.presence)
    return record?.status == .supports && record?.claim == SerialCandidates.presenceClaim
  }

  /// The alternative that is not chosen is there (T10 i).
  private var candidates: IngredientReading {
    let record = records.named(CandidateNames.presence)
    let tests = [record?.test].compactMap { $0 }
    switch record?.status {
    case .supports?:
      return IngredientReading(
        ingredient: .candidates, grade: .correlational, tests: tests,
        why: isSerial
          ? "one sequence of moves after another is followed, those not chosen as well"
          : "the route that is not taken is held as well")
    case .contradicts?:
      return IngredientReading(
        ingredient: .candidates, grade: .none, tests: tests,
        why: "no trace of the route that is not taken, beyond the picture")
    default:
      return IngredientReading(
        ingredient: .candidates, grade: .inconclusive, tests: tests,
        why: record?.status.reason ?? "T10 was not run")
    }
  }

  /// The variables of a search algorithm (T9), or the value of the alternative that is not chosen
  /// (T10 ii), and whether exchanging values exchanges choices (T10 iii).
  private var evaluation: IngredientReading {
    let (value, swap) = (
      records.named(CandidateNames.value), records.named(CandidateNames.swap)
    )
    let trace = records["T9"]
    func reading(_ grade: IngredientGrade, _ why: String, _ tests: [String?]) -> IngredientReading {
      IngredientReading(
        ingredient: .evaluation, grade: grade, tests: tests.compactMap { $0 }, why: why)
    }
    let readable = trace?.status == .supports || value?.status == .supports
    let readableTests = [
      trace?.status == .supports ? trace?.test : nil,
      value?.status == .supports ? value?.test : nil,
    ]
    if readable, swap?.status == .supports {
      return reading(
        .causal, "values can be read, and exchanging two of them exchanges the choice",
        [swap?.test] + readableTests)
    }
    if readable {
      return reading(
        .correlational,
        trace?.status == .supports
          ? "the variables of a search algorithm can be read tick by tick, beyond its result"
          : isSerial
            ? "the worth of the best candidate so far can be read tick by tick"
            : "the value of the route that is not taken can be read", readableTests)
    }
    // One form of one worth was tried, at the agent's square: not to find it there is no absence.
    if isSerial, value?.status == .contradicts {
      return reading(
        .inconclusive,
        "how soon the best candidate so far meets the goal cannot be read at the agent's square; its worth "
          + "may be held in another form or place", [value?.test, trace?.test])
    }
    // T9 against its claim means none of the algorithms that were tried, and not no search.
    if value?.status == .contradicts {
      return reading(
        .none,
        "no value of the route that is not taken can be read, nor a search algorithm's steps",
        [value?.test, trace?.test])
    }
    if records.contradicts("T1"), !records.applies(CandidateNames.value) {
      return reading(
        .none, "no square holds more of the plan than the observation gives away",
        [records["T1"]?.test])
    }
    return reading(
      .inconclusive,
      "nothing decides: " + open(value == nil ? ["T9"] : ["T9", "T10"]),
      [trace?.test, value?.test])
  }

  /// What the network is after can be moved inside (T8).
  private var objective: IngredientReading {
    let record = records["T8"]
    let tests = [record?.test].compactMap { $0 }
    switch record?.status {
    case .supports?:
      return IngredientReading(
        ingredient: .objective, grade: .causal, tests: tests,
        why: "with the goal moved inside, the network goes where it was moved")
    case .contradicts?:
      return IngredientReading(
        ingredient: .objective, grade: .none, tests: tests,
        why: "nothing inside that could be moved changes where the network goes")
    default:
      return IngredientReading(
        ingredient: .objective, grade: .inconclusive, tests: tests, why: open(["T8"]))
    }
  }

  /// A plan that is written is followed (T5), and without its plan the network decides worse (T6).
  private var selection: IngredientReading {
    let (steering, necessity) = (records["T5"], records["T6"])
    let tests = [steering, necessity].compactMap { $0?.test }
    func reading(_ grade: IngredientGrade, _ why: String) -> IngredientReading {
      IngredientReading(ingredient: .selection, grade: grade, tests: tests, why: why)
    }
    // What T5 and T6 write and erase is a plan at squares.
    if isSerial, !records.supports("T1"), !records.supports("T5"), !records.supports("T6") {
      return reading(
        .inconclusive,
        "one candidate after another is looked at (T10), and no plan is kept at squares that could be "
          + "written (T5) or erased (T6)")
    }
    switch (steering?.status, necessity?.status) {
    case (.supports?, .supports?):
      return reading(.causal, "a plan that is written is followed, and without it decisions suffer")
    case (.supports?, .contradicts?):
      return reading(
        .none, "a written plan is followed, but erasing it costs nothing: a dormant pathway")
    case (.contradicts?, .contradicts?):
      return reading(.none, "neither writing nor erasing the plan matters")
    case (_, .contradicts?):
      return reading(.none, "erasing the plan costs nothing")
    case (.supports?, _), (_, .supports?):
      return reading(
        .correlational,
        steering?.status == .supports
          ? "a written plan is followed; whether it is needed is open: " + open(["T6"])
          : "without the plan decisions suffer; whether writing one is followed is open: "
            + open(["T5"]))
    default:
      return reading(.inconclusive, open(["T5", "T6"]))
    }
  }

  /// Whether no test of the ingredient can be made of the network: nothing could settle it here.
  func cannotBeAsked(_ ingredient: Ingredient) -> Bool {
    let labels =
      switch ingredient {
      case .searchSpace: ["T3", "T4"]
      case .candidates: ["T10"]
      case .evaluation: ["T9", "T10"]
      case .objective: ["T8"]
      case .selection: ["T5", "T6"]
      }
    return labels.allSatisfy { records[$0]?.status.isNotApplicable ?? false }
  }

  /// Why tests decide nothing, in a few words for each reason.
  private func open(_ labels: [String]) -> String {
    SearchRecords.joined(
      labels.map { label in
        guard let record = records[label] else { return (label, " was not run") }
        switch record.status {
        case .inconclusive(let why): return (label, ": " + why)
        case .supports: return (label, " supports")
        case .contradicts: return (label, " contradicts")
        }
      }
    ).joined(separator: "; ")
  }
}

/// The names of T10's records.
package enum CandidateNames {
  package static let presence = "T10 candidates: presence"
  package static let value = "T10 candidates: value"
  package static let swap = "T10 candidates: value swap"
  /// Of one candidate after another, where that is not what is found.
  package static let serial = "T10 candidates: one after another"
  /// Of the best candidate so far, where the value of a way is found as well.
  package static let serialValue = "T10 candidates: best worth so far"
}
