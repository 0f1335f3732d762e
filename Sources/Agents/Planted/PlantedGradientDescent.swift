package import LinearAlgebra
import NeuralNetworks

/// P6: linear attention whose layers are exact steps of gradient descent on
/// `sum_i |W x_i - y_i|^2 / (2 N)`.
///
/// `W_K = W_Q = [[I, 0], [0, 0]]`, `W_V = [[0, 0], [W_0, -I]]`, `P = [[0, 0], [0, (eta / N) I]]`.
/// After `l` layers the y part of token `j` is `y_j - (W_l - W_0) x_j`, and the output for a query
/// `(x_q, -W_0 x_q)` is `W_l x_q`. All layers share their weights, whatever `W_0` is.
package enum PlantedGradientDescent {
  /// - Parameters:
  ///   - dimension: the length of x.
  ///   - pairs: the number N of tokens before the query.
  ///   - steps: the number of layers.
  ///   - stepSize: eta.
  ///   - start: `W_0`, `[y, x]`; zero when nil.
  ///   - outputs: the length of y.
  ///   - contraction: gamma of GD++, where every layer also takes `x_j` to
  ///     `(I - gamma sum_i x_i x_i') x_j`; zero for plain descent.
  package static func agent(
    dimension: Int, outputs: Int = 1, pairs: Int, steps: Int, stepSize: Float,
    start: Matrix<Float>? = nil, contraction: Float = 0
  ) -> Agent {
    let width = dimension + outputs
    let network = LinearAttention(planes: width, outputs: outputs, layers: steps)
    var parameters = ParameterSet(network.layout)
    var look = Tensor(shape: [width, width])
    var value = Tensor(shape: [width, width])
    var projection = Tensor(shape: [width, width])
    for index in 0..<dimension {
      look[index, index] = 1
      value[index, index] = 1
      projection[index, index] = -contraction
    }
    for output in 0..<outputs {
      value[dimension + output, dimension + output] = -1
      projection[dimension + output, dimension + output] = stepSize / Float(pairs)
      // Kept transposed: the row is what is read, the column what is written.
      for index in 0..<dimension { value[index, dimension + output] = start?[output, index] ?? 0 }
    }
    parameters["layer/query/weight"] = look
    parameters["layer/key/weight"] = look
    parameters["layer/value/weight"] = value
    parameters["layer/projection/weight"] = projection
    return Agent(network, parameters: parameters)
  }
}
