internal import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

/// What one network does before and after each edit.
package struct EditResponse: Sendable {
  /// The actions of the largest logit at the start of the unedited and of the edited level.
  package private(set) var before: [ActionSet]
  package private(set) var after: [ActionSet]
  /// The move read at each square before and after, `[trial][cell]` of the first trials; empty
  /// without a reader.
  package let planBefore: [[Int?]]
  package let planAfter: [[Int?]]

  /// A set of actions holds so many.
  static let mostOutputs = 16

  /// Runs the network on the edited levels and on those that they were made from.
  ///
  /// - Throws: as ``Capture/run(_:on:edits:)`` does.
  /// - Complexity: one forward pass a trial and one a level.
  init(
    _ agent: Agent, trials: [CounterfactualTrial], capture: Capture, reader: PlanReader?
  ) throws {
    let places = Set(trials.map(\.level)).sorted()
    let position = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
    let firsts = places.compactMap { place in trials.first { $0.level == place }?.edit.before }
    let original = try LevelSet(firsts)
    let edited = try LevelSet(trials.map(\.edit.after))
    let first = try capture.run(agent, on: original)
    let second = try capture.run(agent, on: edited)
    let decided = Decisions(first.logits).actions
    before = trials.map { decided[position[$0.level] ?? 0] }
    after = Decisions(second.logits).actions
    guard let reader else {
      (planBefore, planAfter) = ([], [])
      return
    }
    let read = try reader.classes(of: first.activations(at: reader.place), levels: original)
    planBefore = trials.map { read[position[$0.level] ?? 0] }
    planAfter = try reader.classes(of: second.activations(at: reader.place), levels: edited)
  }

  /// With the responses to further trials, at which no plan is read.
  func adding(_ others: EditResponse) -> EditResponse {
    var all = self
    all.before += others.before
    all.after += others.after
    return all
  }

  /// Whether the old decision is optimal in one map of optimal sets and the new one in another; ties
  /// with other actions are no decision.
  func follows(_ trial: Int, old: ActionSet, new: ActionSet) -> Bool {
    !before[trial].isEmpty && !after[trial].isEmpty && before[trial].isSubset(of: old)
      && after[trial].isSubset(of: new)
  }

  /// Whether no action of the old decision is one of the new.
  func changes(_ trial: Int) -> Bool { before[trial].isDisjoint(with: after[trial]) }
}
