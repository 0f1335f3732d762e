package import LinearAlgebra

/// Linear regression in context (von Oswald et al., *Transformers learn in-context by gradient
/// descent*, 2023): a sequence of pairs `(x_j, y_j)` with `y = W x`, `W` drawn anew for every
/// sequence with standard normal entries, then a query `(x_q, 0)` whose `W x_q` is wanted.
///
/// The input is `[pairs + 1, dimension + outputs]`, one token a row, the query last. With noise
/// the `y_j` of the context have normal errors; the wanted answer has none.
package struct RegressionTask: SampleTask, Equatable {
  /// What the entries of `x` are drawn from.
  package enum Inputs: String, CaseIterable, Sendable {
    /// Uniform on `(-scale, scale)`.
    case uniform
    /// Normal with standard deviation `scale`.
    case normal
  }

  /// The number of entries of `x`.
  package var dimension = 10
  /// The number of pairs before the query.
  package var pairs = 10
  /// The number of entries of `y`.
  package var outputs = 1
  package var inputs = Inputs.uniform
  package var scale = 1.0
  /// The standard deviation of the errors of the `y_j`.
  package var noise = 0.0

  package init() {}

  package static let name = "in-context-regression"
  package static let settings = [
    "environment", "dimension", "pairs", "outputs", "inputs", "scale", "noise",
  ]

  package var configuration: [String: String] {
    [
      "environment": Self.name, "dimension": "\(dimension)", "pairs": "\(pairs)",
      "outputs": "\(outputs)", "inputs": inputs.rawValue, "scale": "\(scale)",
      "noise": "\(noise)",
    ]
  }

  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    try reader.whole("dimension", into: &dimension)
    try reader.whole("pairs", into: &pairs)
    try reader.whole("outputs", into: &outputs)
    try reader.choice("inputs", into: &inputs)
    try reader.number("scale", into: &scale)
    try reader.number("noise", into: &noise)
    try EnvironmentError.check("dimension", dimension, in: 1...512)
    try EnvironmentError.check("pairs", pairs, in: 1...4096)
    try EnvironmentError.check("outputs", outputs, in: 1...64)
    try EnvironmentError.check("scale", scale, in: 0.001...1000)
    try EnvironmentError.check("noise", noise, in: 0...1000)
  }

  package var observationShape: ObservationShape {
    ObservationShape(rows: pairs + 1, planes: dimension + outputs)
  }

  /// Normal numbers have no bounds.
  package var observationRange: ClosedRange<Float> { -.infinity ... .infinity }

  package var outputCount: Int { outputs }

  package var targetKind: SampleTarget { .numbers }

  /// The query, the last token.
  package var readCell: Int { pairs }

  package func write(
    sampleDrawnFrom random: RandomStream, input: UnsafeMutableBufferPointer<Float>,
    target: UnsafeMutableBufferPointer<Float>
  ) {
    var random = random
    let width = dimension + outputs
    precondition(
      input.count == observationShape.count && target.count == outputs,
      "A sequence needs \(observationShape.count) numbers and \(outputs) for its answer.")
    withUnsafeTemporaryAllocation(of: Double.self, capacity: dimension * (outputs + 1)) { room in
      let weights = UnsafeMutableBufferPointer(rebasing: room[..<(dimension * outputs)])
      let x = UnsafeMutableBufferPointer(rebasing: room[(dimension * outputs)...])
      for index in weights.indices { weights.initializeElement(at: index, to: random.normal()) }
      for token in 0...pairs {
        for index in 0..<dimension {
          x.initializeElement(at: index, to: draw(using: &random))
          input[token * width + index] = Float(x[index])
        }
        for output in 0..<outputs {
          var y = 0.0
          for index in 0..<dimension { y += weights[output * dimension + index] * x[index] }
          if token == pairs {
            target[output] = Float(y)
            y = 0
          } else if noise > 0 {
            y += noise * random.normal()
          }
          input[token * width + dimension + output] = Float(y)
        }
      }
    }
  }

  private func draw(using random: inout RandomStream) -> Double {
    switch inputs {
    case .uniform: scale * (2 * random.uniform() - 1)
    case .normal: scale * random.normal()
    }
  }
}
