package import Environments
import Foundation
import LinearAlgebra

/// Optimizers that were written by hand, each with the learning rate that does best on problems
/// of its own, in double precision.
package struct BaselineOptimizers: Sendable {
  /// How an optimizer does on some problems: the mean over problems of the value after each step
  /// averaged over the steps, and of the value after the last.
  package struct Figures: Sendable, Equatable {
    package var mean: Double
    package var final: Double
    /// The value after the last step of each problem.
    package var finals: [Double]
  }

  package enum Kind: CaseIterable, Sendable {
    case descent, adam
  }

  /// The learning rates tried: six an order of magnitude.
  package static let rates = (0...30).map { pow(10, -4 + Double($0) / 6) }

  /// The rate with the least mean value on the tuning problems, and the rate with the least final
  /// value; the two need not be one.
  package static func tuned(
    _ kind: Kind, on problems: [QuadraticProblem], steps: Int
  ) -> (mean: Double, final: Double) {
    let figures = Parallel.map(rates.count) {
      run(kind, rate: rates[$0], on: problems, steps: steps)
    }
    func best(_ value: (Figures) -> Double) -> Double {
      var index = 0
      for other in rates.indices where isLess(value(figures[other]), value(figures[index])) {
        index = other
      }
      return rates[index]
    }
    return (best(\.mean), best(\.final))
  }

  /// Less, where what is not a number is more than anything.
  private static func isLess(_ left: Double, _ right: Double) -> Bool {
    left < right || (right.isNaN && !left.isNaN)
  }

  package static func run(
    _ kind: Kind, rate: Double, on problems: [QuadraticProblem], steps: Int
  ) -> Figures {
    var (sum, finals) = (0.0, [Double]())
    for problem in problems {
      var theta = problem.start.map(Double.init)
      var first = [Double](repeating: 0, count: theta.count)
      var second = first
      var (value, gradient) = problem.evaluate(at: theta)
      for step in 1...steps {
        for index in theta.indices {
          switch kind {
          case .descent: theta[index] -= rate * gradient[index]
          case .adam:
            first[index] = 0.9 * first[index] + 0.1 * gradient[index]
            second[index] = 0.999 * second[index] + 0.001 * gradient[index] * gradient[index]
            let mean = first[index] / (1 - pow(0.9, Double(step)))
            let square = second[index] / (1 - pow(0.999, Double(step)))
            theta[index] -= rate * mean / (square.squareRoot() + 1e-8)
          }
        }
        (value, gradient) = problem.evaluate(at: theta)
        sum += value / Double(steps)
      }
      finals.append(value)
    }
    let count = Double(problems.count)
    return Figures(mean: sum / count, final: finals.reduce(0, +) / count, finals: finals)
  }
}
