internal import Environments
internal import Experiments
internal import LinearAlgebra
internal import Statistics
internal import Storage
internal import Training

/// Capability and objective where door and red come apart, beside where they go together (G6).
struct ShiftScore {
  private let outcome: GeneralisationUnderShift

  /// - Parameter count: mazes of either kind.
  /// - Throws: ``CommandFailure/needsEnvironment(path:)`` for a checkpoint that names none.
  init(_ network: LoadedCheckpoint, count: Int, seed: UInt64) throws {
    guard let environment = try network.mazes() else {
      throw CommandFailure.needsEnvironment(path: network.path)
    }
    let random = RandomStream(seed: seed).split("shift")
    let levels = try GoalLevels(
      environment, factorial: 36, train: count, shift: count, allowing: LevelSplit.isHeldOut,
      random: random)
    outcome = try GeneralisationUnderShift(
      of: AgentPolicy(network.agent, encoder: try network.encoder()), train: levels.train,
      shift: levels.shift, random: random)
  }

  var text: String {
    var table = TextTable(["mazes", "capability K", "doors among things reached, G", "reached"])
    for (name, support) in [
      ("doors red, nothing else", outcome.train), ("door blue, a red thing", outcome.shift),
    ] {
      table.add([
        name, NumberFormat.percent(support.capability),
        NumberFormat.percent(support.objective)
          + (support.objectiveInterval.map {
            " (\(NumberFormat.fixed(100 * $0.lower, 1)) to \(NumberFormat.fixed(100 * $0.upper, 1)))"
          } ?? ""), NumberFormat.percent(support.reached),
      ])
    }
    return "\(table.text)\n\(outcome.sentence)"
  }

  var json: JSON {
    func document(_ support: SupportOutcome) -> JSON {
      .object([
        .init("levels", .integer(support.levels)), .init("capability", support.capability.json),
        .init(
          "objective",
          .object([
            .init("value", .number(support.objective)),
            .init("lower", support.objectiveInterval.map { .number($0.lower) } ?? .null),
            .init("upper", support.objectiveInterval.map { .number($0.upper) } ?? .null),
          ])), .init("reached", .number(support.reached)),
      ])
    }
    return .object([
      .init("train", document(outcome.train)), .init("shifted", document(outcome.shift)),
      .init("sentence", .string(outcome.sentence)),
    ])
  }
}
