import Agents
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

@Suite struct UntrainedTwinsTests {
  private func largest(_ agent: Agent, ticks: Int) throws -> Float {
    let site = try #require(agent.mainMap)
    let last = try #require(try agent.allTicks(of: site.name, thinking: ticks).last)
    let planes = try #require(agent.architecture.configuration["planes"].flatMap { Int($0) })
    let picture = Tensor(
      shape: [2, 9, 9, planes], elements: [Float](repeating: 1, count: 2 * 81 * planes))
    let map = try #require(
      agent.run(picture, reads: [[40], [40]], ticks: ticks, capturing: [last]).activations[last])
    return map.elements.reduce(0) { $1.isFinite ? max($0, abs($1)) : .infinity }
  }

  @Test func aTwinThatWouldGrowBeyondAllNumbersIsMadeSmaller() throws {
    let architecture = RecurrentResidual(
      planes: 2, channels: 8, actions: 4, ticks: 300, readWidth: 0)
    let agent = Agent(architecture, drawnFrom: RandomStream(seed: 5))
    #expect(try largest(agent, ticks: 300) > 1e30)
    for twin in UntrainedTwins.of(agent, count: 3) {
      let size = try largest(twin, ticks: 300)
      #expect(size > 0 && size < 1e14)
    }
  }

  @Test func otherTwinsAreThoseThatATrainingBeginsWith() {
    let architecture = RecurrentResidual(planes: 9, channels: 8, actions: 4, ticks: 4, readWidth: 0)
    let agent = Agent(architecture, parameters: ParameterSet(architecture.layout))
    let random = RandomStream(seed: 2)
    let family = random.split("untrained twins")
    for (number, twin) in UntrainedTwins.of(agent, count: 2, from: random).enumerated() {
      let drawn = ParameterSet(architecture.layout, drawnFrom: family.split(UInt64(number)))
      #expect(twin.parameters.values == drawn.values)
    }
  }
}
