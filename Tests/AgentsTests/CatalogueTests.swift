import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

@Test(arguments: Specimen.all)
func aConfigurationGivesTheSameArchitectureBack(_ specimen: Specimen) throws {
  let name = type(of: specimen.architecture).name
  let made = try Catalogue.architecture(
    named: name, configuration: specimen.architecture.configuration)
  #expect(made.configuration == specimen.architecture.configuration)
  #expect(made.layout.entries.map(\.name) == specimen.architecture.layout.entries.map(\.name))
  #expect(made.layout.entries.map(\.shape) == specimen.architecture.layout.entries.map(\.shape))
  #expect(made.sites == specimen.architecture.sites)
}

@Test func wrongSettingsAreNamed() {
  func error(_ name: String, _ settings: [String: String]) -> ArchitectureError? {
    do throws(ArchitectureError) {
      _ = try Catalogue.architecture(
        named: name, configuration: ArchitectureConfiguration(settings))
      return nil
    } catch {
      return error
    }
  }
  let known = Catalogue.entries.map(\.name)
  #expect(error("resnet", [:]) == .unknownArchitecture(name: "resnet", known: known))
  for name in known { #expect(error(name, [:]) == .missingSetting(key: "planes")) }
  #expect(
    error("recurrent-residual", ["planes": "4", "ticks": "0"])
      == .badSetting(key: "ticks", value: "0", allowed: "a whole number in 1...1000"))
  #expect(
    error("residual", ["planes": "4", "head": "both"])
      == .badSetting(key: "head", value: "both", allowed: "one of cell, global"))
  #expect(
    error("residual", ["planes": "4", "head": "global"]) == .missingSetting(key: "rows"))
  #expect(
    error("value-iteration-network", ["planes": "4", "rectifies": "maybe"])
      == .badSetting(key: "rectifies", value: "maybe", allowed: "one of true, false"))
  #expect(error("recurrent-residual", ["planes": "4"]) == nil)
}

@Test func tensorsOfACheckpointMustFit() {
  let specimen = Specimen.all[0]
  let tensors = specimen.parameters.tensors
  func error(_ tensors: [(name: String, tensor: Tensor)]) -> ArchitectureError? {
    do throws(ArchitectureError) {
      let agent = try Agent(specimen.architecture, tensors: tensors)
      #expect(agent.parameters.values == specimen.parameters.values)
      return nil
    } catch {
      return error
    }
  }
  let kind = "recurrent-residual"
  #expect(error(tensors) == nil)
  #expect(error(tensors.reversed()) == nil)
  #expect(
    error(Array(tensors.dropFirst()))
      == .missingParameter(name: "embedding/weight", architecture: kind))
  #expect(
    error(tensors + [("b", Tensor(shape: [1])), ("a", Tensor(shape: [1]))])
      == .extraParameters(names: ["a", "b"], architecture: kind))
  var changed = tensors
  changed[1].tensor = Tensor(shape: [7])
  #expect(error(changed) == .wrongShape(parameter: "embedding/bias", expected: [6], found: [7]))
  changed[1].tensor = Tensor(shape: [6], elements: [0, 0, .nan, 0, .infinity, 0])
  #expect(error(changed) == .notFinite(parameter: "embedding/bias", index: 2))
}
