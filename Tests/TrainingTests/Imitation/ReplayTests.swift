import Environments
import LinearAlgebra
import Testing
import Training

@Test func theOldestStatesAreOverwrittenFirst() throws {
  var random = RandomStream(seed: 1)
  let level = try RedDoorEnvironment().level(using: &random)
  func state(_ number: Int) -> ImitationState {
    ImitationState(level: level, number: number, agent: level.start, optimal: ActionSet([0]))
  }
  var memory = ReplayMemory(capacity: 4)
  for number in 0..<3 { memory.append(state(number)) }
  #expect(memory.states.map(\.number) == [0, 1, 2] && memory.next == 0)
  for number in 3..<6 { memory.append(state(number)) }
  #expect(memory.states.map(\.number) == [4, 5, 2, 3] && memory.next == 2)
  // Taken up again, it goes on from the same place.
  var again = ReplayMemory(capacity: 4, states: memory.states, next: memory.next)
  for number in 6..<9 {
    memory.append(state(number))
    again.append(state(number))
  }
  #expect(memory.states.map(\.number) == [8, 5, 6, 7] && memory.next == 1)
  #expect(again.states.map(\.number) == memory.states.map(\.number) && again.next == memory.next)
}

@Test func everyStateRememberedHasItsOptimalActions() throws {
  var trainer = try ImitationTrainer(TinyRun.configuration(updates: 200))
  for _ in 0..<120 { try trainer.advance() }
  let states = trainer.memory.states
  #expect(states.count == 150)
  for state in states {
    #expect(!state.optimal.isEmpty)
    #expect(state.level.paths().optimalActions(at: state.agent) == state.optimal)
  }
}
