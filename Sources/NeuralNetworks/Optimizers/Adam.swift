import LinearAlgebra

/// Adam with a bound on the gradient's norm.
///
/// Source: Kingma and Ba, *Adam: a method for stochastic optimization* (2015).
package struct Adam: Sendable {
  package var learningRate: Float
  package var firstDecay: Float = 0.9
  package var secondDecay: Float = 0.999
  package var epsilon: Float = 1e-8
  /// Whether the running means are divided by what they lack at the start.
  package var correctsMeans = true
  /// The largest Euclidean norm of a gradient; longer ones are shortened to it.
  package var largestNorm: Double

  /// Running means of the gradient and of its square, laid out as the parameters.
  package var firstMoment: [Float]
  package var secondMoment: [Float]
  /// The number of updates made.
  package var updates: Int = 0

  package init(count: Int, learningRate: Float = 1e-3, largestNorm: Double = 1) {
    self.learningRate = learningRate
    self.largestNorm = largestNorm
    firstMoment = [Float](repeating: 0, count: count)
    secondMoment = [Float](repeating: 0, count: count)
  }

  /// Moves the parameters one step and returns the gradient's norm before shortening.
  ///
  /// A gradient that is not finite changes nothing; its norm says so.
  @discardableResult
  package mutating func update(
    _ parameters: inout [Float], gradient: UnsafePointer<Float>
  ) -> Double {
    let count = parameters.count
    let norm = VectorKernels.sumOfSquares(gradient, count: count).squareRoot()
    guard norm.isFinite else { return norm }
    updates += 1
    let factor = norm > largestNorm ? Float(largestNorm / norm) : 1
    let (b1, b2) = (firstDecay, secondDecay)
    let firstCorrection = correctsMeans ? Float(1 / (1 - Self.power(b1, updates))) : 1
    let secondCorrection = correctsMeans ? Float(1 / (1 - Self.power(b2, updates))) : 1
    let (rate, epsilon) = (learningRate * firstCorrection, epsilon)
    firstMoment.withUnsafeMutableBufferPointer { first in
      secondMoment.withUnsafeMutableBufferPointer { second in
        parameters.withUnsafeMutableBufferPointer { values in
          for index in 0..<count {
            let slope = gradient[index] * factor
            let mean = b1 * first[index] + (1 - b1) * slope
            let square = b2 * second[index] + (1 - b2) * slope * slope
            first[index] = mean
            second[index] = square
            values[index] -= rate * mean / ((square * secondCorrection).squareRoot() + epsilon)
          }
        }
      }
    }
    return norm
  }

  private static func power(_ base: Float, _ exponent: Int) -> Double {
    var result = 1.0
    var factor = Double(base)
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
