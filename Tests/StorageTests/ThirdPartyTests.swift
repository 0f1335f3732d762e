import Foundation
import LinearAlgebra
import Storage
import Testing

// The weights and activations of others are not part of the repository.
@Suite(.enabled(if: Surroundings.thirdParty != nil, "the folder of third-party inputs is absent"))
struct ThirdPartyTests {
  private func path(_ name: String) throws -> String {
    try #require(Surroundings.thirdParty) + "/" + name
  }

  @Test func readsEveryPublishedFile() throws {
    let root = try path("")
    let names = try FileManager.default.subpathsOfDirectory(atPath: root)
      .filter { $0.hasSuffix(".safetensors") }
    #expect(names.count >= 6)
    for name in names {
      let file = try SafetensorsFile(path: path(name))
      #expect(file.metadata["source"] != nil)
      for entry in file.entries {
        let tensor = try file.tensor(named: entry.name)
        #expect(tensor.shape == entry.shape)
        #expect(tensor.elements.allSatisfy { $0.isFinite })
      }
    }
  }

  @Test func takesAPublishedPlannerAsACheckpoint() throws {
    let checkpoint = try Checkpoint(path: path("neupy-vin/vin-8.safetensors"))
    #expect(checkpoint.architecture == "value-iteration-network")
    #expect(
      checkpoint.configuration == [
        "iterations": "10", "layout": "HWIO",
        "source": "itdxer/neupy pretrained-VIN-8.hdf5 (MIT)",
      ])
    #expect(checkpoint.isForeign && checkpoint.step == 0)
    #expect(checkpoint.parameter(named: "hidden.weight")?.shape == [3, 3, 2, 150])
    #expect(checkpoint.parameter(named: "policy.weight")?.shape == [10, 8])
    #expect(checkpoint.parameters.count == 6 && checkpoint.state.isEmpty)
  }

  @Test func readsPublishedMazes() throws {
    let file = try SafetensorsFile(path: path("neupy-vin/mazes-8.safetensors"))
    let observation = try file.tensor(named: "observation")
    #expect(observation.shape == [1296, 8, 8, 2])
    #expect(Set(observation.elements) == [0, 1, 10])
    let actions = try file.integers(named: "optimal_action")
    #expect(actions.count == 12_960 && actions.allSatisfy { (0..<8).contains($0) })
  }
}
