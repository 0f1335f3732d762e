import Agents
import Environments
import Foundation
import LinearAlgebra
import NeuralNetworks
import Storage
import TestSupport
import Testing

/// The published network and its mazes.
private struct Published {
  let agent: Agent
  let reader: ObstacleAndGoalReader
  let observations: Tensor
  /// Success of all mazes by number of iterations, as computed with another program.
  let success: [String: Double]

  init(side: Int) throws {
    let file = try SafetensorsFile(path: ThirdParty.path("neupy-vin/vin-\(side).safetensors"))
    let names = file.names
    let tensors = try names.map { ($0, try file.tensor(named: $0)) }
    var shapes: [String: [Int]] = [:]
    for (name, tensor) in tensors { shapes[name] = tensor.shape }
    agent = try Agent(
      try Catalogue.architecture(
        named: ValueIterationNetwork.name, configuration: ArchitectureConfiguration(),
        shapes: shapes),
      tensors: tensors.map { (name: $0.0, tensor: $0.1) })
    let mazes = try SafetensorsFile(path: ThirdParty.path("neupy-vin/mazes-\(side).safetensors"))
    observations = try mazes.tensor(named: "observation")
    reader = try ObstacleAndGoalReader(
      observations: observations, startRows: try mazes.tensor(named: "start_row"),
      startColumns: try mazes.tensor(named: "start_column"))
    success = try Self.expected(side: side)
  }

  private static func expected(side: Int) throws -> [String: Double] {
    let path = ThirdParty.path("neupy-vin/expected.json")
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let root = try JSONDecoder().decode([String: [String: Outcome]].self, from: data)
    return try #require(root["\(side)"]).mapValues(\.success)
  }

  private struct Outcome: Decodable { let success: Double }

  /// The share of starts from which the greedy policy takes exactly the shortest way.
  func measure(ticks: Int) throws -> Double {
    let cells = observations.shape[1] * observations.shape[2]
    let output = try agent.run(
      observations, reads: [[Int]](repeating: Array(0..<cells), count: reader.levels.count),
      ticks: ticks)
    let actions = output.actions
    var successes = 0
    var starts = 0
    for (maze, level) in reader.levels.enumerated() {
      let paths = level.paths()
      for start in reader.starts[maze] {
        var cell = start
        var steps = 0
        while paths.distance(at: cell) > 0, steps < paths.distance(at: start) {
          cell = level.grid.destination(
            of: actions[maze * cells + level.grid.index(cell)], from: cell)
          steps += 1
        }
        starts += 1
        if paths.distance(at: cell) == 0 { successes += 1 }
      }
    }
    return Double(successes) / Double(starts)
  }
}

// The published networks are not part of the repository: this runs where their folder is.
@Test(.enabled(if: ThirdParty.isPresent, "the folder of third-party inputs is absent"))
func thePublishedNetworkSucceedsAsOftenAsAnotherProgramFound() throws {
  let published = try Published(side: 8)
  for ticks in [0, 1, 10] {
    let expected = try #require(published.success["\(ticks)"])
    let found = try published.measure(ticks: ticks)
    #expect(abs(found - expected) <= 0.0005, "k = \(ticks): \(found)")
  }
}
