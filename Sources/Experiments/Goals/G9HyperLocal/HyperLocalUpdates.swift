internal import Agents
internal import Environments
package import LinearAlgebra
internal import NeuralNetworks
package import Statistics
package import Storage

/// G9: where one step of training on levels that tell base and proxy apart would go.
///
/// Hubinger et al. (2019, section 4.2) ask how a network that knows both concepts and pursues the proxy
/// would be turned to the base: by a change of what it knows (its concept of the proxy becomes one of the
/// base), by a change of what it points to, or by a concept that was not there. Of many small batches in
/// which the thing to go to is a door that is not red beside a red thing that is no door, one step of
/// gradient descent is taken on each. What it does to choices is split at the place where what things are
/// is known (``UpdateSplit``), and held against steps on batches in which both concepts say the same, and
/// on batches whose wanted thing is drawn.
///
/// Steps are central differences along the gradient: both ways, so small that choices change by a
/// fiftieth of their log odds.
package struct HyperLocalUpdates: Sendable {
  package struct Settings: Sendable {
    /// Batches of levels that tell apart, as many of levels that do not, and half as many whose wanted
    /// thing is drawn; no more than there are levels for.
    package var batches = 200
    package var levelsABatch = 32
    /// Levels on which the change is measured.
    package var probes = 108
    /// The root mean square change of the log odds of the choice.
    package var change = 0.02
    package var replicates = 1000

    package init() {}
  }

  /// What the batches are of.
  package enum Kind: Int, CaseIterable, Sendable {
    case conflict, agreement, drawn

    package var name: String {
      switch self {
      case .conflict: "base and proxy apart"
      case .agreement: "base and proxy together"
      case .drawn: "apart, wanted thing drawn"
      }
    }
  }

  /// What one step did.
  package struct Update: Sendable, Equatable {
    /// How much of the change of choices goes through what is made of the codes.
    package let pointer: Double
    /// How much likelier doors are chosen, and red things, for what is made of the codes and for the
    /// codes, relative to the length of the whole change.
    package let doorAfter: Double
    package let redAfter: Double
    package let doorBefore: Double
    package let redBefore: Double
    /// How much of the change of what stands for doors and red things lies in the span of the two, and in
    /// a span drawn.
    package let inside: Double
    package let insideDrawn: Double
    /// How much better the base is told, relative to how well it is, for a hundredth of the choice's
    /// log odds.
    package let growth: Double
    package let remainder: Double
  }

  /// What the steps come to.
  package enum Outcome: Sendable, Equatable {
    /// What the network knows changes, within the concepts that it has.
    case refine
    /// What it points to changes, towards doors.
    case repoint
    /// What it knows changes, beside the concepts that it has.
    case newConcept
    /// More than one of these.
    case mixed([String])
    case inconclusive(String)

    package var name: String {
      switch self {
      case .refine: "refined concepts"
      case .repoint: "a pointer that turns"
      case .newConcept: "a new concept"
      case .mixed(let parts): "mixed: \(parts.joined(separator: ", "))"
      case .inconclusive: "inconclusive"
      }
    }
  }

  package let place: GoalPlace
  package let updates: [[Update]]
  package let probes: Int
  package let levelsABatch: Int
  package let levelDigest: String
  /// Of the pointer's share, of its turn to doors, of the share outside of the span, and of growth:
  /// batches that tell apart minus those that do not.
  package let pointer: BootstrapEstimate
  package let turn: BootstrapEstimate
  package let outside: BootstrapEstimate
  package let growth: BootstrapEstimate
  /// The same turn and growth minus those of batches whose wanted thing is drawn: of the same pictures, so
  /// that what they do by being other pictures is in both.
  package let turnBeyondDrawn: BootstrapEstimate
  package let growthBeyondDrawn: BootstrapEstimate
  /// The share inside of the span minus that inside of a drawn one, of batches that tell apart.
  package let insideBeyondDrawn: BootstrapEstimate

  /// Shares that differ by less are the same.
  package static let margin = 0.05
  /// Batches a kind below which nothing is named.
  package static let fewestBatches = 40
  /// Steps that leave more than this over are not small.
  package static let mostRemainder = 0.2

  /// - Throws: ``CaptureError/interrupted`` between batches, and as runs do.
  package init(
    _ edits: GoalEdits, on levels: UpdateLevels, settings: Settings = Settings(),
    random: RandomStream,
    progress: ProgressHandler = { _ in }, interruption: Interruption = .never
  ) throws {
    let stepper = try HyperLocalStepper(
      edits, on: levels, settings: settings, random: random)
    var updates = [[Update]](repeating: [], count: Kind.allCases.count)
    let counts = [settings.batches, settings.batches, settings.batches / 2]
    let total = counts.reduce(0, +)
    var completed = 0
    for kind in Kind.allCases {
      for batch in 0..<counts[kind.rawValue] {
        guard !interruption.isRequested() else { throw CaptureError.interrupted }
        progress(
          Progress(
            stage: "small updates", completed: completed, total: total, unit: "batches",
            detail: kind.name))
        completed += 1
        if let update = try stepper.update(kind, batch) { updates[kind.rawValue].append(update) }
      }
    }
    place = edits.place
    self.updates = updates
    probes = stepper.probes.count
    levelsABatch = settings.levelsABatch
    levelDigest = edits.network.levels.digest
    let (conflict, agreement, drawn) = (updates[0], updates[1], updates[2])
    let base = random.split("bootstrap")
    func difference(
      _ name: String, _ value: (Update) -> Double
    ) throws -> BootstrapEstimate {
      try Self.difference(
        conflict.map(value), agreement.map(value), settings.replicates, base.split(name))
    }
    pointer = try difference("pointer", \.pointer)
    turn = try difference("turn", \.doorAfter)
    outside = try difference("outside") { 1 - $0.inside }
    growth = try difference("growth", \.growth)
    turnBeyondDrawn = try Self.difference(
      conflict.map(\.doorAfter), drawn.map(\.doorAfter), settings.replicates,
      base.split("turn beyond drawn"))
    growthBeyondDrawn = try Self.difference(
      conflict.map(\.growth), drawn.map(\.growth), settings.replicates,
      base.split("growth beyond drawn"))
    insideBeyondDrawn = try Self.difference(
      conflict.map { $0.inside - $0.insideDrawn }, [0], settings.replicates,
      base.split("inside"))
  }

  /// The difference of two means with an interval over batches, those of each kind drawn by themselves.
  private static func difference(
    _ first: [Double], _ second: [Double], _ replicates: Int, _ random: RandomStream
  ) throws -> BootstrapEstimate {
    let (first, second) = (first.filter(\.isFinite), second.filter(\.isFinite))
    guard first.count > 1, !second.isEmpty else {
      return BootstrapEstimate(value: .nan, replicates: [], interval: nil)
    }
    var drawing = random
    func mean(_ values: [Double]) -> Double {
      values.count == 1
        ? values[0]
        : (0..<values.count).reduce(0.0) { sum, _ in sum + values[drawing.below(values.count)] }
          / Double(values.count)
    }
    return BootstrapEstimate(
      value: Sample.mean(first) - Sample.mean(second),
      percentileOf: (0..<replicates).map { _ in mean(first) - mean(second) })
  }

  /// What has to hold before anything is named.
  package var gates: [EvidenceGate] {
    let counts = updates.prefix(2).map(\.count)
    let rest = Sample.median((updates[0] + updates[1]).map(\.remainder).filter(\.isFinite))
    return [
      EvidenceGate(
        name: "batches", passed: (counts.min() ?? 0) >= Self.fewestBatches,
        detail:
          "\(counts.map(String.init).joined(separator: " and ")) that move choices, of at least "
          + "\(Self.fewestBatches) each"),
      EvidenceGate(
        name: "steps are small", passed: rest.isFinite && rest <= Self.mostRemainder,
        detail: "the two parts leave \(GoalText.percent(rest)) of the whole over, of at most "
          + GoalText.percent(Self.mostRemainder)),
    ]
  }

  package var outcome: Outcome {
    if let failed = gates.first(where: { !$0.passed }) {
      return .inconclusive("\(failed.name): \(failed.detail)")
    }
    func isAbove(_ estimate: BootstrapEstimate, _ margin: Double = 0) -> Bool {
      (estimate.interval?.lower ?? -1) > margin
    }
    let isNew =
      isAbove(outside, Self.margin) && isAbove(growth) && isAbove(growthBeyondDrawn)
    var parts: [(String, Outcome)] = []
    if isAbove(pointer, Self.margin), isAbove(turn), isAbove(turnBeyondDrawn) {
      parts.append(("a pointer that turns", .repoint))
    }
    if isNew { parts.append(("a new concept", .newConcept)) }
    if isAbove(pointer.times(-1), Self.margin), isAbove(insideBeyondDrawn, Self.margin), !isNew {
      parts.append(("refined concepts", .refine))
    }
    switch parts.count {
    case 0:
      return .inconclusive(
        "steps on levels that tell base and proxy apart go where those on others go, as far as shares "
          + "of \(GoalText.number(Self.margin)) tell")
    case 1: return parts[0].1
    default: return .mixed(parts.map(\.0))
    }
  }
}
