internal import Agents
internal import Environments
package import LinearAlgebra
internal import NeuralNetworks

/// How a subspace is searched for.
package struct InterchangeSettings: Sendable, Equatable {
  package var learningRate: Float = 1e-2
  package var steps = 300
  package var batch = 32
  /// The ranks that are tried.
  package var ranks = [1, 2, 4, 8]
  /// Directions of the site that the action answers to with less than this share of the strongest
  /// answer's mean square count as directions it does not answer to.
  package var leastAnswer = 1e-3

  package init() {}
}

extension Interchange {
  /// Distributed alignment search: the subspace of a rank whose exchange makes the network do what
  /// it does on the source, by Adam on `R` with orthonormal rows after every step.
  ///
  /// - Parameter pairs: the places of the pairs that are learned from.
  /// - Throws: as a run of the agent does.
  package func search(
    rank: Int, on pairs: [Int], _ settings: InterchangeSettings, random: RandomStream
  ) throws -> InterchangeSubspace {
    var random = random
    var subspace = InterchangeSubspace(rank: rank, channels: channels, drawnFrom: &random)
    guard subspace.rank < channels, !pairs.isEmpty else { return subspace }
    var adam = Adam(
      count: subspace.rank * channels, learningRate: settings.learningRate, largestNorm: .infinity)
    for _ in 0..<settings.steps {
      let batch = (0..<settings.batch).map { _ in pairs[random.below(pairs.count)] }
      let slopes = try gradient(batch, subspace).rows.elements
      let scale = 1 / Double(settings.batch)
      var values = subspace.rows.elements.map { Float($0) }
      let gradient = slopes.map { Float($0 * scale) }
      gradient.withUnsafeBufferPointer { gradient in
        guard let start = gradient.baseAddress else { return }
        adam.update(&values, gradient: start)
      }
      let moved = InterchangeSubspace(
        spanning: Matrix(
          rows: subspace.rank, columns: channels, elements: values.map { Double($0) }))
      guard moved.rank == subspace.rank else { break }
      subspace = moved
    }
    return subspace
  }

  /// The directions in which the differences of some pairs are largest: what an exchange of the
  /// same rank does that was not searched for.
  ///
  /// - Throws: `FactorizationError` for activations that are not finite.
  package func principal(rank: Int, on pairs: [Int]) throws -> InterchangeSubspace {
    var rows: [[Double]] = []
    for pair in pairs {
      for cell in cells[pair] { rows.append(difference(pair, cell)) }
    }
    return try leading(rank, of: rows)
  }

  /// The directions of the site that the action answers to on natural activations: those in which
  /// its gradient ever points, over all actions and both runs' own behaviour.
  ///
  /// A direction outside of it is dormant or disconnected: the network does not read it as long as
  /// activations are as they come.
  /// Source: Makelov, Lange and Nanda, *Is this the subspace you are looking for?* (2023).
  ///
  /// - Throws: as a run of the agent does.
  package func answering(on pairs: [Int], leastAnswer: Double) throws -> InterchangeSubspace {
    var rows: [[Double]] = []
    for action in 0..<pairs.reduce(0, { max($0, actions(of: $1)) }) {
      let found = try agent.gradient(
        at: site, of: observations(pairs), reads: pairs.map { reads[$0] },
        wanted: pairs.map { _ in 1 << Int32(action) }, ticks: ticks)
      let area = differences.shape[1] * differences.shape[2]
      for (place, pair) in pairs.enumerated() {
        for cell in cells[pair] {
          let start = (place * area + cell) * channels
          rows.append(found.gradient.elements[start..<start + channels].map { Double($0) })
        }
      }
    }
    return try leading(channels, of: rows, leastShare: leastAnswer)
  }

  /// The range that the exchanged vectors of some pairs stay in without any exchange, in the bases
  /// and in the sources.
  ///
  /// - Throws: `FactorizationError` for activations that are not finite.
  package func naturalRange(on pairs: [Int]) throws -> NaturalRange {
    try NaturalRange(
      of: pairs.flatMap { pair in
        cells[pair].flatMap { cell -> [[Double]] in
          let base = activation(pair, cell)
          return [base, zip(base, difference(pair, cell)).map { $0 + $1 }]
        }
      })
  }

  private func actions(of pair: Int) -> Int { pairs.base.moves.count }

  /// The leading directions of the second moment of some vectors.
  private func leading(
    _ rank: Int, of vectors: [[Double]], leastShare: Double = 1e-12
  ) throws -> InterchangeSubspace {
    let moment = Matrix(
      rows: vectors.count, columns: channels, elements: vectors.flatMap { $0 }
    ).gram()
    let eigen = try SymmetricEigen(moment)
    let largest = eigen.values.last ?? 0
    let chosen = eigen.values.indices.reversed().prefix(rank).filter {
      largest > 0 && eigen.values[$0] >= leastShare * largest
    }
    return InterchangeSubspace(
      spanning: Matrix(
        rows: chosen.count, columns: channels,
        elements: chosen.flatMap { eigen.vectors.column($0) }))
  }
}
