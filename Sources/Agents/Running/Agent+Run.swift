package import LinearAlgebra
package import NeuralNetworks

extension Agent {
  /// Samples that one piece of work runs together; fixed, so that results do not depend on the
  /// number of threads.
  static let samplesAPiece = 16

  /// Runs the agent over a batch of observations.
  ///
  /// - Parameters:
  ///   - observations: `[batch, row, column, plane]`.
  ///   - reads: for each sample the row-major cells at which the policy is read.
  ///   - ticks: how long to think; the configuration's number when nil.
  ///   - capturing: the sites whose activations are wanted.
  ///   - edits: changes made at sites, over the whole batch, in the order given.
  /// - Throws: when shapes do not fit, a site is unknown, or `ticks` is negative.
  package func run(
    _ observations: Tensor, reads: [[Int]], ticks: Int? = nil, capturing: [Site] = [],
    edits: [SiteEdit] = []
  ) throws(ArchitectureError) -> AgentOutput {
    let ticks = ticks ?? defaultTicks
    guard ticks >= 0 else { throw .negativeTicks(ticks) }
    try check(observations, reads: reads)
    for site in capturing + edits.map(\.site) { try check(site, ticks: ticks) }
    let (batch, cells) = (observations.shape[0], observations.shape[1] * observations.shape[2])
    for edit in edits { try check(edit, observations.shape) }
    let wanted = Set(capturing)
    let pieceCount = (batch + Self.samplesAPiece - 1) / Self.samplesAPiece
    let pieces = Parallel.map(pieceCount) { piece in
      let samples =
        piece * Self.samplesAPiece..<Swift.min(batch, (piece + 1) * Self.samplesAPiece)
      return TapePool.shared.withTape { tape in
        runPiece(
          samples, observations: observations, reads: reads, cells: cells, ticks: ticks,
          ports: SitePorts(captures: wanted, edits: edits, firstSample: samples.lowerBound),
          on: tape)
      }
    }
    return join(pieces, capturing: wanted, batch: batch, observations: observations)
  }

  private struct Piece: Sendable {
    let logits: Matrix<Float>
    let activations: [Site: Tensor]
  }

  private func runPiece(
    _ samples: Range<Int>, observations: Tensor, reads: [[Int]], cells: Int, ticks: Int,
    ports: SitePorts, on tape: Tape
  ) -> Piece {
    let shape = observations.shape
    let width = shape[1] * shape[2] * shape[3]
    return parameters.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else {
        return Piece(logits: Matrix(rows: 0, columns: 0), activations: [:])
      }
      tape.begin(layout: parameters.layout, parameters: start, ports: ports)
      let input = tape.input(Extent(samples.count, shape[1], shape[2], shape[3])) { target in
        observations.elements.withUnsafeBufferPointer { source in
          let part = source[samples.lowerBound * width..<samples.upperBound * width]
          _ = target.update(fromContentsOf: part)
        }
      }
      var positions: [Int32] = []
      for (row, sample) in samples.enumerated() {
        for cell in reads[sample] { positions.append(Int32(row * cells + cell)) }
      }
      let logits = architecture.forward(
        AgentInput(observations: input, reads: positions, ticks: ticks), on: tape)
      return Piece(
        logits: tape.tensor(logits).matrix, activations: tape.ports.captured.mapValues(tape.tensor))
    }
  }

  private func join(
    _ pieces: [Piece], capturing: Set<Site>, batch: Int, observations: Tensor
  ) -> AgentOutput {
    var logits: [Float] = []
    for piece in pieces { logits.append(contentsOf: piece.logits.elements) }
    let actions = pieces.first?.logits.columns ?? 0
    var activations: [Site: Tensor] = [:]
    for site in capturing {
      let channels = architecture.sites.first { $0.name == site.name }?.channels ?? 0
      let shape = [batch, observations.shape[1], observations.shape[2], channels]
      var elements: [Float] = []
      elements.reserveCapacity(shape.reduce(1, *))
      for piece in pieces { elements.append(contentsOf: piece.activations[site]?.elements ?? []) }
      activations[site] = Tensor(shape: shape, elements: elements)
    }
    return AgentOutput(
      logits: Matrix(
        rows: actions == 0 ? 0 : logits.count / actions, columns: actions, elements: logits),
      activations: activations)
  }
}
