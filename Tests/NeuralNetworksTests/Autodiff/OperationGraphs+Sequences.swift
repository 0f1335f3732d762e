import NeuralNetworks

// Graphs of the operations of sequence models and of pooling.
extension OperationGraphs {
  static var slices: [Graph] {
    [(0, 5), (0, 2), (1, 3), (4, 1)].map { start, count in
      Graph("slice of \(count) from \(start)", [("x", [2, 3, 2, 5])]) { tape in
        let source = tape.tanh(tape.parameter("x"))
        let one = tape.slice(source, from: start, count: count)
        let other = tape.slice(source, from: 5 - count, count: count)
        return tape.add(
          tape.distance(tape.multiply(one, tape.add(other, one))),
          tape.distance(source, "whole"))
      }
    }
  }

  static var transposedDenses: [Graph] {
    [
      Graph("transposed dense", [("x", [2, 2, 3, 5]), ("w", [3, 5])]) { tape in
        let source = tape.tanh(tape.parameter("x"))
        let weights = tape.parameter("w")
        let once = tape.denseTransposed(source, weights: weights)
        return tape.distance(
          tape.add(once, tape.tanh(tape.denseTransposed(source, weights: weights))))
      },
      // There and back through one set of weights, which are themselves a result.
      Graph("dense and back", [("x", [4, 1, 1, 3]), ("w", [3, 2])]) { tape in
        let weights = tape.tanh(tape.parameter("w"))
        let there = tape.tanh(tape.dense(tape.parameter("x"), weights: weights))
        return tape.distance(tape.denseTransposed(there, weights: weights))
      },
    ]
  }

  static var layerNorms: [Graph] {
    [1, 4, 9].map { width in
      Graph(
        "layer norm of \(width)",
        [("x", [2, 1, 3, width]), ("g", [width]), ("b", [width])]
      ) { tape in
        // Far from mean zero, and with a second use of everything.
        let source = tape.add(
          tape.tanh(tape.parameter("x")), tape.drawn("place", Extent(2, 1, 3, width)))
        let (gain, bias) = (tape.parameter("g"), tape.parameter("b"))
        let once = tape.layerNorm(source, gain: gain, bias: bias)
        let twice = tape.layerNorm(tape.add(once, source), gain: gain, bias: bias)
        return tape.add(tape.distance(twice), tape.distance(once, "first"))
      }
    }
  }

  static var attentions: [Graph] {
    [(1, 1, 4), (1, 5, 3), (2, 3, 5)].map { heads, queries, keys in
      Graph(
        "attention of \(heads) heads, \(queries) queries, \(keys) keys",
        [("q", [2, 1, queries, 6]), ("k", [2, 1, keys, 6]), ("v", [2, 1, keys, 4])]
      ) { tape in
        let q = tape.tanh(tape.parameter("q"))
        let k = tape.tanh(tape.parameter("k"))
        let scores = tape.scores(q, k, heads: heads, scale: 0.7)
        let mixed = tape.mix(tape.tanh(scores), tape.tanh(tape.parameter("v")))
        let again = tape.mix(scores, tape.concatenate(k, k))
        return tape.add(
          tape.distance(mixed),
          tape.add(tape.distance(again, "again"), tape.distance(q, "queries")))
      }
    } + [
      Graph("a sequence attends to itself", [("x", [2, 1, 4, 6])]) { tape in
        let source = tape.tanh(tape.parameter("x"))
        return tape.distance(tape.mix(tape.scores(source, source, heads: 3), source))
      }
    ]
  }

  static var softmaxes: [Graph] {
    singles("softmax") { $0.softmax($0.scale($1, by: 3)) }
      + singles("causal softmax") { $0.softmax($1, isCausal: true) }
      + [
        Graph("causal softmax of a square", [("x", [2, 3, 4, 4])]) { tape in
          tape.distance(tape.softmax(tape.parameter("x"), isCausal: true))
        }
      ]
  }

  static var pools: [Graph] {
    [[2, 4, 4, 3], [2, 3, 5, 2], [1, 2, 2, 1]].map { shape in
      Graph("pool of \(shape)", [("x", shape)]) { tape in
        let source = tape.tanh(tape.parameter("x"))
        return tape.add(
          tape.distance(tape.maximumPool(source)), tape.distance(source, "whole"))
      }
    }
  }
}
