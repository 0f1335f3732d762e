import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

@Test func movingTheObservationInsideEmptySpaceMovesEveryBlock() throws {
  // With biases of zero, empty space stays empty; what is 4 squares from the edge cannot feel it,
  // for the stream after one block has a radius of 3.
  let network = Residual(planes: 2, channels: 8, blocks: 1)
  let agent = Agent(network, drawnFrom: RandomStream(seed: 5))
  let side = 13
  func observation(row: Int, column: Int) -> Tensor {
    var random = RandomStream(seed: 9)
    var result = Tensor(shape: [1, side, side, 2])
    for y in 0..<3 {
      for x in 0..<3 {
        for plane in 0..<2 { result[0, row + y, column + x, plane] = Float(random.normal()) }
      }
    }
    return result
  }
  let sites = [Site("embedding"), Site("block.1/hidden")]
  func run(_ row: Int, _ column: Int) throws -> AgentOutput {
    try agent.run(
      observation(row: row, column: column), reads: [[(row + 1) * side + column + 1]],
      capturing: sites)
  }
  let base = try run(4, 4)
  for (row, column) in [(5, 4), (4, 6), (6, 5), (3, 4)] {
    let moved = try run(row, column)
    for (a, b) in zip(base.logits.elements, moved.logits.elements) { #expect(abs(a - b) < 1e-6) }
    for site in sites {
      let before = try #require(base.activations[site])
      let after = try #require(moved.activations[site])
      #expect(before.elements.contains { $0 != 0 })
      for y in 0..<side - 3 {
        for x in 0..<side - 3 {
          let (toRow, toColumn) = (y + row - 4, x + column - 4)
          guard toRow >= 0, toColumn >= 0 else { continue }
          for channel in 0..<8 {
            let difference = before[0, y, x, channel] - after[0, toRow, toColumn, channel]
            #expect(abs(difference) < 1e-5)
          }
        }
      }
    }
  }
}

@Test(arguments: [0, 1, 3])
func aReflexSeesNoFurtherThanItsRadius(blocks: Int) throws {
  let network = Residual(planes: 1, channels: 8, blocks: blocks)
  var agent = Agent(network, drawnFrom: RandomStream(seed: 5))
  // The usual policy starts almost empty; give it ordinary weights.
  var random = RandomStream(seed: 6)
  var policy = agent.parameters["read/policy/weight"]
  for index in policy.elements.indices { policy.elements[index] = Float(random.normal()) }
  agent.parameters["read/policy/weight"] = policy
  let radius = 1 + 2 * blocks
  let side = 2 * radius + 5
  let middle = side / 2
  func logits(lit: (Int, Int)?) throws -> [Float] {
    var drawn = RandomStream(seed: 7)
    var observation = Tensor(
      shape: [1, side, side, 1], elements: (0..<side * side).map { _ in Float(drawn.uniform()) })
    if let lit { observation[0, lit.0, lit.1, 0] += 3 }
    return try agent.run(observation, reads: [[middle * side + middle]]).logits.elements
  }
  let base = try logits(lit: nil)
  #expect(try logits(lit: (middle - radius - 1, middle)) == base)
  #expect(try logits(lit: (middle, middle + radius + 1)) == base)
  #expect(try logits(lit: (middle - radius, middle)) != base)
  #expect(try logits(lit: (middle + radius, middle - radius)) != base)
}

@Test func theGlobalHeadGivesEveryReadOfASampleOneAnswer() throws {
  let agent = Specimen.all[3].agent
  let output = try agent.run(Specimen.observations(2), reads: [[0, 7, 19], [3]])
  #expect(output.logits.row(0).elementsEqual(output.logits.row(2)))
  #expect(!output.logits.row(0).elementsEqual(output.logits.row(3)))
  #expect(
    throws: ArchitectureError.wrongObservation(
      expected: [1, 5, 4, 5], found: [1, 4, 5, 5], architecture: "residual")
  ) {
    _ = try agent.run(Tensor(shape: [1, 4, 5, 5]), reads: [[0]])
  }
}
