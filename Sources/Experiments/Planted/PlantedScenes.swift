package import Agents
internal import Environments
package import LinearAlgebra

/// What a planted network is shown where its actions have to stay as they are.
package struct PlantedScenes: Sendable {
  /// `[scene, row, column, plane]`.
  package let observations: Tensor
  /// The cell of each scene at which the action is read.
  package let reads: [[Int]]

  /// Beginnings of episodes of the environment that a network was made for, or mazes of obstacles
  /// and a goal; nil where the network acts in neither.
  ///
  /// - Throws: when nothing can be drawn.
  package init?(
    of agent: Agent, in configuration: [String: String], count: Int = 200, seed: UInt64
  ) throws {
    let random = RandomStream(seed: seed).split("scenes")
    if configuration.isEmpty {
      guard agent.architecture.configuration["planes"] == "\(PlantedCase.Mazes.encoder.planes)"
      else { return nil }
      let levels = try PlantedCase.Mazes.levels(count, seed).levels
      observations = PlantedCase.Mazes.encoder.observations(of: levels)
      reads = levels.map { [$0.grid.index($0.start)] }
      return
    }
    guard
      let environment = try EnvironmentCatalogue.environment(configuration) as? any Environment
    else { return nil }
    (observations, reads) = try Self.beginnings(environment, count, random)
  }

  private static func beginnings(
    _ environment: some Environment, _ count: Int, _ random: RandomStream
  ) throws -> (Tensor, [[Int]]) {
    let shape = environment.observationShape
    var elements = [Float](repeating: 0, count: count * shape.count)
    var reads: [[Int]] = []
    for number in 0..<count {
      let episode = try environment.episode(
        drawnFrom: random.split(UInt64(number)), part: .training)
      elements.withUnsafeMutableBufferPointer { all in
        episode.observe(
          into: UnsafeMutableBufferPointer(
            rebasing: all[number * shape.count..<(number + 1) * shape.count]))
      }
      reads.append([episode.readCell])
    }
    return (
      Tensor(shape: [count, shape.rows, shape.columns, shape.planes], elements: elements), reads
    )
  }
}
