import Foundation
import LinearAlgebra
import NeuralNetworks

extension Camouflage {
  /// The network with channels scaled where they are written and scaled back where they are read,
  /// wherever only a rectifier, a maximum or nothing stands between.
  ///
  /// - Parameter spread: factors are between one over this and this, their logarithms uniform.
  /// - Throws: ``CamouflageError/unknownChannels(architecture:)``.
  package static func rescaled(
    _ agent: Agent, spread: Double = 4, seed: UInt64
  ) throws(CamouflageError) -> Agent {
    precondition(spread > 1, "Channels scaled by at most \(spread) stay as they are.")
    let architecture = try spaced(agent)
    let factors = drawnFactors(architecture, spread: spread, seed: seed)
    var result = agent
    for entry in agent.parameters.layout.entries {
      let scales = entry.shape.indices.map { axis in
        axisScales(architecture, entry, axis: axis, factors: factors)
      }
      guard scales.contains(where: { $0 != nil }) else { continue }
      for element in 0..<entry.count {
        var factor = 1.0
        for (scale, index) in zip(scales, entry.index(of: element)) {
          if let scale { factor *= scale[index] }
        }
        result.parameters.values[entry.offset + element] = Float(
          Double(agent.parameters.values[entry.offset + element]) * factor)
      }
    }
    return result
  }

  private static func drawnFactors(
    _ architecture: any ChannelSpaced, spread: Double, seed: UInt64
  ) -> [String: [Double]] {
    let random = RandomStream(seed: seed).split("scaling")
    var factors: [String: [Double]] = [:]
    func draw(_ stream: inout RandomStream) -> Double {
      pow(spread, 2 * stream.uniform() - 1)
    }
    for space in architecture.channelSpaces {
      switch space.scaling {
      case .none: break
      case .each:
        var stream = random.split(space.name)
        factors[space.name] = (0..<space.count).map { _ in draw(&stream) }
      case .shared(let name):
        var stream = random.split("shared \(name)")
        factors[space.name] = [Double](repeating: draw(&stream), count: space.count)
      }
    }
    return factors
  }

  /// The factors of an axis: those of its channels where it is written, the last axis, and one
  /// over them where it is read; nil where there are none.
  private static func axisScales(
    _ architecture: any ChannelSpaced, _ entry: ParameterLayout.Entry, axis: Int,
    factors: [String: [Double]]
  ) -> [Double]? {
    guard let places = architecture.places(entry, axis: axis) else { return nil }
    let isWritten = axis == entry.shape.count - 1
    return places.map { place in
      guard let factor = factors[place.space]?[place.channel] else { return 1 }
      return isWritten ? factor : 1 / factor
    }
  }
}
