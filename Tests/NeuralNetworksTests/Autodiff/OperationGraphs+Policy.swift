import LinearAlgebra
import NeuralNetworks

// The graphs of the operations that reinforcement learning needs.
extension OperationGraphs {
  static var huberErrors: [Graph] {
    let parameters = [("x", array), ("y", array)]
    return [
      // Differences lie on both sides of the threshold.
      Graph("Huber error of two", parameters) { tape in
        tape.huberError(
          tape.scale(tape.parameter("x"), by: 3), tape.tanh(tape.parameter("y")), threshold: 0.5,
          scale: 0.7)
      },
      Graph("Huber error beside another use", parameters) { tape in
        let source = tape.tanh(tape.parameter("x"))
        return tape.add(
          tape.huberError(tape.drawn("target", Extent(2, 3, 2, 4)), source, scale: 2),
          tape.distance(source))
      },
    ]
  }

  /// Ratios below, within and above the bounds, with advantages of both signs.
  static var policyGradients: [Graph] {
    let actions: [Int32] = [0, 2, 1, 1, 0, 2, 2, 0]
    let advantages: [Float] = [1, 1, 1, -1, -1, -1, 0.3, -2]
    let behaviour: [Float] = [-2.5, -1.1, -0.2, -2.5, -1.1, -0.2, -4, -0.01]
    let terms = [
      PolicyGradientTerms(clip: 0.2, entropy: 0, scale: 0.5),
      PolicyGradientTerms(clip: 0.2, entropy: 0.3, logitPenalty: 0.2, scale: 0.5),
      PolicyGradientTerms(clip: nil, entropy: 0.1, scale: 1),
      PolicyGradientTerms(clip: nil, entropy: 0, logitPenalty: 1, scale: 1),
    ]
    return terms.map { terms in
      Graph("policy gradient \(terms)", [("x", [8, 1, 1, 3])]) { tape in
        let source = tape.scale(tape.parameter("x"), by: 2)
        return tape.add(
          tape.policyGradient(
            source, actions: actions, advantages: advantages, logProbabilities: behaviour,
            terms: terms), tape.distance(source))
      }
    }
  }

  static var picks: [Graph] {
    [
      Graph("pick", [("x", [5, 1, 1, 4])]) { tape in
        let source = tape.tanh(tape.parameter("x"))
        let picked = tape.distance(tape.pick(source, channels: [0, 3, 3, 1, 2]))
        return tape.add(picked, tape.distance(source, "whole"))
      },
      Graph("pick alone", [("x", [2, 1, 1, 4])]) { tape in
        tape.distance(tape.pick(tape.parameter("x"), channels: [3, 0]))
      },
    ]
  }

  static var normalizations: [Graph] {
    singles("normalize") { $0.normalize($1) } + [
      // Vectors far from the unit sphere, one of them zero.
      Graph("normalize long and empty vectors", [("x", [3, 1, 1, 4])]) { tape in
        let outside = tape.input(Extent(3, 1, 1, 4)) { target in
          for index in target.indices { target[index] = index < 4 ? 0 : Float(index) }
        }
        let source = tape.multiply(outside, tape.parameter("x"))
        return tape.distance(tape.normalize(source))
      }
    ]
  }
}
