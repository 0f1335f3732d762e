import Agents
import Foundation
import LinearAlgebra
import TestSupport

/// DRC(D, N) as its equations stand, in double precision and with the plainest loops: the pooled
/// vector tiled to a map, one kernel over all that the gates see, the ring laid around the map.
///
/// Shares nothing with the code under test but the names of the parameters and the plain
/// convolution of the reference.
struct PlainDRC {
  let network: DeepRepeatedConvLSTM
  let batch: Int
  let rows: Int
  let columns: Int
  let parameters: [String: [Double]]

  typealias Map = [Double]
  /// Hidden state and cell state.
  typealias State = (hidden: Map, cell: Map)

  private var channels: Int { network.channels }
  private var positions: Int { batch * rows * columns }

  func run(
    _ observations: Map, ticks: Int, from start: [State]? = nil
  ) -> (embedding: Map, states: [[State]]) {
    let embedding = encode(observations)
    let zero = Map(repeating: 0, count: positions * channels)
    var states = start ?? [State](repeating: (zero, zero), count: network.layers)
    var history: [[State]] = []
    for _ in 0..<ticks {
      var below = states[network.layers - 1].hidden
      for layer in 0..<network.layers {
        states[layer] = step("cell.\(layer + 1)", embedding, below, states[layer])
        below = states[layer].hidden
      }
      history.append(states)
    }
    return (embedding, history)
  }

  /// Logits and value of the read at each sample's cell (or of the whole sample).
  func read(_ embedding: Map, _ hidden: Map, cells: [Int]) -> (logits: [[Double]], values: [Double])
  {
    var answers: ([[Double]], [Double]) = ([], [])
    let area = rows * columns
    for (sample, cell) in cells.enumerated() {
      let chosen = network.head == .global ? Array(0..<area) : [cell]
      let features = chosen.flatMap { place -> [Double] in
        let from = (sample * area + place) * channels
        let (e, h) = (embedding[from..<from + channels], hidden[from..<from + channels])
        return network.form == .thinker ? Array(e) + Array(h) : zip(e, h).map { $0 + $1 }
      }
      let inner = dense(features, "read/hidden").map { max($0, 0) }
      answers.0.append(dense(inner, "read/policy"))
      answers.1.append(dense(inner, "read/value")[0])
    }
    return answers
  }

  private func encode(_ observations: Map) -> Map {
    guard network.form == .far else {
      return convolve(observations, network.planes, "encoder", outputs: channels, kernel: 3)
    }
    let first = convolve(
      observations, network.planes, "encoder/first", outputs: channels, kernel: 4)
    return convolve(first, channels, "encoder/second", outputs: channels, kernel: 4)
  }

  private func step(_ name: String, _ embedding: Map, _ below: Map, _ state: State) -> State {
    var sums = Map(repeating: 0, count: positions * 4 * channels)
    let sources = [
      (embedding, "embedding"), (below, "below"), (state.hidden, "hidden"),
      (tiled(name, state.hidden), "pool"),
    ]
    for (map, origin) in sources {
      let part = convolve(
        map, channels, "\(name)/from-\(origin)", outputs: 4 * channels, kernel: 3, hasBias: false)
      for index in sums.indices { sums[index] += part[index] }
    }
    Reference.addToEach(value("\(name)/bias"), &sums)
    if network.form == .far { addRing(name, &sums) }
    var next = state
    for position in 0..<positions {
      for channel in 0..<channels {
        let z = (0..<4).map { sums[(position * 4 + $0) * channels + channel] }
        let place = position * channels + channel
        let (forget, entering, output): (Double, Double, Double) =
          network.form == .thinker
          ? (logistic(z[1]), logistic(z[0]) * tanh(z[3]), logistic(z[2]))
          : (logistic(z[2]), tanh(z[0]) * logistic(z[1]), tanh(z[3]))
        next.cell[place] = forget * state.cell[place] + entering
        next.hidden[place] = output * tanh(next.cell[place])
      }
    }
    return next
  }

  private func tiled(_ name: String, _ hidden: Map) -> Map {
    let area = rows * columns
    let weights = value("\(name)/pool/weight")
    let bias =
      network.form == .thinker && network.pool == .perChannel
      ? value("\(name)/pool/bias") : [Double](repeating: 0, count: channels)
    return (0..<batch).flatMap { sample -> Map in
      let places = (0..<area).map { (sample * area + $0) * channels }
      let largest = (0..<channels).map { c in places.map { hidden[$0 + c] }.max() ?? 0 }
      let mean = (0..<channels).map { c in
        places.map { hidden[$0 + c] }.reduce(0, +) / Double(area)
      }
      let vector: [Double] =
        switch network.pool {
        case .perChannel:
          (0..<channels).map {
            weights[$0] * largest[$0] + weights[channels + $0] * mean[$0] + bias[$0]
          }
        case .full:
          Reference.product(
            largest + mean, weights, rows: 1, inner: 2 * channels, columns: channels)
        }
      return (0..<area).flatMap { _ in vector }
    }
  }

  /// A map of zeros with a ring of ones around it, convolved without padding.
  private func addRing(_ name: String, _ sums: inout Map) {
    let weights = value("\(name)/from-ring/weight")
    for position in 0..<positions {
      let (row, column) = (position / columns % rows, position % columns)
      for tap in 0..<9 {
        let (y, x) = (row + tap / 3, column + tap % 3)
        guard y == 0 || y == rows + 1 || x == 0 || x == columns + 1 else { continue }
        for output in 0..<4 * channels {
          sums[position * 4 * channels + output] += weights[tap * 4 * channels + output]
        }
      }
    }
  }

  private func convolve(
    _ map: Map, _ inputs: Int, _ name: String, outputs: Int, kernel: Int, hasBias: Bool = true
  ) -> Map {
    var result = Reference.convolution(
      map, value("\(name)/weight"),
      ConvolutionShape(
        batch: batch, rows: rows, columns: columns, inputs: inputs, outputs: outputs,
        kernel: kernel))
    if hasBias { Reference.addToEach(value("\(name)/bias"), &result) }
    return result
  }

  private func dense(_ vector: [Double], _ name: String) -> [Double] {
    let bias = value("\(name)/bias")
    let product = Reference.product(
      vector, value("\(name)/weight"), rows: 1, inner: vector.count, columns: bias.count)
    return zip(product, bias).map { $0 + $1 }
  }

  private func logistic(_ value: Double) -> Double { 1 / (1 + exp(-value)) }

  private func value(_ name: String) -> [Double] { parameters[name] ?? [] }
}

extension PlainDRC {
  /// The networks of its kind among the specimens.
  static let specimens = Specimen.all.filter { $0.architecture is DeepRepeatedConvLSTM }

  /// The largest difference, in units of the largest number expected.
  static func largestError(_ found: [Float], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    let unit = max(expected.map(abs).max() ?? 0, .leastNormalMagnitude)
    return zip(found, expected).map { $0.isNaN ? .infinity : abs(Double($0) - $1) / unit }.max()
      ?? 0
  }
}
