import Foundation
package import LinearAlgebra
import NeuralNetworks

/// N5, a reservoir: a convolutional LSTM of random weights, whose recurrent kernels are scaled to a
/// spectral radius about one. What is read from it is fitted; see the experiments.
package enum PlantedReservoir {
  /// Where the radius is drawn from.
  package static let radii = 0.9...1.2

  /// The radius of a seed.
  package static func radius(_ random: RandomStream) -> Double {
    var random = random.split("radius")
    return radii.lowerBound + (radii.upperBound - radii.lowerBound) * random.uniform()
  }

  /// The random network, whose policy is the hidden layer of its head: as many outputs as
  /// `readWidth`, for a reading to be fitted to.
  ///
  /// - Parameters:
  ///   - side: rows and columns of the levels on which the radius is that.
  package static func features(
    planes: Int, channels: Int, ticks: Int, readWidth: Int, side: Int, random: RandomStream
  ) -> Agent {
    let architecture = network(
      planes: planes, channels: channels, ticks: ticks, readWidth: readWidth, outputs: readWidth)
    var agent = Agent(architecture, drawnFrom: random.split("weights"))
    let factor = Float(radius(random) / spectralRadius(agent, side: side))
    for name in recurrent {
      var weights = agent.parameters[name]
      for index in weights.elements.indices { weights.elements[index] *= factor }
      agent.parameters[name] = weights
    }
    var policy = agent.parameters["read/policy/weight"]
    for unit in 0..<readWidth {
      for output in 0..<readWidth { policy[unit, output] = unit == output ? 1 : 0 }
    }
    agent.parameters["read/policy/weight"] = policy
    return agent
  }

  /// The network with a reading in the place of the features.
  ///
  /// - Parameters:
  ///   - weights: `[feature, action]`.
  package static func agent(
    _ features: Agent, weights: Matrix<Float>, bias: [Float]
  ) -> Agent {
    guard let wide = features.architecture as? DeepRepeatedConvLSTM else {
      preconditionFailure("A reservoir is a convolutional LSTM.")
    }
    let architecture = network(
      planes: wide.planes, channels: wide.channels, ticks: wide.ticks, readWidth: wide.readWidth,
      outputs: weights.columns)
    var parameters = ParameterSet(architecture.layout)
    for (name, tensor) in features.parameters.tensors where !name.hasPrefix("read/policy") {
      parameters[name] = tensor
    }
    parameters["read/policy/weight"] = Tensor(
      shape: [weights.rows, weights.columns], elements: weights.elements)
    parameters["read/policy/bias"] = Tensor(shape: [bias.count], elements: bias)
    return Agent(architecture, parameters: parameters)
  }

  private static func network(
    planes: Int, channels: Int, ticks: Int, readWidth: Int, outputs: Int
  ) -> DeepRepeatedConvLSTM {
    DeepRepeatedConvLSTM(
      planes: planes, channels: channels, layers: 1, ticks: ticks, actions: outputs, head: .agent,
      readWidth: readWidth)
  }

  /// What one tick's hidden state reaches the next through; with one layer both read the same map.
  private static let recurrent = ["cell.1/from-hidden/weight", "cell.1/from-below/weight"]

  /// The spectral radius of the zero padded convolution from hidden states to candidates, of both
  /// recurrent kernels together: the mean growth of a random map over many applications.
  package static func spectralRadius(
    _ agent: Agent, side: Int, applications: Int = 240, seed: UInt64 = 1
  ) -> Double {
    let tensors = recurrent.map { agent.parameters[$0] }
    let channels = tensors[0].shape[2]
    let gate = 3 * channels
    var kernel = [Double](repeating: 0, count: 9 * channels * channels)
    for tap in 0..<9 {
      for from in 0..<channels {
        for to in 0..<channels {
          kernel[(tap * channels + from) * channels + to] = tensors.reduce(0) {
            $0 + Double($1[tap / 3, tap % 3, from, gate + to])
          }
        }
      }
    }
    var random = RandomStream(seed: seed).split("power iteration")
    var map = (0..<side * side * channels).map { _ in random.normal() }
    var growth = 0.0
    for step in 0..<applications {
      map = applied(kernel, to: map, side: side, channels: channels)
      let size = map.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for index in map.indices { map[index] /= size }
      // The first half turns the map to the fastest directions.
      if step >= applications / 2 { growth += log(size) }
    }
    return exp(growth / Double(applications - applications / 2))
  }

  private static func applied(
    _ kernel: [Double], to map: [Double], side: Int, channels: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: map.count)
    kernel.withUnsafeBufferPointer { kernel in
      map.withUnsafeBufferPointer { map in
        result.withUnsafeMutableBufferPointer { result in
          for row in 0..<side {
            for column in 0..<side {
              let target = (row * side + column) * channels
              for tap in 0..<9 {
                let (there, across) = (row + tap / 3 - 1, column + tap % 3 - 1)
                guard (0..<side).contains(there), (0..<side).contains(across) else { continue }
                let source = (there * side + across) * channels
                for from in 0..<channels {
                  let value = map[source + from]
                  let weights = (tap * channels + from) * channels
                  for to in 0..<channels { result[target + to] += value * kernel[weights + to] }
                }
              }
            }
          }
        }
      }
    }
    return result
  }
}
