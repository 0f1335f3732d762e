import Environments
import LinearAlgebra
import Testing
import Training

/// Nine steps in each of three slots of short episodes, of which the oldest are forgotten.
private func store(steps: Int = 40, capacity: Int = 30) throws -> ExperienceStore<ChainEnvironment>
{
  var environment = ChainEnvironment()
  environment.limit = 6
  var store = try ExperienceStore(
    environment, episodes: 3, capacity: capacity, random: RandomStream(seed: 4))
  var random = RandomStream(seed: 5)
  for _ in 0..<steps {
    try store.step((0..<3).map { _ in random.below(2) }) { _, _ in }
  }
  return store
}

@Test func aStoreForgetsWholeEpisodesAndKeepsWhatItShould() throws {
  let store = try store()
  for tracks in store.slots {
    let kept = tracks.reduce(0) { $0 + $1.actions.count }
    #expect(kept >= 10 && kept < 10 + 6)
    #expect(tracks.dropLast().filter(\.isOver).count == tracks.count - 1)
    #expect(tracks.last?.isOver == false)
    #expect(tracks[0].start + kept == 40)
  }
}

@Test func transitionsSumTheirRewardsAndStopAtTheEnd() throws {
  let store = try store(steps: 200, capacity: 300)
  let (discount, scale) = (0.5, 2.0)
  var (terminal, cut) = (0, 0)
  for track in store.slots.joined() {
    for step in track.actions.indices {
      let transition = Transition(
        track, at: step, steps: 3, path: 2, discount: discount, rewardScale: scale)
      let end = min(step + 3, track.actions.count)
      var expected = 0.0
      for (power, index) in (step..<end).enumerated() {
        expected += scale * Double(track.rewards[index]) * [1, 0.5, 0.25][power]
      }
      #expect(abs(Double(transition.total) - expected) < 1e-6)
      #expect(transition.state.state == track.states[step].state)
      #expect(transition.actions == Array(track.actions[step...].prefix(2)))
      #expect(transition.rewards.count == transition.actions.count)
      let isTerminal = end == track.actions.count && track.isTerminal
      let weight: Float = [0, 0.5, 0.25, 0.125][end - step]
      #expect(transition.weight == (isTerminal ? 0 : weight))
      if !isTerminal {
        let next = end < track.states.count ? track.states[end] : track.present
        #expect(transition.next.state == next.state)
      }
      if isTerminal { terminal += 1 }
      if end == track.actions.count && track.isOver && !track.isTerminal { cut += 1 }
    }
  }
  #expect(terminal > 3 && cut > 3)
}

@Test func everyTransitionThatIsKeptIsDrawnEquallyOften() throws {
  let store = try store()
  var random = RandomStream(seed: 6)
  var counts: [String: Int] = [:]
  let draws = 40_000
  for _ in 0..<draws {
    let transition = store.transition(
      using: &random, steps: 1, path: 1, discount: 1, rewardScale: 1)
    // States carry their number of steps, so most transitions differ; count by what is seen.
    counts[
      "\(transition.state.state) \(transition.state.steps) \(transition.actions)", default: 0] += 1
  }
  var expected: [String: Double] = [:]
  for tracks in store.slots {
    let kept = Double(tracks.reduce(0) { $0 + $1.actions.count })
    for track in tracks {
      for (step, state) in track.states.enumerated() {
        expected["\(state.state) \(state.steps) [\(track.actions[step])]", default: 0] +=
          Double(draws) / 3 / kept
      }
    }
  }
  #expect(Set(counts.keys) == Set(expected.keys))
  for (key, wanted) in expected {
    #expect(abs(Double(counts[key] ?? 0) - wanted) < 5 * wanted.squareRoot(), "\(key)")
  }
}

@Test func aStoreComesBackByTakingItsActionsAgain() throws {
  let kept = try store()
  let (tracks, histories) = kept.histories
  var environment = ChainEnvironment()
  environment.limit = 6
  var again = try ExperienceStore(
    environment, episodes: 3, capacity: 30, random: RandomStream(seed: 4))
  try again.retrace(tracks: tracks, histories, steps: kept.steps)
  #expect(again.steps == kept.steps)
  for (one, other) in zip(again.slots.joined(), kept.slots.joined()) {
    #expect(one.number == other.number && one.start == other.start)
    #expect(one.actions == other.actions && one.rewards == other.rewards)
    #expect(one.states.map(\.state) == other.states.map(\.state))
    #expect(one.present.state == other.present.state)
    #expect(one.isTerminal == other.isTerminal)
  }
  // What no memory can be is refused.
  var wrong = histories
  wrong[0].actions.removeLast()
  var skipped = histories
  skipped[1].number += 1
  for (tracks, histories, steps) in [
    (tracks, wrong, kept.steps), (tracks, histories, 3), ([1, 1], histories, kept.steps),
    (tracks, skipped, kept.steps),
  ] {
    do {
      try again.retrace(tracks: tracks, histories, steps: steps)
      Issue.record("It was accepted.")
    } catch let error as TrainingError {
      #expect(error.description.contains("damaged"))
    }
  }
}
