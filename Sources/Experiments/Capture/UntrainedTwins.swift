package import Agents
package import LinearAlgebra
internal import NeuralNetworks

/// Networks of the same architecture as an agent that were never trained: what structure, depth and
/// receptive field give by themselves.
package enum UntrainedTwins {
  /// The number of twins beside every measurement unless said otherwise.
  package static let count = 5
  /// Activations of a twin may be as large as this; their squares are still numbers then.
  static let largest: Float = 1e12

  /// The twins, one a seed `0..<count`, drawn as the training draws a step-0 network.
  ///
  /// Weights that are applied again at each of many ticks can make random activations grow beyond all
  /// numbers. Of such a twin the weights are halved until they do not, so that it holds what its
  /// structure gives and no overflow.
  ///
  /// - Parameter random: names the family of twins; the same family gives the same weights to
  ///   agents of the same architecture.
  package static func of(
    _ agent: Agent, count: Int = count, from random: RandomStream = RandomStream(seed: 0)
  ) -> [Agent] {
    let family = random.split("untrained twins")
    return (0..<count).map {
      settled(Agent(agent.architecture, drawnFrom: family.split(UInt64($0))))
    }
  }

  /// The twin with its weights halved until its main map is of a size to be read.
  private static func settled(_ twin: Agent) -> Agent {
    var twin = twin
    while grows(twin), twin.parameters.values.contains(where: { abs($0) > 1e-6 }) {
      for index in twin.parameters.values.indices { twin.parameters.values[index] /= 2 }
    }
    return twin
  }

  /// Whether the main map on random pictures holds numbers that are too large. What grows depends on
  /// the picture: there are dense and sparse ones, and some of numbers of both signs.
  private static func grows(_ twin: Agent) -> Bool {
    guard let main = twin.mainMap, main.hasTicks, twin.defaultTicks > 1,
      let planes = twin.architecture.configuration["planes"].flatMap({ Int($0) })
    else { return false }
    let side = 9
    var random = RandomStream(seed: 0).split("random picture")
    let count = side * side * planes
    let pictures = 8
    let picture = Tensor(
      shape: [pictures, side, side, planes],
      elements: (0..<pictures * count).map { index in
        switch index / count % 4 {
        case 0: random.below(2) == 0 ? 1 : 0
        case 1: random.below(8) == 0 ? 1 : 0
        case 2: Float(random.normal())
        default: random.below(8) == 0 ? Float(random.normal()) : 0
        }
      })
    // A network that reads no such picture is left as it is.
    guard let last = try? twin.allTicks(of: main.name, thinking: twin.defaultTicks).last,
      let map = try? twin.run(
        picture, reads: (0..<pictures).map { _ in [side * side / 2] }, capturing: [last]
      ).activations[last]
    else { return false }
    return map.elements.contains { !(abs($0) <= largest) }
  }
}
