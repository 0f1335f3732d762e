import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

/// Graphs drawn at random, in which arrays are used again and again: storage of gradients is
/// handed from results to arguments, and no order of uses may mix two arrays' gradients.
private struct RandomGraph {
  static let extent = Extent(2, 3, 3, 4)
  static let layout: ParameterLayout = {
    var layout = ParameterLayout()
    layout.add("x", [2, 3, 3, 4], .lecun(gain: 3))
    layout.add("y", [2, 3, 3, 4], .lecun(gain: 3))
    layout.add("w", [3, 3, 4, 4], .lecun(gain: 1))
    layout.add("v", [1, 1, 8, 4], .lecun(gain: 1))
    layout.add("b", [4], .lecun(gain: 1))
    layout.add("d", [4, 4], .lecun(gain: 1))
    return layout
  }()

  let seed: UInt64

  func build(_ tape: Tape) -> Variable {
    var random = RandomStream(seed: seed).split("graph")
    var arrays = [tape.parameter("x"), tape.parameter("y"), tape.drawn("z", Self.extent)]
    var losses: [Variable] = []
    for step in 0..<(4 + random.below(9)) {
      // The last few arrays are taken most often, so that chains grow long.
      func pick() -> Variable {
        arrays[random.below(2) == 0 ? random.below(arrays.count) : arrays.count - 1]
      }
      let next: Variable
      switch random.below(12) {
      case 0: next = tape.add(pick(), pick())
      case 1: next = tape.tanh(tape.multiply(pick(), pick()))
      case 2: next = tape.scale(pick(), by: Float(random.normal()))
      case 3: next = tape.rectify(pick())
      case 4: next = tape.tanh(pick())
      case 5: next = tape.sigmoid(pick())
      case 6:
        next = tape.convolution(
          tape.concatenate(pick(), pick()), weights: tape.parameter("v"),
          bias: tape.parameter("b"))
      case 7: next = tape.dense(pick(), weights: tape.parameter("d"), bias: tape.parameter("b"))
      default:
        next = tape.convolution(
          pick(), weights: tape.parameter("w"),
          bias: random.below(2) == 0 ? tape.parameter("b") : nil,
          addend: random.below(3) == 0 ? nil : pick(), rectifies: random.below(2) == 0)
      }
      arrays.append(next)
      switch random.below(8) {
      case 0: losses.append(tape.distance(tape.gather(pick(), at: [1, 5, 5]), "\(step)"))
      case 1: losses.append(tape.distance(tape.flatten(pick()), "\(step)"))
      case 2: losses.append(tape.distance(tape.maximumOverChannels(pick()), "\(step)"))
      default: break
      }
    }
    var total = tape.distance(arrays[arrays.count - 1])
    for loss in losses { total = tape.add(total, loss) }
    return total
  }
}

@Test func gradientsOfRandomGraphsAreThoseOfCentralDifferences() {
  // Deep random graphs amplify rounding: 3e-5 of the largest gradient is far below what any
  // mix-up of two gradients would make.
  for seed in 1...UInt64(150) {
    let graph = RandomGraph(seed: seed)
    var random = RandomStream(seed: seed)
    let parameters = ParameterSet(
      RandomGraph.layout, drawnFrom: RandomStream(seed: seed).split("parameters"))
    let check = GradientCheck(parameters, samples: 25, using: &random, build: graph.build)
    #expect(check.checked == 25)
    #expect(check.valueError < 3e-5, "values of graph \(seed)")
    #expect(check.gradientError < 3e-5, "gradients of graph \(seed)")
  }
}

@Test func aTapeUsedAgainGivesTheSameBytes() {
  let parameters = ParameterSet(RandomGraph.layout, drawnFrom: RandomStream(seed: 5))
  let kept = Tape()
  func run(_ tape: Tape, _ seed: UInt64) -> (Float, [Float]) {
    var gradients = [Float](repeating: 0, count: parameters.layout.count)
    let value = parameters.values.withUnsafeBufferPointer { values in
      gradients.withUnsafeMutableBufferPointer { gradients in
        guard let base = values.baseAddress, let target = gradients.baseAddress else {
          return Float.nan
        }
        tape.begin(layout: parameters.layout, parameters: base, gradients: target)
        let result = RandomGraph(seed: seed).build(tape)
        tape.backward(from: result)
        return tape[result].value.pointee
      }
    }
    return (value, gradients)
  }
  for seed in 1...UInt64(20) {
    let fresh = run(Tape(), seed)
    let again = run(kept, seed)
    #expect(fresh.0 == again.0 && fresh.1 == again.1, "graph \(seed)")
  }
}
