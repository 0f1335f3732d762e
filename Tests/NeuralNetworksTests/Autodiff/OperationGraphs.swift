import LinearAlgebra
import NeuralNetworks

/// The graphs by which each operation's rule is checked. A new operation does not compile until
/// it has one.
enum OperationGraphs {
  static func graphs(for kind: Operation.Kind) -> [Graph] {
    switch kind {
    case .input: [input]
    case .parameter: [parameter]
    case .convolution: convolutions
    case .dense: denses
    case .add: pairs("add") { $0.add($1, $2) }
    case .multiply: pairs("multiply") { $0.multiply($1, $2) }
    case .scale: singles("scale") { $0.scale($1, by: -1.5) }
    case .rectify: singles("rectify") { $0.rectify($1) }
    case .tanh: singles("tanh") { $0.tanh($1) }
    case .sigmoid: singles("sigmoid") { $0.sigmoid($1) }
    case .concatenate: concatenations
    case .gather: gathers
    case .flatten: singles("flatten") { $0.flatten($1) }
    case .maximumOverChannels: singles("maximum") { $0.maximumOverChannels($1) }
    case .setCrossEntropy: crossEntropies
    case .squaredError: squaredErrors
    case .edit: edits
    case .pool: singles("pool") { $0.pool($1) }
    case .blendHalves: CellGraphs.blends
    case .borderSums: CellGraphs.borderSums
    case .gates: CellGraphs.gates
    case .cellState: CellGraphs.states
    case .cellOutput: CellGraphs.outputs
    case .reshape: singles("reshape") { $0.reshape($1, to: Extent(1, 4, 3, 4)) }
    case .slice: slices
    case .clamp: singles("clamp") { $0.clamp($1, to: 0.45) }
    case .denseTransposed: transposedDenses
    case .layerNorm: layerNorms
    case .gelu: singles("gelu") { $0.gelu($0.scale($1, by: 2)) }
    case .scores: attentions
    case .mix: attentions
    case .softmax: softmaxes
    case .meanOverPositions: singles("mean over positions") { $0.meanOverPositions($1) }
    case .maximumPool: pools
    case .huberError: huberErrors
    case .policyGradient: policyGradients
    case .pick: picks
    case .normalize: normalizations
    case .softmaxMean: singles("softmax mean") { $0.softmaxMean($1) }
    }
  }

  static let array = [2, 3, 2, 4]

  private static var input: Graph {
    Graph("input", [("p", array)]) { tape in
      tape.squaredError(tape.drawn("x", Extent(2, 3, 2, 4)), tape.parameter("p"), scale: 0.3)
    }
  }

  private static var parameter: Graph {
    // The same parameter asked for twice is one node.
    Graph("parameter", [("p", array), ("unused", [3])]) { tape in
      tape.distance(tape.add(tape.parameter("p"), tape.scale(tape.parameter("p"), by: 2)))
    }
  }

  private static var convolutions: [Graph] {
    var graphs: [Graph] = []
    for (kernel, inputs, outputs) in [(1, 3, 2), (3, 2, 5), (5, 1, 3), (4, 2, 3)] {
      for fusion in 0..<8 {
        let (bias, addend, rectifies) = (fusion & 1 != 0, fusion & 2 != 0, fusion & 4 != 0)
        graphs.append(
          Graph(
            "convolution k\(kernel) fusion \(fusion)",
            [
              ("x", [2, 3, 4, inputs]), ("w", [kernel, kernel, inputs, outputs]),
              ("b", [outputs]), ("a", [2, 3, 4, outputs]),
            ]
          ) { tape in
            tape.distance(
              tape.convolution(
                tape.tanh(tape.parameter("x")), weights: tape.parameter("w"),
                bias: bias ? tape.parameter("b") : nil,
                addend: addend ? tape.scale(tape.parameter("a"), by: 0.7) : nil,
                rectifies: rectifies))
          })
      }
    }
    return graphs + [sharedWeights, sharedSource, twoBiases]
  }

