package import LinearAlgebra
package import NeuralNetworks

/// A loss, and its gradient with respect to the activation at a site.
package struct SiteGradient: Sendable {
  /// The sum over the reads of `-log` of the probability of the wanted actions.
  package let loss: Double
  /// `[batch, row, column, channel]`.
  package let gradient: Tensor
  /// `[read, action]`.
  package let logits: Matrix<Float>
}

extension Agent {
  /// Runs the agent over a batch and takes the gradient of what it should have done with respect
  /// to the activation at a site, edits included. What the activation is computed from carries no
  /// gradient, so that the backward pass begins at the site.
  ///
  /// - Parameters:
  ///   - wanted: for each read, in the order of the samples, the set of actions whose probability
  ///     is wanted, as bits; not empty.
  ///   - others: as ``run(_:reads:ticks:capturing:edits:memory:)``.
  /// - Throws: as a run does.
  package func gradient(
    at site: Site, of observations: Tensor, reads: [[Int]], wanted: [Int32], ticks: Int? = nil,
    edits: [SiteEdit] = []
  ) throws(ArchitectureError) -> SiteGradient {
    let ticks = ticks ?? defaultTicks
    guard ticks >= 0 else { throw .negativeTicks(ticks) }
    try check(observations, reads: reads)
    for site in [site] + edits.map(\.site) { try check(site, ticks: ticks) }
    for edit in edits { try check(edit, observations.shape) }
    precondition(
      wanted.count == reads.reduce(0) { $0 + $1.count }, "There is one set of actions a read.")
    let (batch, cells) = (observations.shape[0], observations.shape[1] * observations.shape[2])
    var firstRead = [0]
    for read in reads { firstRead.append(firstRead[firstRead.count - 1] + read.count) }
    let offsets = firstRead
    let count = (batch + Self.samplesAPiece - 1) / Self.samplesAPiece
    let pieces = Parallel.map(count) { piece -> SiteGradient in
      let samples =
        piece * Self.samplesAPiece..<Swift.min(batch, (piece + 1) * Self.samplesAPiece)
      return TapePool.shared.withTape { tape in
        parameters.values.withUnsafeBufferPointer { values in
          guard let start = values.baseAddress else {
            return SiteGradient(
              loss: 0, gradient: Tensor(shape: [0]), logits: Matrix(rows: 0, columns: 0))
          }
          tape.begin(
            layout: parameters.layout, parameters: start,
            ports: SitePorts(
              captures: [site], edits: edits, firstSample: samples.lowerBound, leaf: site))
          var positions: [Int32] = []
          for (row, sample) in samples.enumerated() {
            for cell in reads[sample] { positions.append(Int32(row * cells + cell)) }
          }
          let policy = architecture.heads(
            AgentInput(
              observations: tape.input(observations, samples: samples), reads: positions,
              ticks: ticks), on: tape
          ).policy
          let loss = tape.setCrossEntropy(
            policy,
            sets: Array(wanted[offsets[samples.lowerBound]..<offsets[samples.upperBound]]),
            scale: 1)
          tape.backward(from: loss)
          return SiteGradient(
            loss: Double(tape[loss].value.pointee), gradient: tape.leafGradient(),
            logits: tape.tensor(policy).matrix)
        }
      }
    }
    let known = architecture.sites.first { $0.name == site.name }
    let (rows, columns) = (known?.layout ?? .map).extents(observations.shape)
    return SiteGradient(
      loss: pieces.reduce(0) { $0 + $1.loss },
      gradient: Tensor(
        shape: [batch, rows, columns, known?.channels ?? 0],
        elements: pieces.flatMap(\.gradient.elements)),
      logits: Matrix(
        rows: wanted.count, columns: pieces.first?.logits.columns ?? 0,
        elements: pieces.flatMap(\.logits.elements)))
  }
}
