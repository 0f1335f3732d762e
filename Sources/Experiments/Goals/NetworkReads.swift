internal import Agents
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing

/// The activations of one network at the squares that are read.
struct NetworkReads: Sendable {
  /// `[2 levels, channels]` for each site: at the things.
  private let things: [Matrix<Float>]
  /// `[levels, channels]` for each site: at the agent.
  private let agents: [Matrix<Float>]

  /// - Throws: as a capture does, and for a site that is no map of the squares.
  init(
    _ agent: Agent, _ capture: Capture, levels: LevelSet, observations: Tensor
  ) throws {
    for site in capture.sites { _ = try agent.mapSite(site.name) }
    let captured = try capture.run(agent, on: levels, observations: observations)
    let maps = try capture.sites.map { try captured.activations(at: $0) }
    let atThings = GoalConcept.squares(.thing, levels)
    let atAgents = GoalConcept.squares(.agent, levels)
    things = maps.map { Self.gather($0, atThings, perLevel: 2) }
    agents = maps.map { Self.gather($0, atAgents, perLevel: 1) }
  }

  private static func gather(_ map: Tensor, _ squares: [Int], perLevel: Int) -> Matrix<Float> {
    let (cells, channels) = (map.shape[1] * map.shape[2], map.shape[3])
    var elements: [Float] = []
    elements.reserveCapacity(squares.count * channels)
    for (place, square) in squares.enumerated() {
      let start = (place / perLevel * cells + square) * channels
      elements.append(contentsOf: map.elements[start..<start + channels])
    }
    return Matrix(rows: squares.count, columns: channels, elements: elements)
  }

  /// The features of a concept's labelled cells at one site.
  func rows(_ site: Int, for concept: GoalConcept) -> Matrix<Float> {
    let data = concept.data
    let all = concept.question.place == .thing ? things[site] : agents[site]
    return all.selectingRows(
      (0..<data.rows).map { data.rowLevel[$0] * data.cells + data.rowCell[$0] })
  }
}
