import Agents
import LinearAlgebra
import NeuralNetworks
import Testing

/// Data of a regression, with the query last, and gradient descent on it in double precision.
private struct Regression {
  let x: [[Double]]
  let y: [[Double]]

  init(dimension: Int, outputs: Int, pairs: Int, seed: UInt64) {
    var random = RandomStream(seed: seed)
    let weights = (0..<outputs).map { _ in (0..<dimension).map { _ in random.normal() } }
    let x = (0...pairs).map { _ in (0..<dimension).map { _ in 2 * random.uniform() - 1 } }
    self.x = x
    y = x.dropLast().map { x in
      weights.map { row in zip(row, x).map { $0 * $1 }.reduce(0, +) + 0.1 * random.normal() }
    }
  }

  /// `W_l x_q` after so many steps on `sum |W x - y|^2 / (2 N)` from `start`.
  func answer(start: [[Double]], steps: Int, stepSize: Double) -> [Double] {
    var weights = start
    for _ in 0..<steps {
      let residuals = zip(x, y).map { x, y in
        zip(weights, y).map { row, y in Self.dot(row, x) - y }
      }
      for output in weights.indices {
        for index in weights[output].indices {
          let slope = zip(residuals, x).map { $0[output] * $1[index] }.reduce(0, +)
          weights[output][index] -= stepSize / Double(y.count) * slope
        }
      }
    }
    return weights.map { Self.dot($0, x[y.count]) }
  }

  static func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).map { $0 * $1 }.reduce(0, +)
  }

  /// `[1, 1, token, x and y]`, the query with `-W_0 x_q`.
  func tokens(start: [[Double]]) -> Tensor {
    let rows = zip(x, y).map { $0 + $1 } + [x[y.count] + start.map { -Self.dot($0, x[y.count]) }]
    return Tensor(
      shape: [1, 1, rows.count, rows[0].count], elements: rows.joined().map { Float($0) })
  }
}

@Test(arguments: [(1, 1, 0), (1, 3, 1), (4, 1, 0), (6, 3, 1), (6, 1, 1)])
func plantedLayersAreStepsOfGradientDescent(layers: Int, outputs: Int, spread: Int) throws {
  let (dimension, pairs, stepSize) = (5, 12, 1.3)
  var random = RandomStream(seed: 8)
  let start = (0..<outputs).map { _ in
    (0..<dimension).map { _ in Double(spread) * random.normal() }
  }
  let agent = PlantedGradientDescent.agent(
    dimension: dimension, outputs: outputs, pairs: pairs, steps: layers,
    stepSize: Float(stepSize),
    start: Matrix(
      rows: outputs, columns: dimension, elements: start.joined().map { Float($0) }))
  // What is expected moves with every step.
  var moves = 0.0
  for seed in 1...UInt64(20) {
    let data = Regression(dimension: dimension, outputs: outputs, pairs: pairs, seed: seed)
    let output = try agent.run(data.tokens(start: start), reads: [[pairs]])
    let expected = data.answer(start: start, steps: layers, stepSize: stepSize)
    let before = data.answer(start: start, steps: layers - 1, stepSize: stepSize)
    for (found, answer) in zip(output.logits.elements, expected) {
      #expect(abs(Double(found) - answer) < 1e-5)
    }
    moves = max(moves, zip(expected, before).map { abs($0 - $1) }.max() ?? 0)
  }
  #expect(moves > 1e-2)
}

@Test func atEveryTickTheTokensHoldWhatIsStillToBeExplained() throws {
  let (dimension, pairs) = (4, 9)
  let agent = PlantedGradientDescent.agent(
    dimension: dimension, pairs: pairs, steps: 3, stepSize: 1)
  let data = Regression(dimension: dimension, outputs: 1, pairs: pairs, seed: 3)
  let start = [[Double](repeating: 0, count: dimension)]
  let sites = (0...5).map { Site("tokens", tick: $0) }
  let output = try agent.run(
    data.tokens(start: start), reads: [[pairs]], ticks: 5, capturing: sites)
  for (tick, site) in sites.enumerated() {
    let tokens = try #require(output.activations[site])
    let query = Double(tokens[0, 0, pairs, dimension])
    let answer = data.answer(start: start, steps: tick, stepSize: 1)[0]
    #expect(abs(-query - answer) < 1e-5)
    // x stays as it came.
    for index in 0..<dimension { #expect(tokens[0, 0, 2, index] == Float(data.x[2][index])) }
  }
  #expect(
    abs(Double(output.logits[0, 0]) - data.answer(start: start, steps: 5, stepSize: 1)[0]) < 1e-5)
}

@Test func contractedInputsAreThoseOfTheRule() throws {
  // GD++: x_j <- (I - gamma X X') x_j beside each step, all from the tokens before it.
  let (dimension, pairs, layers, stepSize, gamma) = (3, 7, 3, 0.8, 0.05)
  let data = Regression(dimension: dimension, outputs: 1, pairs: pairs, seed: 5)
  var (x, y) = (data.x, data.y.map { $0[0] } + [0])
  for _ in 0..<layers {
    let (oldX, oldY) = (x, y)
    for token in x.indices {
      for other in 0..<pairs {
        let product = Regression.dot(oldX[other], oldX[token])
        y[token] -= stepSize / Double(pairs) * oldY[other] * product
        for index in 0..<dimension { x[token][index] -= gamma * oldX[other][index] * product }
      }
    }
  }
  let agent = PlantedGradientDescent.agent(
    dimension: dimension, pairs: pairs, steps: layers, stepSize: Float(stepSize),
    contraction: Float(gamma))
  let site = Site("tokens", tick: layers)
  let output = try agent.run(
    data.tokens(start: [[0, 0, 0]]), reads: [[pairs]], capturing: [site])
  let tokens = try #require(output.activations[site])
  #expect(abs(Double(output.logits[0, 0]) + y[pairs]) < 1e-5)
  for token in 0...pairs {
    for index in 0..<dimension {
      #expect(abs(Double(tokens[0, 0, token, index]) - x[token][index]) < 1e-5)
    }
  }
}

@Test func theQueryIsAttendedToByNoToken() throws {
  let agent = Specimen.all.first { $0.description == "M7" }?.agent
  let network = try #require(agent)
  let observations = Specimen.observations(2)
  var other = observations
  for plane in 0..<5 { other[0, 4, 3, plane] += 1 }
  let reads = [Array(0..<19), [4]]
  let clean = try network.run(observations, reads: reads)
  #expect(try network.run(other, reads: reads).logits == clean.logits)
  // And answers for what it holds itself.
  let before = try network.run(observations, reads: [[19], []]).logits
  #expect(try network.run(other, reads: [[19], []]).logits != before)
}

@Test func theLinearAttentionHasTheseParameters() {
  #expect(LinearAttention(planes: 11).layout.parameterCount == 4 * 121)
  #expect(LinearAttention(planes: 11, layers: 6).layout.parameterCount == 4 * 121)
  #expect(
    LinearAttention(planes: 11, layers: 6, isShared: false).layout.parameterCount
      == 6 * 4 * 121)
}