  /// One set of weights used three times, as in a recurrent network.
  private static var sharedWeights: Graph {
    Graph("weights used thrice", [("w", [3, 3, 2, 2]), ("b", [2])]) { tape in
      var state = tape.drawn("x", Extent(2, 3, 3, 2))
      for _ in 0..<3 {
        state = tape.convolution(
          tape.tanh(state), weights: tape.parameter("w"), bias: tape.parameter("b"),
          addend: state)
      }
      return tape.distance(state)
    }
  }

  /// The source is the addend as well, and is used once more after.
  private static var sharedSource: Graph {
    Graph("source and addend in one", [("x", [2, 3, 3, 2]), ("w", [3, 3, 2, 2])]) { tape in
      let source = tape.tanh(tape.parameter("x"))
      let first = tape.convolution(
        source, weights: tape.parameter("w"), addend: source, rectifies: true)
      return tape.distance(tape.multiply(tape.add(first, source), source))
    }
  }

  /// The same weights with one bias and with another.
  private static var twoBiases: Graph {
    Graph(
      "two biases", [("x", [2, 3, 3, 2]), ("w", [3, 3, 2, 2]), ("b", [2]), ("c", [2])]
    ) { tape in
      let source = tape.parameter("x")
      let first = tape.convolution(source, weights: tape.parameter("w"), bias: tape.parameter("b"))
      let second = tape.convolution(source, weights: tape.parameter("w"), bias: tape.parameter("c"))
      return tape.distance(tape.add(first, tape.scale(second, by: 3)))
    }
  }

  private static var denses: [Graph] {
    [false, true].map { bias in
      Graph("dense bias \(bias)", [("x", [2, 2, 3, 5]), ("w", [5, 3]), ("b", [3])]) { tape in
        let source = tape.tanh(tape.parameter("x"))
        let weights = tape.parameter("w")
        let once = tape.dense(source, weights: weights, bias: bias ? tape.parameter("b") : nil)
        return tape.distance(tape.add(once, tape.tanh(tape.dense(source, weights: weights))))
      }
    } + [
      // Weights that are themselves a result.
      Graph("computed weights", [("x", [4, 1, 1, 3]), ("w", [3, 2])]) { tape in
        tape.distance(
          tape.dense(tape.parameter("x"), weights: tape.tanh(tape.parameter("w"))))
      }
    ]
  }

  static func singles(
    _ name: String, _ operation: @escaping @Sendable (Tape, Variable) -> Variable
  ) -> [Graph] {
    [
      Graph("\(name) of a parameter", [("x", array)]) { tape in
        tape.distance(operation(tape, tape.parameter("x")))
      },
      Graph("\(name) of a result", [("x", array)]) { tape in
        tape.distance(operation(tape, tape.tanh(tape.parameter("x"))))
      },
      Graph("\(name) beside another use", [("x", array)]) { tape in
        let source = tape.tanh(tape.parameter("x"))
        let before = tape.distance(source, "before")
        let result = tape.distance(operation(tape, source))
        return tape.add(tape.add(before, result), tape.distance(source, "after"))
      },
      Graph("\(name) twice", [("x", array)]) { tape in
        let source = tape.tanh(tape.parameter("x"))
        return tape.add(
          tape.distance(operation(tape, source), "one"),
          tape.distance(operation(tape, source), "two"))
      },
    ]
  }

