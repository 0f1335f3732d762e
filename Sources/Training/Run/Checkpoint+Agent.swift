package import Agents
package import Environments
import LinearAlgebra
package import Storage

extension Checkpoint {
  /// The network that the checkpoint holds.
  ///
  /// - Throws: when the architecture is unknown or the tensors do not fit it.
  package func makeAgent() throws -> Agent {
    if let published = try publishedPolicy() {
      return try Agent(published.network, tensors: published.tensors)
    }
    var settings = configuration
    // What other programs say of their files beside the settings.
    if let layout = settings.removeValue(forKey: "layout"), layout != "HWIO" {
      throw TrainingError.unsupportedLayout(layout: layout)
    }
    var shapes: [String: [Int]] = [:]
    for (name, tensor) in parameters { shapes[name] = tensor.shape }
    let architecture = try Catalogue.architecture(
      named: architecture, configuration: ArchitectureConfiguration(settings), shapes: shapes)
    return try Agent(architecture, tensors: parameters)
  }

  /// What the network was trained on.
  ///
  /// - Throws: ``TrainingError/noEnvironment`` when the checkpoint does not name it.
  package func makeTask() throws -> any TaskDistribution {
    guard !environment.isEmpty else { throw TrainingError.noEnvironment }
    return try EnvironmentCatalogue.environment(environment)
  }

  /// The red-door maze that the network was trained in.
  ///
  /// - Throws: ``TrainingError/noEnvironment`` when the checkpoint names none, and
  ///   ``TrainingError/notMazes(environment:)`` when it names another task.
  package func makeRedDoor() throws -> RedDoorEnvironment {
    let task = try makeTask()
    guard let mazes = task as? RedDoorEnvironment else {
      throw TrainingError.notMazes(environment: type(of: task).name)
    }
    return mazes
  }
}
