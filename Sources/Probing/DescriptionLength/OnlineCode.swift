internal import Foundation
package import LinearAlgebra
internal import Statistics

/// The online (prequential) code of labels given features.
///
/// Levels are sent in growing blocks. The first block's labels cost `log2 K` bits each; the labels
/// of each later block are coded by a logistic regression fitted to all blocks before it. A
/// concept that is easy to read makes a short code; that of labels which have nothing to do with
/// the features is as long as the uniform one. Whole levels are sent, never parts.
///
/// The penalty of a block is the one that would have made the shortest code of the blocks before
/// it, which the receiver knows too. Probabilities are mixed with one uniform row, so that a class
/// which has not been sent yet has a finite cost.
///
/// Source: Voita and Titov, *Information-theoretic probing with minimum description length* (2020).
package struct OnlineCode: Sendable, Equatable {
  /// Where blocks end, as shares of the levels, ascending to one.
  package var ends = [
    0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.0625, 0.125, 0.25, 0.5, 1,
  ]
  /// How many orders of the levels the length is averaged over.
  package var orders = 5
  /// The penalties to choose from, descending, for features scaled by ``FeatureScale``: the
  /// precision of a normal prior on each weight, divided by the number of rows sent.
  package var precisions: [Double] = [1000, 100, 10, 1]
  /// Fits each block.
  package var solver = LogisticSolver(tolerance: 1e-7)

  package init() {}

  /// The length of the code of the labels, for features of `[rows, p]`.
  ///
  /// - Parameter scale: what features are multiplied by; that of the features themselves when nil.
  /// - Throws: ``ProbingError`` when the features are not finite, do not vary or do not match the
  ///   data, when the target is not classes, or when there are fewer than two levels.
  package func measure(
    _ features: Matrix<Float>, _ data: ProbeData, scale given: Double? = nil,
    using random: inout RandomStream
  ) throws -> OnlineCodeLength {
    guard case .classes(let names, let labels) = data.target else {
      throw ProbingError.needsClasses(probe: "online code")
    }
    try data.check(features, what: "features")
    guard let scale = given ?? FeatureScale.constant(features) else {
      throw ProbingError.constantFeatures(columns: features.columns)
    }
    var rowsOfUnit = [[Int]](repeating: [], count: data.units.count)
    for row in 0..<data.rows { rowsOfUnit[data.units.unitOfLevel[data.rowLevel[row]]].append(row) }
    let units = rowsOfUnit.filter { !$0.isEmpty }
    guard units.count >= 2 else {
      throw ProbingError.tooFewLevels(selection: units.count, report: 0)
    }
    let sent = (0..<orders).map { _ in random.permutation(units.count).map { units[$0] } }
    let message = BlockMessage(
      features: features, labels: labels, classes: names.count, scale: scale, code: self)
    // Small fits are shared among threads by order; large ones share threads themselves.
    let lengths =
      features.elements.count < 4_000_000
      ? try Parallel.tryMap(orders) { try message.length(sent[$0]) }
      : try sent.map(message.length)
    var counts = [Double](repeating: 0, count: names.count)
    for label in labels { counts[label] += 1 }
    var rowBits = [Double](repeating: 0, count: data.rows)
    for length in lengths {
      for row in rowBits.indices { rowBits[row] += length.rows[row] / Double(lengths.count) }
    }
    let rows = Double(data.rows)
    return OnlineCodeLength(
      rows: data.rows, classes: names.count, bits: lengths.map { $0.rows.reduce(0, +) },
      rowBits: rowBits,
      entropyBits: counts.reduce(0) { $1 > 0 ? $0 - $1 * log2($1 / rows) : $0 },
      unconverged: lengths.reduce(0) { $0 + $1.unconverged },
      worstGap: lengths.reduce(0) { max($0, $1.worstGap) })
  }
}

/// How long an online code is.
package struct OnlineCodeLength: Sendable, Equatable {
  /// The number of labels.
  package let rows: Int
  /// The number of classes.
  package let classes: Int
  /// The length for each order of the levels, in bits.
  package let bits: [Double]
  /// The mean length of each label over orders, in bits.
  package let rowBits: [Double]
  /// The length with the shares of the classes known and nothing else, in bits: what compression
  /// owes to the classes not being equally common.
  package let entropyBits: Double
  /// How many fits did not reach the gap that was asked for.
  package let unconverged: Int
  /// The largest duality gap of a fit, in nats a row.
  package let worstGap: Double

  /// The length of the uniform code, in bits.
  package var uniformBits: Double { Double(rows) * log2(Double(classes)) }
  /// The mean length over orders, in bits.
  package var meanBits: Double { Sample.mean(bits) }
  /// How many times shorter than the uniform code: 1 for labels that cannot be read.
  package var compression: Double { uniformBits / meanBits }
  /// The spread of the compression over orders.
  package var compressionSpread: Double {
    Sample.standardDeviation(bits.map { uniformBits / $0 })
  }
}

/// Labels in the order in which their levels are sent.
struct BlockMessage: Sendable {
  let features: Matrix<Float>
  let labels: [Int]
  let classes: Int
  let scale: Double
  let code: OnlineCode

  /// The bits of each row's label.
  func length(
    _ units: [[Int]]
  ) throws -> (rows: [Double], unconverged: Int, worstGap: Double) {
    var sentRows: [Int] = []
    var bits = [Double](repeating: 0, count: features.rows)
    var (unconverged, worst) = (0, 0.0)
    // What each penalty would have cost so far.
    var costs = [Double](repeating: 0, count: code.precisions.count)
    var next = 0
    for end in code.ends.map({ min(units.count, max(1, Int(($0 * Double(units.count)).rounded()))) }
    )
    where end > next {
      let block = units[next..<end].flatMap { $0 }
      next = end
      if sentRows.isEmpty {
        for row in block { bits[row] = log2(Double(classes)) }
      } else {
        let chosen = costs.indices.min { costs[$0] < costs[$1] } ?? 0
        let fits = try fits(sentRows)
        let own = fits.map { prices(of: block, $0?.weights, after: sentRows) }
        for (place, row) in block.enumerated() { bits[row] = own[chosen][place] }
        for index in costs.indices { costs[index] += own[index].reduce(0, +) }
        for case let fit? in fits {
          unconverged += fit.certificate.converged ? 0 : 1
          worst = max(worst, fit.certificate.gap)
        }
      }
      sentRows += block
    }
    return (bits, unconverged, worst)
  }

  /// The fits of each penalty; none when only one class was sent.
  private func fits(_ rows: [Int]) throws -> [LogisticSolution?] {
    let known = rows.map { labels[$0] }
    guard known.contains(where: { $0 != known[0] }) else {
      return [LogisticSolution?](repeating: nil, count: code.precisions.count)
    }
    return try code.solver.path(
      LogisticProblem(features.selectingRows(rows), labels: known, classes: classes, penalty: 1),
      penalties: code.precisions.map { $0 / (Double(rows.count) * scale * scale) })
  }

  /// The bits that each of a block's labels takes.
  private func prices(of block: [Int], _ fit: LogisticWeights?, after sent: [Int]) -> [Double] {
    let count = Double(sent.count)
    let logs = fit?.logProbabilities(features.selectingRows(block))
    let only = labels[sent[0]]
    return block.enumerated().map { place, row in
      let own = logs.map { exp($0[place, labels[row]]) } ?? (labels[row] == only ? 1 : 0)
      return -log2((count * own + 1 / Double(classes)) / (count + 1))
    }
  }
}
