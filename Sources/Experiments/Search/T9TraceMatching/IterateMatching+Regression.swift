package import Agents
package import Environments
package import LinearAlgebra
internal import NeuralNetworks
internal import Statistics

extension IterateMatching {
  /// Regressions in context: after layer `l` every token should hold `W_l x` of gradient descent
  /// on its context, beyond its own `x` and `y`, the regression's answer and the network's.
  ///
  /// - Parameters:
  ///   - agent: a network whose tokens have one meaning from layer to layer: layers that are ticks,
  ///     or a stream that every layer adds to.
  ///   - problems: the number of regressions drawn.
  /// - Returns: `nil` for a network that has no such stream.
  /// - Throws: as a run of the agent does.
  package init?(
    _ agent: Agent, on task: RegressionTask, problems: Int = 300, untrained: Int = 5,
    replicates: Int = 2000, random: RandomStream
  ) throws {
    let sites = Self.stream(of: agent)
    guard sites.count >= 2, task.dimension > 0 else { return nil }
    let random = random.split("gradient steps")
    let inputs = task.samples(0..<problems, drawnFrom: random.split("problems")).inputs
    let tokens = task.pairs + 1
    let width = task.dimension + task.outputs
    let regressions = (0..<problems).map { index in
      ContextRegression(
        Array(inputs.elements[index * tokens * width..<(index + 1) * tokens * width]), task)
    }
    let agents = [agent] + UntrainedTwins.of(agent, count: untrained, from: random)
    let reads = [[Int]](repeating: [task.readCell], count: problems)
    var answers: [Float] = []
    let activations = try agents.enumerated().map { index, agent -> IterateShares.Panel in
      let output = try agent.run(inputs, reads: reads, capturing: sites)
      if index == 0 { answers = output.logits.elements }
      return sites.map { site in
        (output.activations[site]?.matrix ?? Matrix(rows: 0, columns: 0)).converted(
          to: Double.self)
      }
    }
    let outputs = task.outputs
    var design: [Double] = []
    for (problem, regression) in regressions.enumerated() {
      let solved = try regression.solved(penalty: max(task.noise * task.noise, 1e-3))
      for token in 0..<tokens {
        design += regression.x[token] + regression.y[token]
        design += regression.predictions(solved, token)
        design += answers[problem * outputs..<(problem + 1) * outputs].map { Double($0) }
      }
    }
    let unit = 1 / task.inputVariance
    let keys = (0..<problems).map { LevelKey(id: "problem \($0)", digest: UInt64($0)) }
    let steps = sites.count - 1
    try self.init(
      Setting(
        algorithm: .gradientSteps, problem: "the regression in the context",
        parameterName: "step size", site: sites[0].name,
        unitOfRow: (0..<problems * tokens).map { $0 / tokens }, folds: Folds(LevelUnits(keys)),
        design: Matrix(
          rows: problems * tokens, columns: design.count / (problems * tokens), elements: design),
        rivals: [], activations: activations,
        parameters: (0..<12).map { unit * 0.02 * Self.power(1.5, $0) }
      ) { size, order in
        let descents = (0..<problems).map {
          regressions[order?[$0] ?? $0].descent(steps: steps, stepSize: size)
        }
        return (0...steps).map { step in
          Matrix(
            rows: problems * tokens, columns: outputs,
            elements: regressions.indices.flatMap { problem in
              (0..<tokens).flatMap {
                regressions[problem].predictions(descents[problem][step], $0)
              }
            })
        }
      }, replicates: replicates, random: random)
  }

  static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { power, _ in power * base }
  }

  /// The site of the tokens at every tick, or the layers of a stream.
  private static func stream(of agent: Agent) -> [Site] {
    let maps = agent.architecture.sites.filter(\.isMap)
    if let ticked = maps.last(where: \.hasTicks) {
      return agent.ticks(of: ticked, thinking: agent.defaultTicks)
        .map { $0.map { Site(ticked.name, tick: $0) } } ?? []
    }
    guard let last = maps.last else { return [] }
    return maps.filter { $0.channels == last.channels }.map { Site($0.name) }
  }
}

/// One regression in context, in double precision; the last token is the query.
private struct ContextRegression: Sendable {
  let x: [[Double]]
  let y: [[Double]]

  init(_ tokens: [Float], _ task: RegressionTask) {
    let width = task.dimension + task.outputs
    let rows = (0...task.pairs).map { token in
      tokens[token * width..<(token + 1) * width].map { Double($0) }
    }
    x = rows.map { Array($0[..<task.dimension]) }
    y = rows.map { Array($0[task.dimension...]) }
  }

  private var pairs: Int { x.count - 1 }

  /// `W x` of a token, `W` by output.
  func predictions(_ weights: [[Double]], _ token: Int) -> [Double] {
    weights.map { row in zip(row, x[token]).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// `W_0 = 0` and what follows by steps on `sum |W x - y|^2 / (2 pairs)`.
  func descent(steps: Int, stepSize: Double) -> [[[Double]]] {
    let (dimension, outputs) = (x[0].count, y[0].count)
    var all = [
      [[Double]](repeating: [Double](repeating: 0, count: dimension), count: outputs)
    ]
    for step in 0..<steps {
      var weights = all[step]
      for token in 0..<pairs {
        let predicted = predictions(all[step], token)
        for output in 0..<outputs {
          let slope = stepSize / Double(pairs) * (y[token][output] - predicted[output])
          for index in 0..<dimension { weights[output][index] += slope * x[token][index] }
        }
      }
      all.append(weights)
    }
    return all
  }

  /// Ridge regression.
  func solved(penalty: Double) throws -> [[Double]] {
    let (dimension, outputs) = (x[0].count, y[0].count)
    let rows = Matrix(
      rows: pairs, columns: dimension, elements: x.dropLast().flatMap { $0 })
    let targets = Matrix(rows: pairs, columns: outputs, elements: y.dropLast().flatMap { $0 })
    var gram = rows.gram()
    for index in 0..<dimension { gram[index, index] += penalty }
    let weights = try Cholesky(gram).solve(rows.transposedMultiplied(by: targets))
    return (0..<outputs).map { weights.column($0) }
  }
}
