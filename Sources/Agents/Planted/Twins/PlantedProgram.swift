package import LinearAlgebra
import NeuralNetworks

/// A layer program that is written together with its weights, statement by statement.
///
/// Weights that no tap names are zero. See ``LayerProgram`` for the statements.
package struct PlantedProgram: Sendable {
  private struct Layer: Sendable {
    let name: String
    var taps: [PlantedTap] = []
    var matrix: Matrix<Float>?
    let bias: [Float]
  }

  private var lines: [String] = []
  private var layers: [Layer] = []

  package init() {}

  /// Adds a statement without weights, or `repeat` or `end`.
  package mutating func say(_ statement: String) { lines.append(statement) }

  /// Adds a convolution whose kernel is as large as its taps reach.
  ///
  /// - Parameters:
  ///   - bias: one a channel; without any the layer has none.
  ///   - settings: what follows in the statement, as in `add=drive rectify`.
  package mutating func convolution(
    _ name: String, of source: String, channels: Int, _ taps: [PlantedTap], bias: [Float] = [],
    _ settings: String = ""
  ) {
    let reach = taps.reduce(0) { max($0, abs($1.row), abs($1.column)) }
    say(
      "\(name) = convolution \(source) channels=\(channels) kernel=\(2 * reach + 1)"
        + (bias.isEmpty ? " bias=no" : "") + " \(settings)")
    layers.append(Layer(name: name, taps: taps, bias: bias))
  }

  /// Adds a dense layer, whose taps have no offset.
  package mutating func dense(
    _ name: String, of source: String, outputs: Int, _ taps: [PlantedTap], bias: [Float] = [],
    _ settings: String = ""
  ) {
    precondition(
      taps.allSatisfy { $0.row == 0 && $0.column == 0 }, "A dense layer reads no other square.")
    sayDense(name, source, outputs, bias, settings)
    layers.append(Layer(name: name, taps: taps, bias: bias))
  }

  /// Adds a dense layer of a whole matrix, `[input, output]`.
  package mutating func dense(
    _ name: String, of source: String, _ matrix: Matrix<Float>, bias: [Float] = []
  ) {
    sayDense(name, source, matrix.columns, bias, "")
    layers.append(Layer(name: name, matrix: matrix, bias: bias))
  }

  /// Adds the statement `policy`: one unit of a map at the agent's cell for each move, times a
  /// factor. The layer leaves the map's channels free to be in another order.
  package mutating func policy(of map: String, times factor: Float = 1) {
    say("here = gather \(map)")
    dense("policy", of: "here", outputs: 4, (0..<4).map { PlantedTap($0, $0, factor) })
  }

  private mutating func sayDense(
    _ name: String, _ source: String, _ outputs: Int, _ bias: [Float], _ settings: String
  ) {
    say(
      "\(name) = dense \(source) outputs=\(outputs)" + (bias.isEmpty ? " bias=no" : "")
        + " \(settings)")
  }

  /// The network.
  ///
  /// - Parameters:
  ///   - rows: with `columns` the side of a level, for programs that flatten maps.
  /// - Throws: ``ArchitectureError/badStatement(line:text:reason:)``.
  package func agent(
    planes: Int, ticks: Int = 1, rows: Int = 0, columns: Int = 0
  ) throws(ArchitectureError) -> Agent {
    let network = try LayerProgram(
      lines.joined(separator: "\n"), planes: planes, ticks: ticks, rows: rows, columns: columns)
    var parameters = ParameterSet(network.layout)
    for layer in layers {
      var weights = parameters["\(layer.name)/weight"]
      if let matrix = layer.matrix {
        precondition(
          weights.shape == [matrix.rows, matrix.columns],
          "\(layer.name) has weights of shape \(weights.shape), not \(matrix.rows) x "
            + "\(matrix.columns).")
        weights = Tensor(shape: weights.shape, elements: matrix.elements)
      }
      let centre = weights.shape.count == 4 ? weights.shape[0] / 2 : 0
      for tap in layer.taps {
        if weights.shape.count == 4 {
          weights[centre + tap.row, centre + tap.column, tap.from, tap.to] += tap.weight
        } else {
          weights[tap.from, tap.to] += tap.weight
        }
      }
      parameters["\(layer.name)/weight"] = weights
      guard !layer.bias.isEmpty else { continue }
      parameters["\(layer.name)/bias"] = Tensor(shape: [layer.bias.count], elements: layer.bias)
    }
    return Agent(network, parameters: parameters)
  }
}
