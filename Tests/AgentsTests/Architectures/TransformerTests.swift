import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

@Test func theTransformerHasTheseParameters() {
  for (planes, tokens, outputs, channels, blocks) in [(11, 11, 1, 64, 4), (5, 20, 4, 8, 2)] {
    let network = Transformer(
      planes: planes, columns: tokens, actions: outputs, channels: channels, heads: 2,
      blocks: blocks)
    let (d, block) = (channels, 12 * channels * channels + 13 * channels)
    #expect(
      network.layout.parameterCount
        == planes * d + d + tokens * d + blocks * block + 2 * d + (d + 1) * outputs)
  }
  // Four blocks of 64 channels over eleven tokens of the regression task.
  #expect(
    Transformer(planes: 11, columns: 11, actions: 1).layout.parameterCount
      == 704 + 64 + 704 + 199_936 + 128 + 65)
}

@Test func aTokenIsNoticedByThoseAfterItAlone() throws {
  let (tokens, batch) = (9, 3)
  let network = Transformer(
    planes: 4, columns: tokens, actions: 3, channels: 16, heads: 4, blocks: 3)
  let agent = Specimen(description: "M6", architecture: network).agent
  var random = RandomStream(seed: 7)
  let observations = Tensor(
    shape: [batch, 1, tokens, 4],
    elements: (0..<batch * tokens * 4).map { _ in Float(random.normal()) })
  let reads = (0..<batch).map { _ in Array(0..<tokens) }
  let pattern = Site("block.2/attention/pattern")
  let clean = try agent.run(observations, reads: reads, capturing: [pattern])
  for changed in 0..<tokens {
    var other = observations
    for sample in 0..<batch { other[sample, 0, changed, 1] += 1 }
    let output = try agent.run(other, reads: reads)
    for row in 0..<batch * tokens {
      let isSame =
        output.logits.row(row).map(\.bitPattern) == clean.logits.row(row).map(\.bitPattern)
      #expect(isSame == (row % tokens < changed), "token \(changed), output \(row)")
    }
  }
  let shares = try #require(clean.activations[pattern])
  #expect(shares.shape == [batch, 4, tokens, tokens])
  for start in stride(from: 0, to: shares.count, by: tokens) {
    let row = shares.elements[start..<start + tokens]
    #expect(abs(row.reduce(0, +) - 1) < 1e-5)
    for (key, share) in row.enumerated() {
      #expect((share > 0) == (key <= start / tokens % tokens))
    }
  }
}

@Test func headsShareTheChannelsEvenly() {
  #expect(
    throws: ArchitectureError.badSetting(
      key: "heads", value: "5", allowed: "a divisor of the 64 channels")
  ) {
    _ = try Transformer(
      ArchitectureConfiguration(["planes": "3", "rows": "4", "columns": "1", "heads": "5"]))
  }
}
