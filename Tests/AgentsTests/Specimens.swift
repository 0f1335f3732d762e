import Agents
import LinearAlgebra
import NeuralNetworks

/// A small network of each kind, and observations to run it on.
struct Specimen: Sendable, CustomStringConvertible {
  let description: String
  let architecture: any Architecture
  /// How large its parameters are drawn: less where products of many of them grow fast.
  var gain = 1.0

  static let all: [Specimen] = [
    Specimen(
      description: "M1r",
      architecture: RecurrentResidual(planes: 5, channels: 6, actions: 4, ticks: 4, readWidth: 7)),
    Specimen(
      description: "M1r with a linear read",
      architecture: RecurrentResidual(planes: 5, channels: 6, actions: 4, ticks: 3, readWidth: 0)),
    Specimen(
      description: "M1",
      architecture: Residual(planes: 5, channels: 6, actions: 4, blocks: 2, readWidth: 7)),
    Specimen(
      description: "M1 with a global head",
      architecture: Residual(
        planes: 5, channels: 6, actions: 4, blocks: 1, head: .global, readWidth: 7, rows: 5,
        columns: 4)),
    Specimen(
      description: "M3",
      architecture: ValueIterationNetwork(
        planes: 5, hiddenChannels: 8, actionChannels: 5, actions: 4, iterations: 4)),
    Specimen(
      description: "M3 without rectifier and bias",
      architecture: ValueIterationNetwork(
        planes: 5, hiddenChannels: 8, actionChannels: 5, actions: 8, iterations: 3,
        rectifies: false, hasPolicyBias: false)),
    Specimen(
      description: "M2 as the Thinker has it",
      architecture: DeepRepeatedConvLSTM(
        form: .thinker, planes: 5, channels: 4, layers: 2, ticks: 3, actions: 4, rows: 5,
        columns: 4, readWidth: 7, hasSpareGate: true)),
    Specimen(
      description: "M2 of the second form with a memory",
      architecture: DeepRepeatedConvLSTM(
        form: .far, planes: 5, channels: 4, layers: 2, ticks: 2, actions: 4, head: .agent,
        readWidth: 7, mode: .carry)),
    Specimen(
      description: "M2 with one layer and a full pool",
      architecture: DeepRepeatedConvLSTM(
        form: .far, planes: 5, channels: 5, layers: 1, ticks: 3, actions: 4, pool: .full, rows: 5,
        columns: 4, readWidth: 7)),
    Specimen(
      description: "M5",
      architecture: UniversalPlanningNetwork(
        planes: 5, rows: 5, columns: 4, channels: 4, latent: 6, units: 5, horizon: 3, steps: 2,
        agentPlane: 2)),
    Specimen(
      description: "M6",
      architecture: Transformer(
        planes: 5, rows: 5, columns: 4, actions: 4, channels: 8, heads: 2, blocks: 2)),
    Specimen(
      description: "M7",
      architecture: LinearAttention(planes: 5, outputs: 2, layers: 3), gain: 0.35),
    Specimen(
      description: "M7 with weights of each layer",
      architecture: LinearAttention(planes: 5, outputs: 3, layers: 2, isShared: false),
      gain: 0.45),
    Specimen(
      description: "M8",
      architecture: LearnedOptimizer(planes: 5, rows: 5, columns: 4, units: 6, outputs: 4)),
    Specimen(
      description: "M9",
      architecture: GatedRecurrentUnit(planes: 5, rows: 5, columns: 4, units: 7, actions: 4)),
    Specimen(description: "layer program", architecture: LayerProgramSpecimens.wave),
    Specimen(
      description: "layer program of every operation", architecture: LayerProgramSpecimens.all),
    Specimen(
      description: "image classifier",
      architecture: ImageClassifier(
        planes: 5, rows: 5, columns: 4, classes: 4, channels: 6, blocks: 1, readWidth: 7)),
  ]

  /// Parameters of ordinary size everywhere: the usual start has a nearly empty policy and biases
  /// of zero, which would leave little to see.
  var parameters: ParameterSet {
    var set = ParameterSet(architecture.layout, drawnFrom: RandomStream(seed: 3))
    var random = RandomStream(seed: 4)
    for entry in architecture.layout.entries {
      let inputs = Double(max(entry.count / max(entry.shape.last ?? 1, 1), 1))
      for index in entry.offset..<(entry.offset + entry.count) {
        set.values[index] = Float(gain * random.normal() / inputs.squareRoot())
      }
    }
    return set
  }

  var agent: Agent { Agent(architecture, parameters: parameters) }

  /// Drawn observations, `[batch, 5, 4, 5]`.
  static func observations(_ batch: Int, seed: UInt64 = 1) -> Tensor {
    var random = RandomStream(seed: seed)
    return Tensor(
      shape: [batch, 5, 4, 5], elements: (0..<batch * 100).map { _ in Float(random.normal()) })
  }

  /// Each sample is read at one or more cells.
  static func reads(_ batch: Int) -> [[Int]] {
    (0..<batch).map { $0 % 3 == 0 ? [$0 % 20, 19, 0] : [($0 * 7) % 20] }
  }

  /// Whether a site is computed in an earlier tick than another, as the order of the sites says.
  func isComputed(_ site: Site, before other: Site) -> Bool {
    let names = architecture.sites.map(\.name)
    let firstTicked = architecture.sites.firstIndex(where: \.hasTicks) ?? names.count
    func round(_ site: Site) -> Int {
      let place = names.firstIndex(of: site.name) ?? 0
      return architecture.sites[place].hasTicks || place < firstTicked ? site.tick : .max
    }
    return round(site) < round(other)
  }

  /// Every site with its ticks when the agent thinks for its own number of ticks.
  var sites: [Site] {
    architecture.sites.flatMap { site in
      agent.ticks(of: site, thinking: agent.defaultTicks).map { ticks in
        ticks.map { Site(site.name, tick: $0) }
      } ?? [Site(site.name)]
    }
  }
}
