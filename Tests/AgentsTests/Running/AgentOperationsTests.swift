import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

private func operations(
  _ architecture: any Architecture, _ shape: [Int], ticks: Int = 0
) -> Int {
  Agent(architecture, drawnFrom: RandomStream(seed: 1)).operations(
    rows: shape[0], columns: shape[1], planes: shape[2], ticks: ticks)
}

@Test func aRecurrentResidualNetworkTakesTheOperationsOfItsFormula() {
  let (cells, planes, channels, width, actions) = (7 * 9, 13, 8, 6, 4)
  let network = RecurrentResidual(
    planes: planes, channels: channels, actions: actions, readWidth: width)
  let square = 18 * channels * channels * cells
  // The embedding's share of the inner layer is computed once; the first tick has no state yet.
  let once = 18 * planes * channels * cells + square
  let read = 2 * (channels * width + width * actions)
  #expect(operations(network, [7, 9, planes], ticks: 1) == once + square + read)
  #expect(operations(network, [7, 9, planes], ticks: 12) == once + 23 * square + read)
}

@Test func aTickOfDRCTakesAHundredAndFortyFourTimesTheSquareOfItsChannels() {
  let (cells, channels) = (10 * 10, 16)
  let network = DeepRepeatedConvLSTM(
    planes: 7, channels: channels, layers: 3, head: .agent, readWidth: 4, mode: .carry)
  let ticks = (1...3).map { operations(network, [10, 10, 7], ticks: $0) }
  #expect(ticks[2] - ticks[1] == ticks[1] - ticks[0])
  // Beside the gates, the vector that is tiled over the map: nine classes of places.
  let tiled = 2 * channels * 9 * 4 * channels
  #expect(ticks[1] - ticks[0] == 3 * (144 * channels * channels * cells + tiled))
}

@Test func aTransformerTakesTheOperationsOfItsFormula() {
  let (tokens, planes, channels, blocks) = (12, 5, 16, 3)
  let network = Transformer(
    planes: planes, columns: tokens, actions: 2, channels: channels, heads: 4, blocks: blocks)
  let block = tokens * (24 * channels * channels + 4 * channels * tokens)
  let ends = 2 * tokens * planes * channels + 2 * channels * 2
  #expect(operations(network, [1, tokens, planes]) == blocks * block + ends)
}

@Test func everyArchitectureTakesSome() throws {
  for entry in Catalogue.entries {
    let made = try Catalogue.architecture(
      named: entry.name,
      configuration: ArchitectureConfiguration([
        "planes": "6", "rows": "5", "columns": "5", "actions": "4",
        "program": "here = gather observation\npolicy = dense here outputs=4",
      ]))
    #expect(operations(made, [5, 5, 6], ticks: 2) >= 2 * 4, "\(entry.name)")
  }
}
