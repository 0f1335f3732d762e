import LinearAlgebra
import NeuralNetworks

/// The graphs by which the operations of a convolutional LSTM cell are checked.
enum CellGraphs {
  static var blends: [Graph] {
    [false, true].map { bias in
      Graph("blend bias \(bias)", [("x", [2, 2, 3, 10]), ("w", [2, 5]), ("b", [5])]) { tape in
        let source = tape.tanh(tape.parameter("x"))
        let weights = tape.parameter("w")
        let once = tape.blendHalves(
          source, weights: weights, bias: bias ? tape.parameter("b") : nil)
        let before = tape.distance(source, "before")
        return tape.add(
          before, tape.distance(tape.add(once, tape.blendHalves(source, weights: weights))))
      }
    }
  }

  static var borderSums: [Graph] {
    [(1, 1), (1, 4), (2, 3), (5, 2), (4, 6)].flatMap { rows, columns in
      [false, true].map { outside in
        Graph("border sums \(rows)x\(columns) outside \(outside)", [("w", [3, 3, 2, 3])]) { tape in
          let weights = tape.parameter("w")
          let sums = tape.borderSums(weights, rows: rows, columns: columns, outside: outside)
          let twice = tape.borderSums(weights, rows: rows, columns: columns, outside: outside)
          return tape.distance(tape.add(sums, tape.scale(twice, by: 0.5)))
        }
      }
    }
  }

  static var gates: [Graph] {
    let shapes = [(4, 5, 2), (1, 3, 1), (2, 2, 9)]
    return GateForm.allCases.flatMap { form in
      shapes.flatMap { rows, columns, channels in
        (0..<4).map { sources in
          gates(
            form, rows: rows, columns: columns, channels: channels,
            below: sources & 1 != 0, hidden: sources & 2 != 0)
        }
      }
    } + [tied]
  }

  private static func gates(
    _ form: GateForm, rows: Int, columns: Int, channels: Int, below: Bool, hidden: Bool
  ) -> Graph {
    let classes = BorderClasses(rows: rows, columns: columns).count
    return Graph(
      "gates \(form) \(rows)x\(columns)x\(channels) below \(below) hidden \(hidden)",
      [
        ("drive", [2, rows, columns, 4 * channels]), ("border", [2, 1, 1, classes * 4 * channels]),
        ("u", [2, rows, columns, channels]), ("h", [2, rows, columns, channels]),
        ("k", [3, 3, channels, 4 * channels]), ("l", [3, 3, channels, 4 * channels]),
      ]
    ) { tape in
      let gates = tape.gates(
        GateArguments(
          drive: tape.scale(tape.parameter("drive"), by: 0.7), border: tape.parameter("border"),
          below: below
            ? GateArguments.Source(tape.tanh(tape.parameter("u")), weights: tape.parameter("k"))
            : nil,
          hidden: hidden
            ? GateArguments.Source(tape.tanh(tape.parameter("h")), weights: tape.parameter("l"))
            : nil,
          form: form))
      return tape.distance(gates)
    }
  }

  /// One map below and its own, one drive and one border for two ticks, as in a network of one
  /// layer; the map has another use before.
  private static var tied: Graph {
    Graph(
      "gates used twice",
      [
        ("drive", [2, 3, 4, 8]), ("border", [2, 1, 1, 72]), ("h", [2, 3, 4, 2]),
        ("k", [3, 3, 2, 8]), ("l", [3, 3, 2, 8]),
      ]
    ) { tape in
      var state = tape.tanh(tape.parameter("h"))
      let before = tape.distance(state, "before")
      for _ in 0..<2 {
        let gates = tape.gates(
          GateArguments(
            drive: tape.parameter("drive"), border: tape.parameter("border"),
            below: GateArguments.Source(state, weights: tape.parameter("k")),
            hidden: GateArguments.Source(state, weights: tape.parameter("l")), form: .far))
        state = tape.cellState(gates: gates, previous: state, form: .far)
      }
      return tape.add(before, tape.distance(state))
    }
  }

  static var states: [Graph] {
    GateForm.allCases.flatMap { form in
      [false, true].map { hasPrevious in
        Graph(
          "state \(form) previous \(hasPrevious)", [("g", [2, 2, 3, 36]), ("c", [2, 2, 3, 9])]
        ) { tape in
          let gates = tape.tanh(tape.parameter("g"))
          let previous = tape.tanh(tape.parameter("c"))
          let state = tape.cellState(
            gates: gates, previous: hasPrevious ? previous : nil, form: form)
          let again = tape.cellState(gates: gates, previous: state, form: form)
          return tape.add(
            tape.distance(tape.add(state, again)),
            tape.add(tape.distance(gates, "gates"), tape.distance(previous, "previous")))
        }
      }
    }
  }

  static var outputs: [Graph] {
    GateForm.allCases.map { form in
      Graph("output \(form)", [("g", [2, 2, 3, 36]), ("c", [2, 2, 3, 9])]) { tape in
        let gates = tape.tanh(tape.parameter("g"))
        let state = tape.scale(tape.parameter("c"), by: 2)
        let one = tape.cellOutput(gates: gates, state: state, form: form)
        let two = tape.cellOutput(gates: gates, state: one, form: form)
        return tape.add(tape.distance(one, "one"), tape.distance(two, "two"))
      }
    }
  }
}
