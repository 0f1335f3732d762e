package import LinearAlgebra

/// Problems for a learned optimizer: `|W theta - y|^2` with the entries of `W` and `y` and the
/// start of `theta` drawn anew from the standard normal distribution for every problem
/// (Andrychowicz et al., *Learning to learn by gradient descent by gradient descent*, 2016).
///
/// What a network sees is one coordinate's gradient in the two numbers that the optimizer makes
/// of it; what it gives is the coordinate's update.
package struct QuadraticProblems: TaskDistribution, Equatable {
  /// The length of `theta` and of `y`.
  package var dimension = 10

  package init() {}

  package static let name = "quadratic-problems"
  package static let settings = ["environment", "dimension"]

  package var configuration: [String: String] {
    ["environment": Self.name, "dimension": "\(dimension)"]
  }

  package init(configuration: [String: String]) throws(EnvironmentError) {
    self.init()
    let reader = try SettingReader(configuration, name: Self.name, settings: Self.settings)
    try reader.whole("dimension", into: &dimension)
    try EnvironmentError.check("dimension", dimension, in: 1...256)
  }

  package var observationShape: ObservationShape { ObservationShape(planes: 2) }

  /// Logarithms of gradients over ten, and signs.
  package var observationRange: ClosedRange<Float> { -10...10 }

  package var outputCount: Int { 1 }

  /// The problem of a stream.
  package func problem(drawnFrom random: RandomStream) -> QuadraticProblem {
    var random = random
    func normals(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.normal()) } }
    return QuadraticProblem(
      matrix: normals(dimension * dimension), target: normals(dimension),
      start: normals(dimension))
  }
}

/// One problem `|W theta - y|^2`.
package struct QuadraticProblem: Sendable, Equatable {
  /// `W`, row-major.
  package let matrix: [Float]
  /// `y`.
  package let target: [Float]
  /// `theta` before the first step.
  package let start: [Float]

  package init(matrix: [Float], target: [Float], start: [Float]) {
    self.matrix = matrix
    self.target = target
    self.start = start
  }

  /// The value at `theta`, and twice `W' (W theta - y)`, in double precision.
  package func evaluate(at theta: [Double]) -> (value: Double, gradient: [Double]) {
    let count = target.count
    var gradient = [Double](repeating: 0, count: count)
    var value = 0.0
    for row in 0..<count {
      var residual = -Double(target[row])
      for column in 0..<count {
        residual += Double(matrix[row * count + column]) * theta[column]
      }
      value += residual * residual
      for column in 0..<count {
        gradient[column] += 2 * Double(matrix[row * count + column]) * residual
      }
    }
    return (value, gradient)
  }
}
