package import Agents
internal import LinearAlgebra
internal import NeuralNetworks

extension PlantedGradientDescent {
  /// Holds the answers and residuals after every layer against gradient descent in double
  /// precision, on regressions drawn anew.
  ///
  /// - Parameters:
  ///   - agent: the planted network for one output and a start at zero.
  ///   - problems: the number of regressions.
  package static func check(
    _ agent: Agent, dimension: Int, pairs: Int, stepSize: Float, problems: Int, seed: UInt64
  ) throws -> [PlantedCheck] {
    let random = RandomStream(seed: seed).split("regressions")
    let layers = agent.defaultTicks
    let regressions = (0..<problems).map { index in
      Regression(dimension: dimension, pairs: pairs, random: random.split(UInt64(index)))
    }
    let tokens = Tensor(
      shape: [problems, 1, pairs + 1, dimension + 1], elements: regressions.flatMap(\.tokens))
    let reads = [[Int]](repeating: [pairs], count: problems)
    let sites = (0...layers).map { Site("tokens", tick: $0) }
    let output = try agent.run(tokens, reads: reads, capturing: sites)
    let cutOutput = try cut(agent).run(tokens, reads: reads)
    var (residuals, answers) = (WorstDeviation(), WorstDeviation())
    var moved: [Bool] = []
    for (index, regression) in regressions.enumerated() {
      let weights = regression.descent(steps: layers, stepSize: Double(stepSize))
      for (layer, site) in sites.enumerated() {
        guard let found = output.activations[site] else {
          throw CaptureError.notCaptured(site: "\(site)")
        }
        for token in 0...pairs {
          residuals.compare(
            found[index, 0, token, dimension], regression.residual(token, weights[layer]))
        }
      }
      answers.compare(
        output.logits[index, 0], -regression.residual(pairs, weights[layers]))
      moved.append(abs(cutOutput.logits[index, 0]) > 1e-6)
    }
    return [
      residuals.check(
        "P6", "after l layers the y part of a token is y - W_l x", levels: problems,
        tolerance: 1e-5),
      answers.check(
        "P6", "the answer is W_L x of the query", levels: problems, tolerance: 1e-5),
      .cut("P6", "without the projection no answer moves", levels: problems, solved: moved),
    ]
  }

  /// The network whose tokens are not written to.
  package static func cut(_ agent: Agent) -> Agent {
    var agent = agent
    let shape = agent.parameters["layer/projection/weight"].shape
    agent.parameters["layer/projection/weight"] = Tensor(shape: shape)
    return agent
  }

  /// A linear regression with noise; the last x is the query's, whose y is zero.
  private struct Regression {
    let x: [[Double]]
    let y: [Double]

    init(dimension: Int, pairs: Int, random: RandomStream) {
      var random = random
      let weights = (0..<dimension).map { _ in random.normal() }
      // What the network sees is in single precision.
      let x = (0...pairs).map { _ in
        (0..<dimension).map { _ in Double(Float(2 * random.uniform() - 1)) }
      }
      self.x = x
      y =
        x.dropLast().map { x in
          Double(Float(Self.dot(weights, x) + 0.1 * random.normal()))
        } + [0]
    }

    var tokens: [Float] { zip(x, y).flatMap { x, y in (x + [y]).map { Float($0) } } }

    func residual(_ token: Int, _ weights: [Double]) -> Double {
      y[token] - Self.dot(weights, x[token])
    }

    /// `W_0 = 0` and what follows from it.
    func descent(steps: Int, stepSize: Double) -> [[Double]] {
      var all = [[Double](repeating: 0, count: x[0].count)]
      for step in 0..<steps {
        var weights = all[step]
        for token in 0..<x.count - 1 {
          let residual = residual(token, all[step])
          for index in weights.indices {
            weights[index] += stepSize / Double(x.count - 1) * residual * x[token][index]
          }
        }
        all.append(weights)
      }
      return all
    }

    static func dot(_ left: [Double], _ right: [Double]) -> Double {
      zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }
}
