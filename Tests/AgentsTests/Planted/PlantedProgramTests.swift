import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

@Suite struct PlantedProgramTests {
  private func run(_ agent: Agent, _ elements: [Float], at cell: Int) throws -> [Float] {
    try agent.run(Tensor(shape: [1, 3, 3, 1], elements: elements), reads: [[cell]], ticks: 2)
      .logits.elements
  }

  @Test func aTapReadsTheSquareAtItsOffset() throws {
    let squares = (0..<9).map { Float($0) }
    for (row, column) in [(-1, 0), (1, 0), (0, -1), (0, 1), (1, 1), (0, 0)] {
      var program = PlantedProgram()
      program.convolution(
        "map", of: "observation", channels: 2,
        [PlantedTap(0, 1, 2, row: row, column: column)], bias: [5, 0])
      program.say("policy = gather map")
      let logits = try run(program.agent(planes: 1), squares, at: 4)
      #expect(logits == [5, 2 * Float(4 + 3 * row + column)])
    }
  }

  @Test func tapsOfOneWeightAddAndDenseLayersHaveNoOffset() throws {
    var program = PlantedProgram()
    program.say("here = gather observation")
    program.dense(
      "sum", of: "here", outputs: 1, [PlantedTap(0, 0, 2), PlantedTap(0, 0, 1)], bias: [-1],
      "rectify")
    program.dense("policy", of: "sum", Matrix(rows: 1, columns: 3, elements: [1, 0, -1]))
    let agent = try program.agent(planes: 1)
    #expect(try run(agent, [Float](repeating: 4, count: 9), at: 0) == [11, 0, -11])
    #expect(try run(agent, [Float](repeating: 0, count: 9), at: 0) == [0, 0, 0])
  }

  @Test func aProgramThatCannotBeReadIsRefused() {
    var program = PlantedProgram()
    program.say("policy = gather nothing")
    #expect(throws: ArchitectureError.self) { try program.agent(planes: 1) }
  }

  /// The wave of a program is the wave of a recurrent residual network.
  @Test func theWaveOfAProgramIsThatOfTheNetwork() throws {
    let reading = PlantedWave.Reading(blocked: [1, 0], goal: [0, 1])
    var program = PlantedProgram()
    program.wave(blocked: reading.blocked, origin: reading.goal)
    program.say("here = gather hidden")
    program.waveHead()
    let agents = [
      try program.agent(planes: 2, ticks: 6), PlantedWave.agent(reading, ticks: 6),
    ]
    var observation = Tensor(shape: [1, 4, 5, 2])
    for (row, column) in [(1, 1), (1, 2), (2, 3), (3, 0)] { observation[0, row, column, 0] = 1 }
    observation[0, 0, 1, 1] = 1
    for ticks in 1...6 {
      let states = try zip(agents, ["hidden", "cell/hidden"]).map { agent, name in
        let site = Site(name, tick: ticks)
        let output = try agent.run(observation, reads: [[7]], ticks: ticks, capturing: [site])
        return (output.logits.elements, try #require(output.activations[site]).elements)
      }
      #expect(states[0].0 == states[1].0 && states[0].1 == states[1].1)
      #expect(states[0].1.contains { $0 == Float(ticks) })
    }
  }
}
