import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Probing
import Statistics
import Testing

@Suite struct SiteSeriesTests {
  private func untrained(_ architecture: any Architecture) -> Agent {
    Agent(architecture, drawnFrom: RandomStream(seed: 1))
  }

  @Test func aRecurrentNetworkIsFollowedAtItsStateTickByTick() throws {
    let series = try SiteSeries(of: untrained(RecurrentResidual(planes: 3)), thinking: 5)
    #expect(series.name == "cell/hidden")
    #expect(series.numbers == [1, 2, 3, 4, 5])
    #expect(series.last == Site("cell/hidden", tick: 5))
    #expect(series.kernel == .square)
    #expect(series.thinned(to: 3).numbers == [1, 3, 5])
    #expect(series.atEnd.numbers == [5])
    #expect(try series.at([2, 9]).numbers == [2])
  }

  @Test func aNetworkWithoutTicksIsFollowedLayerByLayer() throws {
    let series = try SiteSeries(of: untrained(Residual(planes: 3, blocks: 2)), thinking: 0)
    #expect(series.unit == "layer")
    #expect(series.sites.map(\.name) == ["embedding", "block.1/hidden", "block.2/hidden"])
    #expect(series.numbers == [0, 1, 2])
  }

  @Test func aMapOfOneChannelIsReadWithItsNeighbours() throws {
    let agent = untrained(ValueIterationNetwork(planes: 2, hiddenChannels: 4, iterations: 3))
    let value = try SiteSeries(of: agent, site: "value", thinking: 3)
    #expect(value.numbers == [1, 2, 3] && value.kernel == .contrasts)
    let main = try SiteSeries(of: agent, thinking: 3)
    #expect(main.name == "q" && main.numbers == [0, 1, 2, 3])
  }
}
