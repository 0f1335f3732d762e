package import Agents
internal import Environments
internal import LinearAlgebra
package import NeuralNetworks
internal import Statistics

/// Interchange interventions at one site: `h_b <- h_b + R'R (h_s - h_b)` at some squares, with
/// `h_b` the activations of a base and `h_s` those of its source.
///
/// Source: Geiger et al., *Finding alignments between interpretable causal variables and
/// distributed neural representations* (2024).
package struct Interchange: Sendable {
  package let agent: Agent
  package let site: Site
  package let ticks: Int?
  package let pairs: InterchangePairs
  /// The squares of each pair at which activations are exchanged.
  package let cells: [[Int]]
  /// `[pair, row, column, plane]` of the bases.
  let observations: Tensor
  /// `h_s - h_b`, `[pair, row, column, channel]`; zero outside of ``cells``.
  let differences: Tensor
  /// `h_b`, `[pair, row, column, channel]`.
  let activations: Tensor
  /// The square at which each base's action is read.
  let reads: [[Int]]

  package var channels: Int { differences.shape[3] }

  /// Captures both sides of every pair.
  ///
  /// - Throws: as a run of the agent does, and ``CaptureError/notAMap(site:maps:)``.
  package init(
    _ subject: StudySubject, agent: Agent? = nil, at site: Site, ticks: Int? = nil,
    pairs: InterchangePairs, squares: InterchangePairs.Squares
  ) throws {
    let agent = agent ?? subject.agent
    _ = try agent.mapSite(site.name)
    let capture = Capture(sites: [site], ticks: ticks, encoder: subject.encoder)
    observations = subject.encoder.observations(of: pairs.base.levels)
    let base = try capture.run(agent, on: pairs.base, observations: observations)
      .activations(at: site)
    let source = try capture.run(agent, on: pairs.source).activations(at: site)
    let cells = pairs.cells(squares)
    var differences = Tensor(shape: base.shape)
    let (area, channels) = (base.shape[1] * base.shape[2], base.shape[3])
    for (pair, list) in cells.enumerated() {
      for cell in list {
        let start = (pair * area + cell) * channels
        for index in start..<start + channels {
          differences.elements[index] = source.elements[index] - base.elements[index]
        }
      }
    }
    self.differences = differences
    activations = base
    self.agent = agent
    self.site = site
    self.ticks = ticks
    self.pairs = pairs
    self.cells = cells
    reads = pairs.base.levels.map { [$0.grid.index($0.start)] }
  }

  /// The place of a pair's vector at a square.
  private func start(_ pair: Int, _ cell: Int) -> Int {
    (pair * differences.shape[1] * differences.shape[2] + cell) * channels
  }

  /// `h_s - h_b` of a pair at a square.
  func difference(_ pair: Int, _ cell: Int) -> [Double] {
    let start = start(pair, cell)
    return differences.elements[start..<start + channels].map { Double($0) }
  }

  /// `h_b` of a pair at a square.
  func activation(_ pair: Int, _ cell: Int) -> [Double] {
    let start = start(pair, cell)
    return activations.elements[start..<start + channels].map { Double($0) }
  }

  /// What is done to each exchanged vector.
  package enum Patch: Sendable {
    /// Nothing.
    case none
    /// The whole difference is added.
    case whole
    /// Its part in a subspace, `R'R d`.
    case within(InterchangeSubspace)
    /// That part, projected onto the directions that the action answers to.
    case answered(InterchangeSubspace, by: InterchangeSubspace)
    /// That part, with what results brought back into its natural range.
    case natural(InterchangeSubspace, NaturalRange)
  }

  /// The change of one vector.
  private func change(_ pair: Int, _ cell: Int, _ patch: Patch) -> [Double] {
    let difference = difference(pair, cell)
    switch patch {
    case .none: return [Double](repeating: 0, count: channels)
    case .whole: return difference
    case .within(let subspace): return subspace.projected(difference)
    case .answered(let subspace, let answering):
      return answering.projected(subspace.projected(difference))
    case .natural(let subspace, let range):
      let base = activation(pair, cell)
      let moved = zip(base, subspace.projected(difference)).map { $0 + $1 }
      return zip(range.clamped(moved), base).map { $0 - $1 }
    }
  }

  /// The change of some pairs, as a batch of their own.
  func change(_ pairs: [Int], _ patch: Patch) -> Tensor {
    let shape = differences.shape
    let width = shape[1] * shape[2] * shape[3]
    var result = Tensor(shape: [pairs.count] + shape.dropFirst())
    for (place, pair) in pairs.enumerated() {
      for cell in cells[pair] {
        let values = change(pair, cell, patch)
        for channel in 0..<channels {
          result.elements[place * width + cell * channels + channel] = Float(values[channel])
        }
      }
    }
    return result
  }

  /// The observations of some pairs.
  func observations(_ pairs: [Int]) -> Tensor {
    let shape = observations.shape
    let width = shape[1] * shape[2] * shape[3]
    return Tensor(
      shape: [pairs.count] + shape.dropFirst(),
      elements: pairs.flatMap { observations.elements[$0 * width..<($0 + 1) * width] })
  }

  /// Whether each of some pairs, by their places, does what its source does.
  ///
  /// - Throws: as a run of the agent does.
  package func follows(_ pairs: [Int], _ patch: Patch) throws -> [Bool] {
    guard !pairs.isEmpty else { return [] }
    let output = try agent.run(
      observations(pairs), reads: pairs.map { reads[$0] }, ticks: ticks,
      edits: [SiteEdit(at: site, .add(change(pairs, patch)))])
    // Equal logits are no decision, and so no success.
    return pairs.enumerated().map { row, pair in
      let values = Array(output.logits.row(row))
      guard let best = values.max() else { return false }
      let margin = 1e-6 * max(1, abs(best))
      let actions = values.indices.filter { values[$0] >= best - margin }
      return actions.allSatisfy { self.pairs.wanted[pair].contains($0) }
    }
  }

  /// The gradient of the loss of some pairs with respect to `R`, and the loss: what is done should
  /// be what the source does.
  ///
  /// With `h = h_b + R'R d` and `g` the gradient with respect to `h`, that with respect to `R` is
  /// `(R d) g' + (R g) d'`, summed over squares.
  func gradient(
    _ pairs: [Int], _ subspace: InterchangeSubspace
  ) throws -> (loss: Double, rows: Matrix<Double>) {
    let found = try agent.gradient(
      at: site, of: observations(pairs), reads: pairs.map { reads[$0] },
      wanted: pairs.map { Int32(self.pairs.wanted[$0].rawValue) }, ticks: ticks,
      edits: [SiteEdit(at: site, .add(change(pairs, .within(subspace))))])
    var result = Matrix<Double>(rows: subspace.rank, columns: channels)
    for (place, pair) in pairs.enumerated() {
      for cell in cells[pair] {
        let start = start(place, cell)
        let slope = found.gradient.elements[start..<start + channels].map { Double($0) }
        let difference = difference(pair, cell)
        for row in 0..<subspace.rank {
          var (along, against) = (0.0, 0.0)
          for channel in 0..<channels {
            along += subspace.rows[row, channel] * difference[channel]
            against += subspace.rows[row, channel] * slope[channel]
          }
          for channel in 0..<channels {
            result[row, channel] += along * slope[channel] + against * difference[channel]
          }
        }
      }
    }
    return (found.loss, result)
  }
}
