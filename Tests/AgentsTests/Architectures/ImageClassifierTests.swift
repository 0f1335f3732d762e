import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

@Test func theImageClassifierHasTheseParameters() {
  let network = ImageClassifier(
    planes: 3, rows: 16, columns: 16, classes: 6, channels: 32, blocks: 2, readWidth: 64)
  #expect(
    network.layout.parameterCount
      == (9 * 3 * 32 + 32) + 2 * (9 * 32 * 32 + 32) + (32 * 64 + 64) + (64 * 6 + 6))
  #expect(
    network.sites.map { $0.layout.extents([1, 16, 16, 3]).rows } == [16, 8, 4, 1])
}

@Test func moreBlocksThanAnImageCanBeHalvedAreRefused() throws {
  func blocks(_ rows: String, _ columns: String, _ blocks: String) throws -> Int {
    try ImageClassifier(
      ArchitectureConfiguration([
        "planes": "3", "rows": rows, "columns": columns, "actions": "4", "blocks": blocks,
      ])
    ).blocks
  }
  #expect(try blocks("9", "8", "3") == 3)
  #expect(try blocks("1", "8", "0") == 0)
  #expect(
    throws: ArchitectureError.badSetting(
      key: "blocks", value: "4", allowed: "a whole number in 0...3")
  ) { _ = try blocks("9", "8", "4") }
}

/// Weights by which the logits are minus the squared differences of a count and each class, up to
/// a constant.
@Test func plantedWeightsCountExactly() throws {
  let side = 8
  let network = ImageClassifier(
    planes: 2, rows: side, columns: side, classes: 5, channels: 2, blocks: 0, readWidth: 2)
  var set = ParameterSet(network.layout)
  var weight = set["block.1/weight"]
  weight[1, 1, 0, 0] = 1
  set["block.1/weight"] = weight
  var hidden = set["read/hidden/weight"]
  hidden[0, 0] = Float(side * side)
  set["read/hidden/weight"] = hidden
  var policy = set["read/policy/weight"]
  var bias = set["read/policy/bias"]
  for label in 0..<5 {
    policy[0, label] = Float(2 * label)
    bias.elements[label] = -Float(label * label)
  }
  set["read/policy/weight"] = policy
  set["read/policy/bias"] = bias
  let agent = Agent(network, parameters: set)
  for count in 0..<5 {
    var image = Tensor(shape: [1, side, side, 2])
    for index in 0..<count { image[0, index, (3 * index) % side, 0] = 1 }
    for index in 0..<7 { image[0, index, 7 - index, 1] = 1 }
    let output = try agent.run(image, reads: [[0]])
    #expect(output.actions == [count])
  }
}
