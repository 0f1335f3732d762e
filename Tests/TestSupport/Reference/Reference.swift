import Foundation
package import LinearAlgebra

/// The arithmetic of networks in double precision, with the plainest loops.
package enum Reference {
  /// A zero-padded convolution of stride one: source `[batch, row, column, input]`, weights
  /// `[kernelRow, kernelColumn, input, output]`.
  package static func convolution(
    _ source: [Double], _ weights: [Double], _ shape: ConvolutionShape
  ) -> [Double] {
    let (rows, columns, kernel) = (shape.rows, shape.columns, shape.kernel)
    let (inputs, outputs) = (shape.inputs, shape.outputs)
    let before = (kernel - 1) / 2
    var result = [Double](repeating: 0, count: shape.outputCount)
    for batch in 0..<shape.batch {
      for row in 0..<rows {
        for column in 0..<columns {
          let target = ((batch * rows + row) * columns + column) * outputs
          for kernelRow in 0..<kernel {
            for kernelColumn in 0..<kernel {
              let (y, x) = (row + kernelRow - before, column + kernelColumn - before)
              guard y >= 0, y < rows, x >= 0, x < columns else { continue }
              let from = ((batch * rows + y) * columns + x) * inputs
              let weight = (kernelRow * kernel + kernelColumn) * inputs * outputs
              for input in 0..<inputs {
                for output in 0..<outputs {
                  result[target + output] +=
                    source[from + input] * weights[weight + input * outputs + output]
                }
              }
            }
          }
        }
      }
    }
    return result
  }

  /// The gradients of `sum(gradient * convolution(source, weights))`.
  package static func convolutionGradients(
    _ source: [Double], _ weights: [Double], _ shape: ConvolutionShape, gradient: [Double]
  ) -> (source: [Double], weights: [Double]) {
    let (rows, columns, kernel) = (shape.rows, shape.columns, shape.kernel)
    let (inputs, outputs) = (shape.inputs, shape.outputs)
    let before = (kernel - 1) / 2
    var sourceGradient = [Double](repeating: 0, count: source.count)
    var weightGradient = [Double](repeating: 0, count: weights.count)
    for batch in 0..<shape.batch {
      for row in 0..<rows {
        for column in 0..<columns {
          let target = ((batch * rows + row) * columns + column) * outputs
          for kernelRow in 0..<kernel {
            for kernelColumn in 0..<kernel {
              let (y, x) = (row + kernelRow - before, column + kernelColumn - before)
              guard y >= 0, y < rows, x >= 0, x < columns else { continue }
              let from = ((batch * rows + y) * columns + x) * inputs
              let weight = (kernelRow * kernel + kernelColumn) * inputs * outputs
              for input in 0..<inputs {
                for output in 0..<outputs {
                  let slope = gradient[target + output]
                  let place = weight + input * outputs + output
                  sourceGradient[from + input] += slope * weights[place]
                  weightGradient[place] += slope * source[from + input]
                }
              }
            }
          }
        }
      }
    }
    return (sourceGradient, weightGradient)
  }

  /// `left * right` of row-major matrices.
  package static func product(
    _ left: [Double], _ right: [Double], rows: Int, inner: Int, columns: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: rows * columns)
    for row in 0..<rows {
      for index in 0..<inner {
        for column in 0..<columns {
          result[row * columns + column] +=
            left[row * inner + index] * right[index * columns + column]
        }
      }
    }
    return result
  }

  /// Adds a vector to each of the channel vectors of an array.
  package static func addToEach(_ vector: [Double], _ array: inout [Double]) {
    for index in array.indices { array[index] += vector[index % vector.count] }
  }

  static func add(_ other: [Double], _ array: inout [Double]) {
    for index in array.indices { array[index] += other[index] }
  }

  static func sideBySide(_ left: [Double], _ a: Int, _ right: [Double], _ b: Int) -> [Double] {
    var result: [Double] = []
    for position in 0..<left.count / a {
      result += left[position * a..<(position + 1) * a]
      result += right[position * b..<(position + 1) * b]
    }
    return result
  }

  static func tanh(_ value: Double) -> Double { Foundation.tanh(value) }

  static func sigmoid(_ value: Double) -> Double { 1 / (1 + exp(-value)) }

  /// Minus the logarithm of the probability that a softmax gives to a set of classes.
  package static func setCrossEntropy(_ logits: [Double], set: Int) -> Double {
    let largest = logits.max() ?? 0
    let weights = logits.map { exp($0 - largest) }
    let within = weights.indices.filter { set >> $0 & 1 == 1 }.map { weights[$0] }
    return log(weights.reduce(0, +)) - log(within.reduce(0, +))
  }
}