  private static func pairs(
    _ name: String, _ operation: @escaping @Sendable (Tape, Variable, Variable) -> Variable
  ) -> [Graph] {
    let parameters = [("x", array), ("y", array)]
    return [
      Graph("\(name) of two", parameters) { tape in
        tape.distance(operation(tape, tape.tanh(tape.parameter("x")), tape.parameter("y")))
      },
      Graph("\(name) of one twice", parameters) { tape in
        let source = tape.tanh(tape.parameter("x"))
        return tape.distance(tape.rectify(operation(tape, source, source)))
      },
      Graph("\(name) with an input", parameters) { tape in
        let outside = tape.drawn("outside", Extent(2, 3, 2, 4))
        let left = operation(tape, outside, tape.tanh(tape.parameter("x")))
        return tape.distance(operation(tape, left, outside))
      },
      Graph("\(name) in a chain of uses", parameters) { tape in
        let x = tape.tanh(tape.parameter("x"))
        let y = tape.sigmoid(tape.parameter("y"))
        let sum = operation(tape, x, y)
        let next = operation(tape, sum, x)
        return tape.distance(operation(tape, operation(tape, next, sum), y))
      },
    ]
  }

  private static var concatenations: [Graph] {
    let parameters = [("x", [2, 3, 2, 1]), ("y", [2, 3, 2, 4])]
    return [
      Graph("concatenate two", parameters) { tape in
        tape.distance(tape.concatenate(tape.tanh(tape.parameter("x")), tape.parameter("y")))
      },
      Graph("concatenate one twice", parameters) { tape in
        let source = tape.tanh(tape.parameter("y"))
        return tape.distance(tape.concatenate(source, source))
      },
      Graph("concatenate with an input", parameters) { tape in
        let outside = tape.drawn("outside", Extent(2, 3, 2, 3))
        return tape.distance(tape.concatenate(outside, tape.tanh(tape.parameter("x"))))
      },
    ]
  }

  private static var gathers: [Graph] {
    [[0, 5, 11], [3, 3, 3, 0], [11], []].map { (positions: [Int32]) in
      Graph("gather \(positions)", [("x", array)]) { tape in
        let source = tape.tanh(tape.parameter("x"))
        let rows = tape.distance(tape.gather(source, at: positions))
        return tape.add(rows, tape.distance(source, "whole"))
      }
    }
  }

  private static var crossEntropies: [Graph] {
    [1, 4, 31].map { classes in
      Graph("cross entropy of \(classes)", [("x", [6, 1, 1, classes])]) { tape in
        let all = Int32(truncatingIfNeeded: (1 << classes) - 1)
        let sets: [Int32] = [1, all, all & 0b1010 | 1, 1 << Int32(classes - 1), all & ~1 | all, 1]
        let source = tape.scale(tape.parameter("x"), by: 3)
        return tape.add(
          tape.setCrossEntropy(source, sets: sets, scale: 0.25), tape.distance(source))
      }
    }
  }

  private static var squaredErrors: [Graph] {
    let parameters = [("x", array), ("y", array)]
    return [
      Graph("squared error of two", parameters) { tape in
        tape.squaredError(tape.tanh(tape.parameter("x")), tape.parameter("y"), scale: 0.7)
      },
      Graph("squared error of one and itself", parameters) { tape in
        let source = tape.tanh(tape.parameter("x"))
        return tape.add(
          tape.squaredError(source, source, scale: 2),
          tape.squaredError(source, tape.scale(source, by: 0.5), scale: 1))
      },
    ]
  }

  private static var edits: [Graph] {
    let shape = [4, 3, 2, 4]
    var random = RandomStream(seed: 8)
    let count = 4 * 3 * 2 * 4
    let values = Tensor(shape: shape, elements: (0..<count).map { _ in Float(random.normal()) })
    let marks = (0..<count).map { _ in random.below(2) == 0 }
    let changes: [(String, SiteEdit.Change)] = [
      ("add", .add(values)), ("replace", .replace(values)),
      ("replace marked", .replaceMarked(values, marks: marks)),
    ]
    return changes.map { name, change in
      // The pass holds the last two samples of four.
      Graph(
        name, [("x", array)],
        ports: SitePorts(edits: [SiteEdit(at: Site("place"), change)], firstSample: 2)
      ) { tape in
        let source = tape.tanh(tape.parameter("x"))
        let edited = tape.site("place", source)
        return tape.add(tape.distance(tape.tanh(edited)), tape.distance(source, "before"))
      }
    }
  }
}
