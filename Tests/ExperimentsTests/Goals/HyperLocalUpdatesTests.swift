import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import Testing

/// G9: the split of a step, and where steps on networks of known workings go.
@Suite struct HyperLocalUpdatesTests {
  /// `z = g'E dphi` under one differentiated step of gradient descent on `log(1 + exp(-z))`.
  @Test func thePointersShareOfALinearChoiceIsItsClosedForm() {
    var random = RandomStream(seed: 2)
    for _ in 0..<100 {
      let (width, depth) = (2 + random.below(5), 2 + random.below(5))
      let step = (0..<width).map { _ in random.normal() }
      let goal = (0..<depth).map { _ in random.normal() }
      let embedding = (0..<depth).map { _ in (0..<width).map { _ in random.normal() } }
      func code(_ embedding: [[Double]]) -> [Double] {
        embedding.map { row in zip(row, step).reduce(0) { $0 + $1.0 * $1.1 } }
      }
      func choice(_ goal: [Double], _ code: [Double]) -> Double {
        zip(goal, code).reduce(0) { $0 + $1.0 * $1.1 }
      }
      // The loss's slope multiplies both gradients alike.
      let rate = 1e-2
      let turned = zip(goal, code(embedding)).map { $0 + rate * $1 }
      let refined = embedding.indices.map { row in
        embedding[row].indices.map { embedding[row][$0] + rate * goal[row] * step[$0] }
      }
      let back = zip(goal, code(embedding)).map { $0 - rate * $1 }
      let lost = embedding.indices.map { row in
        embedding[row].indices.map { embedding[row][$0] - rate * goal[row] * step[$0] }
      }
      func half(_ up: Double, _ down: Double) -> [Double] { [(up - down) / (2 * rate)] }
      let split = UpdateSplit(
        whole: half(choice(turned, code(refined)), choice(back, code(lost))),
        before: half(choice(goal, code(refined)), choice(goal, code(lost))),
        after: half(choice(turned, code(embedding)), choice(back, code(embedding))))
      func square(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 } }
      let through = square(code(embedding))
      let known = through / (through + square(goal) * square(step))
      #expect(abs(split.pointerShare - known) < 1e-9, "\(split.pointerShare) and \(known)")
      #expect(split.remainder < 1e-9)
    }
  }

  /// Steps on a network that looks up at the things what each is worth: doors more than others.
  private static func updates() throws -> HyperLocalUpdates {
    let planner = StagedPlanner()
    let (environment, encoder) = (planner.environment, planner.environment.encoder)
    let levels = try GoalLevels(
      environment, factorial: 432, train: 2, shift: 2, random: RandomStream(seed: 5)
    ).factorial
    let edits = try GoalEdits(
      GoalNetwork(planner.worldFirst(isCoded: true), on: levels, encoder: encoder),
      at: GoalPlace([Site("code")], radius: 0))
    var settings = HyperLocalUpdates.Settings()
    settings.batches = 40
    settings.replicates = 300
    return try HyperLocalUpdates(
      edits,
      on: UpdateLevels(environment, batches: settings.batches, random: RandomStream(seed: 8)),
      settings: settings, random: RandomStream(seed: 1))
  }

  /// What each action finds has one thing behind it, so that a step makes doors worth more and red things
  /// that are no doors worth less. (In a planner that carries worth through the maze it need not: where the
  /// way to a door is worth something for the red thing behind it, a small step makes that worth more.)
  @Test func aStepAgainstTheProxyTurnsALookupToDoors() throws {
    let found = try Self.updates()
    for gate in found.gates { #expect(gate.passed, "\(gate.detail)") }
    let conflict = found.updates[HyperLocalUpdates.Kind.conflict.rawValue]
    #expect(Sample.mean(conflict.map(\.doorAfter)) > 0)
    #expect(Sample.mean(conflict.map(\.redAfter)) < 0)
    #expect(Sample.mean(conflict.map(\.doorBefore)) > 0)
    let agreement = found.updates[HyperLocalUpdates.Kind.agreement.rawValue]
    #expect(
      Sample.mean(agreement.map(\.redAfter)) > Sample.mean(conflict.map(\.redAfter)))
  }

  /// Steps whose wanted thing is drawn go nowhere on average.
  @Test func drawnWantsTurnNothing() throws {
    let found = try Self.updates()
    let drawn = found.updates[HyperLocalUpdates.Kind.drawn.rawValue].map(\.doorAfter)
    let conflict = found.updates[HyperLocalUpdates.Kind.conflict.rawValue].map(\.doorAfter)
    #expect(abs(Sample.mean(drawn)) < abs(Sample.mean(conflict)))
  }
}
