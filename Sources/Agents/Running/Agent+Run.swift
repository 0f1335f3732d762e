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
  ///   - memory: what the step before gave; empty at the first step of an episode.
  /// - Throws: when shapes do not fit, a site is unknown, or `ticks` is negative.
  package func run(
    _ observations: Tensor, reads: [[Int]], ticks: Int? = nil, capturing: [Site] = [],
    edits: [SiteEdit] = [], memory: [Tensor] = []
  ) throws(ArchitectureError) -> AgentOutput {
    let ticks = ticks ?? defaultTicks
    guard ticks >= 0 else { throw .negativeTicks(ticks) }
    try check(observations, reads: reads)
    for site in capturing + edits.map(\.site) { try check(site, ticks: ticks) }
    let (batch, cells) = (observations.shape[0], observations.shape[1] * observations.shape[2])
    for edit in edits { try check(edit, observations.shape) }
    try check(memory, observations.shape)
    let wanted = Set(capturing)
    let pieceCount = (batch + Self.samplesAPiece - 1) / Self.samplesAPiece
    let pieces = Parallel.map(pieceCount) { piece in
      let samples =
        piece * Self.samplesAPiece..<Swift.min(batch, (piece + 1) * Self.samplesAPiece)
      return TapePool.shared.withTape { tape in
        runPiece(
          samples, observations: observations, reads: reads, cells: cells, ticks: ticks,
          memory: memory,
          ports: SitePorts(captures: wanted, edits: edits, firstSample: samples.lowerBound),
          on: tape)
      }
    }
    return join(pieces, capturing: wanted, batch: batch, observations: observations)
  }

  private struct Piece: Sendable {
    let logits: Matrix<Float>
    let activations: [Site: Tensor]
    let values: [Float]
    let memory: [Tensor]
  }

  private func runPiece(
    _ samples: Range<Int>, observations: Tensor, reads: [[Int]], cells: Int, ticks: Int,
    memory: [Tensor], ports: SitePorts, on tape: Tape
  ) -> Piece {
    return parameters.values.withUnsafeBufferPointer { values in
      guard let start = values.baseAddress else {
        return Piece(
          logits: Matrix(rows: 0, columns: 0), activations: [:], values: [], memory: [])
      }
      tape.begin(layout: parameters.layout, parameters: start, ports: ports)
      let input = tape.input(observations, samples: samples)
      let carried = memory.map { tape.input($0, samples: samples) }
      var positions: [Int32] = []
      for (row, sample) in samples.enumerated() {
        for cell in reads[sample] { positions.append(Int32(row * cells + cell)) }
      }
      let heads = architecture.heads(
        AgentInput(observations: input, reads: positions, ticks: ticks, memory: carried),
        on: tape)
      return Piece(
        logits: tape.tensor(heads.policy).matrix,
        activations: tape.ports.captured.mapValues(tape.tensor),
        values: heads.value.map { tape.tensor($0).elements } ?? [],
        memory: heads.memory.map(tape.tensor))
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
      let known = architecture.sites.first { $0.name == site.name }
      let (rows, columns) = (known?.layout ?? .map).extents(observations.shape)
      let shape = [batch, rows, columns, known?.channels ?? 0]
      var elements: [Float] = []
      elements.reserveCapacity(shape.reduce(1, *))
      for piece in pieces { elements.append(contentsOf: piece.activations[site]?.elements ?? []) }
      activations[site] = Tensor(shape: shape, elements: elements)
    }
    let carried = memoryShapes(observations.shape).enumerated().map { index, shape in
      Tensor(shape: shape, elements: pieces.flatMap { $0.memory[index].elements })
    }
    return AgentOutput(
      logits: Matrix(
        rows: actions == 0 ? 0 : logits.count / actions, columns: actions, elements: logits),
      activations: activations, values: pieces.flatMap(\.values), memory: carried)
  }
}
