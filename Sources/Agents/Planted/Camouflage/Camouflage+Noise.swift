package import LinearAlgebra
import NeuralNetworks

extension Camouflage {
  /// What the size of noise is relative to.
  package enum NoiseScale: String, Sendable, CaseIterable {
    /// The root mean square of the weights of the same tensor: weights of zero get noise too, and
    /// tensors of zeros alone stay as they are.
    case tensor
    /// The weight itself: weights of zero stay zero.
    case weight
  }

  /// The network with normal noise added to its weights.
  ///
  /// - Parameter relativeSize: the standard deviation of the noise over what `scale` says.
  package static func noisy(
    _ agent: Agent, relativeSize: Double, scale: NoiseScale = .tensor, seed: UInt64
  ) -> Agent {
    precondition(relativeSize > 0, "Noise of relative size \(relativeSize) is none.")
    let random = RandomStream(seed: seed).split("noise")
    var result = agent
    for entry in agent.parameters.layout.entries {
      let range = entry.offset..<(entry.offset + entry.count)
      let squares = agent.parameters.values[range].reduce(0.0) { $0 + Double($1) * Double($1) }
      let size = (squares / Double(max(entry.count, 1))).squareRoot()
      guard size > 0 else { continue }
      var stream = random.split(entry.name)
      for index in range {
        let unit = scale == .tensor ? size : abs(Double(agent.parameters.values[index]))
        result.parameters.values[index] += Float(relativeSize * unit * stream.normal())
      }
    }
    return result
  }

  /// The largest noise, of a relative size halved from one try to the next, that keeps actions.
  ///
  /// - Parameters:
  ///   - share: the least share of actions that stay, as ``agreement(of:with:on:reads:ticks:)``
  ///     has it.
  ///   - size: the size to begin with.
  /// - Throws: ``CamouflageError/noNoiseKeeps(share:smallest:)`` after twenty tries, and
  ///   `ArchitectureError` when observations do not fit the network.
  package static func noisy(
    _ agent: Agent, keeping share: Double = 0.99, from size: Double = 0.1,
    scale: NoiseScale = .tensor, seed: UInt64, on observations: Tensor, reads: [[Int]],
    ticks: Int? = nil
  ) throws -> (agent: Agent, relativeSize: Double, agreement: Double) {
    var size = size
    for _ in 0..<20 {
      let candidate = noisy(agent, relativeSize: size, scale: scale, seed: seed)
      let kept = try agreement(
        of: candidate, with: agent, on: observations, reads: reads, ticks: ticks)
      if kept >= share { return (candidate, size, kept) }
      size /= 2
    }
    throw CamouflageError.noNoiseKeeps(share: share, smallest: size * 2)
  }

  /// The share of reads at which an agent takes an action that another one might take.
  ///
  /// Actions whose logits are within a thousandth of the largest logit from it are equals for the
  /// agent agreed with. Reads at which it has no decision, all its logits being equal, do not count; the
  /// share is 0 where none counts.
  ///
  /// - Throws: `ArchitectureError` when observations do not fit the networks.
  package static func agreement(
    of agent: Agent, with original: Agent, on observations: Tensor, reads: [[Int]],
    ticks: Int? = nil
  ) throws(ArchitectureError) -> Double {
    let clean = try original.run(observations, reads: reads, ticks: ticks).logits
    let output = try agent.run(observations, reads: reads, ticks: ticks)
    var (agreed, decided) = (0, 0)
    for (row, action) in output.actions.enumerated() {
      let logits = Array(clean.row(row))
      let largest = logits.max() ?? 0
      let isBest = logits.map { $0 >= largest - 1e-3 * abs(largest) }
      guard isBest.contains(false) else { continue }
      decided += 1
      let isFinite = output.logits.row(row).allSatisfy(\.isFinite)
      if isFinite && isBest[action] { agreed += 1 }
    }
    return decided == 0 ? 0 : Double(agreed) / Double(decided)
  }
}
