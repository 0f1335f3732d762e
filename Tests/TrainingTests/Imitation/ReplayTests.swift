import Environments
import LinearAlgebra
import Testing
import Training

@Test func whatIsOldestIsOverwrittenFirst() throws {
  var memory = ReplayMemory<Int>(capacity: 4)
  for number in 0..<3 { memory.append(number) }
  #expect(memory.elements == [0, 1, 2] && memory.next == 0)
  for number in 3..<6 { memory.append(number) }
  #expect(memory.elements == [4, 5, 2, 3] && memory.next == 2)
  // Taken up again, it goes on from the same place.
  var again = ReplayMemory(capacity: 4, elements: memory.elements, next: memory.next)
  for number in 6..<9 {
    memory.append(number)
    again.append(number)
  }
  #expect(memory.elements == [8, 5, 6, 7] && memory.next == 1)
  #expect(again.elements == memory.elements && again.next == memory.next)
}

@Test func everyStateRememberedHasItsOptimalActions() throws {
  var trainer = try TinyRun.trainer(TinyRun.configuration(updates: 200))
  for _ in 0..<120 { try trainer.advance() }
  let states = trainer.memory.elements
  #expect(states.count == 150)
  for state in states {
    #expect(!state.optimal.isEmpty)
    #expect(
      state.episode.episode.level.paths().optimalActions(at: state.episode.episode.agent)
        == state.optimal)
  }
}
