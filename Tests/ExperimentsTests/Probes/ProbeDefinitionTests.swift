import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Probing
import Statistics
import Storage
import TestSupport
import Testing

@Suite struct ProbeDefinitionTests {
  private static let good = """
    concept: plan-direction
    kind: classes
    where: free
    kernel: 3x3
    sites: ["*/hidden", value]
    ticks: [1, 12]
    controls: [class-prior, observation, untrained, permuted-labels]
    description: Which way leads to the goal.
    """

  private func read(_ text: String) throws -> ProbeDefinition {
    try ProbeDefinition(yaml: text, id: "test", path: "test.yaml")
  }

  private func message(_ from: String, _ to: String) -> String {
    do {
      _ = try read(Self.good.replacing(from, with: to))
      return "nothing was thrown"
    } catch {
      return "\(error)"
    }
  }

  @Test func aProbeFileIsRead() throws {
    let probe = try read(Self.good)
    #expect(probe.concept == "plan-direction" && probe.kind == .classes && probe.freeOnly)
    #expect(probe.neighbourhood == .threeByThree)
    #expect(probe.sites == ["*/hidden", "value"] && probe.ticks == .listed([1, 12]))
    #expect(probe.controls.count == 4)
    #expect(probe.digest.count == 64)
  }

  @Test func unknownNamesAreRefusedWithTheNearOnes() {
    #expect(message("concept:", "concpt:").contains("'concpt'"))
    #expect(message("concept:", "concpt:").contains("Did you mean 'concept'"))
    #expect(
      message("plan-direction", "plan-directions").contains("Did you mean 'plan-direction'"))
    #expect(message("observation", "observations").contains("Did you mean 'observation'"))
  }

  @Test func badValuesAreRefusedWithWhatIsNeeded() {
    #expect(message("3x3", "5x5").contains("one of 1x1, 3x3"))
    #expect(message("where: free", "where: walls").contains("one of free, all"))
    #expect(message("kind: classes", "kind: value").contains("Write 'classes'"))
    #expect(message("[1, 12]", "[1, -2]").contains("a list of whole numbers"))
    #expect(message("[1, 12]", "often").contains("all, last or a list"))
    #expect(message("sites: [\"*/hidden\", value]", "sites: value").contains("a list in brackets"))
    #expect(message("kernel: 3x3\n", "").contains("has no 'kernel'"))
    #expect(message(Self.good, "[1, 2]").contains("not a list of keys"))
    #expect(message(Self.good, "a: [1").contains("cannot be read as YAML"))
  }

  @Test(arguments: [
    ("cell/hidden", "*/hidden", true), ("block.12/hidden", "block.*/hidden", true),
    ("embedding", "*/hidden", false), ("value", "value", true), ("value", "val", false),
    ("cell/hidden", "*", true), ("cell/hidden", "c*l*/h*n", true), ("ab", "a*b*b", false),
  ])
  func patternsStandForNames(_ name: String, _ pattern: String, _ expected: Bool) {
    #expect(ProbeDefinition.matches(name, pattern) == expected)
  }

  @Test func theProbesOfThisRepositoryAreWellFormed() throws {
    let probes = try ProbeFolder.all(in: "Probes")
    #expect(
      probes.map(\.id) == ["distance-to-goal", "door-here", "plan-direction", "red-here"])
    #expect {
      try ProbeFolder.probe("plan-directon", in: "Probes")
    } throws: { "\($0)".contains("Did you mean 'plan-direction'") }
  }

  @Test func theCommandCarriesTheProbesOfThisRepository() throws {
    #expect(try CarriedProbes.ids == ProbeFolder.ids(in: "Probes"))
    for (id, text) in zip(CarriedProbes.ids, CarriedProbes.texts) {
      #expect(try TextFile.read("Probes/\(id).yaml") == text)
    }
    #expect(try CarriedProbes.all().map(\.digest) == ProbeFolder.all(in: "Probes").map(\.digest))
    #expect {
      try CarriedProbes.probe("plan-directon")
    } throws: { "\($0)".contains("Did you mean 'plan-direction'") }
  }
}
