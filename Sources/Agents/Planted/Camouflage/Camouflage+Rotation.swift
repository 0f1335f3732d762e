import LinearAlgebra
import NeuralNetworks

extension Camouflage {
  /// A universal planning network with its latent states turned by a random orthogonal matrix.
  ///
  /// The plan stays the same as long as no entry of the error leaves the quadratic range of Huber's
  /// loss, before or after, as in ``PlantedUniversalPlanner``.
  ///
  /// - Throws: ``CamouflageError/notPossible(camouflage:architecture:reason:)`` for another
  ///   architecture.
  package static func rotated(_ agent: Agent, seed: UInt64) throws(CamouflageError) -> Agent {
    guard let network = agent.architecture as? UniversalPlanningNetwork else {
      throw .notPossible(
        camouflage: "rotating latent states", architecture: type(of: agent.architecture).name,
        reason: "none of its states is read linearly alone")
    }
    let rotation = RandomStream(seed: seed).split("rotation").orthonormalRows(
      network.latent)
    var result = agent
    for entry in agent.parameters.layout.entries {
      let last = entry.shape.count - 1
      for (axis, label) in network.channelAxes[entry.name] ?? [:] where label == .of("latent") {
        let old = agent.parameters.values[entry.offset..<entry.offset + entry.count].map(
          Double.init)
        // A matrix [rows, latent] is multiplied on the right, one [latent, columns] by the
        // transpose on the left, which for an orthogonal matrix undoes it.
        let width = entry.shape[last]
        for element in 0..<entry.count {
          let (row, column) = (element / width, element % width)
          var sum = 0.0
          for index in 0..<network.latent {
            sum +=
              axis == last
              ? old[row * width + index] * rotation[index][column]
              : old[index * width + column] * rotation[index][row]
          }
          result.parameters.values[entry.offset + element] = Float(sum)
        }
      }
    }
    return result
  }
}
