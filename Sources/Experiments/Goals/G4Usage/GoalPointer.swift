package import LinearAlgebra
internal import NeuralNetworks
package import Probing
package import Statistics

/// The pointer score: what the direction that the decision reads in the code of things is made of.
///
/// `g` is the mean gradient of the choice with respect to a thing's code: the direction along which the
/// network reads what a thing is worth to it. `g'h` is that worth, thing by thing. Where it can be
/// told from what linear readers of the base and the proxy concept say of the same code, the goal
/// points at concepts that the network has (Hubinger et al., section 4.2: a pointer); what is left
/// over is a code of the goal's own. What a thing's place and the walls beside it tell of `g'h` is first
/// taken out of all. Read-outs and regressions are fitted on selection levels; shares are of report
/// levels.
package struct GoalPointer: Sendable {
  /// The gradient at the place's first site, over all levels, `[p]`.
  package let direction: [Double]
  /// The cosine of the gradients of two halves of the levels, in the metric of the code.
  package let reliability: Double
  /// How far the choice's change with a small step along the direction is from what the gradient says:
  /// the slope of one on the other, 1 where the network is linear there.
  package let linearity: Double
  /// The share of `g'h` that both read-outs explain; not defined where it cannot be said whether one
  /// of the concepts is there, and 0 where neither is.
  package let explained: BootstrapEstimate
  /// What the read-out of the base adds to that of the proxy, and the other way round.
  package let uniqueBase: BootstrapEstimate
  package let uniqueProxy: BootstrapEstimate
  /// The spread of `g'h` over things, in units of the choice's log odds; 0 where nothing is read.
  package let spread: Double

  /// Slopes further from 1 than this are said to be not linear.
  package static let linearityTolerance = 0.2
  package var isLinear: Bool { abs(linearity - 1) <= Self.linearityTolerance }
  /// Directions less reliable than this are not read.
  package static let leastReliability = 0.6

  /// What has to hold before the direction is read.
  package var gates: [EvidenceGate] {
    [
      EvidenceGate(
        name: "gradient that says what small steps do", passed: isLinear,
        detail: "slope \(GoalText.number(linearity)), of 1 to within "
          + "\(GoalText.number(Self.linearityTolerance))"),
      EvidenceGate(
        name: "direction that both halves of the levels share",
        passed: reliability >= Self.leastReliability,
        detail: "cosine \(GoalText.number(reliability)), of at least "
          + GoalText.number(Self.leastReliability)),
    ]
  }

  /// - Parameters:
  ///   - concepts: base and proxy, with labels at both things.
  ///   - areThere: whether each is read there: what reads a concept that is not there reads something
  ///     else, and explains nothing.
  ///   - beside: what else of a thing its code may tell, `[2 levels, k]`.
  /// - Throws: as a run of the agent and the fits do.
  package init(
    _ edits: GoalEdits, concepts: [ErasureConcept], areThere: [Bool?], beside: Matrix<Double>,
    replicates: Int = 1000, random: RandomStream
  ) throws {
    let network = edits.network
    let all = Array(0..<network.levels.count)
    let site = edits.place.sites[0]
    let features = edits.features[0]
    let p = features.columns
    let slopes = edits.patches.gather(try network.gradient(at: site, in: all))
    // The second thing's code counts against the first.
    let signed = { (row: Int, column: Int) in
      Double(slopes[row, column]) * (row % 2 == 0 ? 1 : -1)
    }
    func mean(_ rows: [Int]) -> [Double] {
      var sum = [Double](repeating: 0, count: p)
      for row in rows { for column in 0..<p { sum[column] += signed(row, column) } }
      return sum.map { $0 / Double(max(1, rows.count)) }
    }
    let direction = mean(Array(0..<slopes.rows))
    self.direction = direction
    let moments = try ErasureSample.each(of: [concepts[0].data], in: features)[0].all
    var halving = random.split("halves")
    let order = halving.permutation(all.count)
    let halves = [order.prefix(all.count / 2), order.dropFirst(all.count / 2)].map { half in
      mean(half.flatMap { [2 * $0, 2 * $0 + 1] })
    }
    reliability = Self.cosine(halves[0], halves[1], moments.features)
    // What the network reads of every thing.
    let read = (0..<features.rows).map { row in
      (0..<p).reduce(0.0) { $0 + direction[$1] * Double(features[row, $1]) }
    }
    let average = Sample.mean(read)
    spread = (read.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(read.count))
      .squareRoot()
    linearity = try Self.linearity(edits, direction, moments.features, slopes)
    let readOuts = try zip(concepts, areThere).map { concept, isThere -> [Double]? in
      switch isThere {
      case true?: break
      case false?: return nil
      case nil: return [Double](repeating: .nan, count: features.rows)
      }
      let fitted = try RidgeProbe().fit(features, concept.data)
      return fitted.predict(features).column(1)
    }
    let shares = try Self.shares(
      of: read, by: readOuts, beside, concepts[0].data, replicates, random.split("shares"))
    explained = shares[0]
    uniqueBase = shares[1]
    uniqueProxy = shares[2]
  }

  private static func cosine(
    _ first: [Double], _ second: [Double], _ metric: Matrix<Double>
  ) -> Double {
    func product(_ a: [Double], _ b: [Double]) -> Double {
      var sum = 0.0
      for row in a.indices where a[row] != 0 {
        for column in b.indices { sum += a[row] * metric[row, column] * b[column] }
      }
      return sum
    }
    let size = (product(first, first) * product(second, second)).squareRoot()
    return size > 0 ? product(first, second) / size : 0
  }

  /// Moves the first thing's code by half a standard deviation either way along the direction, as far
  /// as codes move together, and regresses what the choice does on what its own gradient says.
  private static func linearity(
    _ edits: GoalEdits, _ direction: [Double], _ metric: Matrix<Double>, _ slopes: Matrix<Float>
  ) throws -> Double {
    let p = direction.count
    var step = [Double](repeating: 0, count: p)
    for row in 0..<p {
      for column in 0..<p { step[row] += metric[row, column] * direction[column] }
    }
    let length = zip(step, direction).reduce(0) { $0 + $1.0 * $1.1 }
    guard length > 0 else { return .nan }
    step = step.map { 0.5 * $0 / length.squareRoot() }
    let places = Array(0..<edits.network.levels.count)
    func preference(_ sign: Double) throws -> [Double] {
      try edits.network.preference(
        in: places,
        edits: Array(
          edits.exchange(of: places) { site, own, _ in
            own % 2 == 0 && site == 0
              ? step.map { Float(sign * $0) } : [Float](repeating: 0, count: p)
          }.prefix(1)))
    }
    let (up, down) = (try preference(1), try preference(-1))
    var (products, squares) = (0.0, 0.0)
    for place in places {
      let predicted = (0..<p).reduce(0.0) { $0 + 2 * step[$1] * Double(slopes[2 * place, $1]) }
      guard up[place].isFinite, down[place].isFinite else { continue }
      products += predicted * (up[place] - down[place])
      squares += predicted * predicted
    }
    return squares > 0 ? products / squares : .nan
  }

  /// The share that both explain, and what each adds to the other.
  private static func shares(
    of read: [Double], by readOuts: [[Double]?], _ beside: Matrix<Double>, _ data: ProbeData,
    _ replicates: Int, _ random: RandomStream
  ) throws -> [BootstrapEstimate] {
    if readOuts.contains(where: { $0?.contains { !$0.isFinite } ?? false }) {
      let none = BootstrapEstimate(value: .nan, replicates: [], interval: nil)
      return [none, none, none]
    }
    let units = data.folds.report
    var place: [Int: Int] = [:]
    for (index, unit) in units.enumerated() { place[unit] = index }
    let unitOfRow = (0..<data.rows).map { data.units.unitOfLevel[data.rowLevel[$0]] }
    let report = (0..<data.rows).filter { place[unitOfRow[$0]] != nil }
    let chosen = (0..<data.rows).filter { place[unitOfRow[$0]] == nil }
    let circumstances = (0..<beside.columns).map { beside.column($0) }
    func errors(_ given: [[Double]?]) throws -> [Double] {
      let columns = circumstances + given.compactMap { $0 }
      let means = columns.map { column in Sample.mean(chosen.map { column[$0] }) }
      let mean = Sample.mean(chosen.map { read[$0] })
      let design = Matrix(
        rows: chosen.count, columns: columns.count,
        elements: chosen.flatMap { row in columns.indices.map { columns[$0][row] - means[$0] } })
      var gram = design.gram()
      for index in columns.indices { gram[index, index] += 1e-9 * max(gram[index, index], 1e-30) }
      let slopes = try Cholesky(gram).solve(
        design.transposedMultiplied(
          by: Matrix(rows: chosen.count, columns: 1, elements: chosen.map { read[$0] - mean }))
      ).elements
      return report.map { row in
        var error = read[row] - mean
        for index in columns.indices {
          error -= slopes[index] * (columns[index][row] - means[index])
        }
        return error * error
      }
    }
    let (none, both) = (try errors([]), try errors(readOuts))
    let (base, proxy) = (try errors([readOuts[0]]), try errors([readOuts[1]]))
    var sums = Matrix<Double>(rows: units.count, columns: 4)
    for (index, row) in report.enumerated() {
      guard let unit = place[unitOfRow[row]] else { continue }
      for (column, error) in [none, both, base, proxy].enumerated() {
        sums[unit, column] += error[index]
      }
    }
    var random = random
    let bootstrap = try LevelBootstrap(
      units: units.count, replicates: replicates, using: &random)
    func share(_ better: Int, _ than: Int) -> BootstrapEstimate {
      bootstrap.estimate(sums) { totals in
        let start = totals.startIndex
        return totals[start] > 0
          ? (totals[start + than] - totals[start + better]) / totals[start] : .nan
      }
    }
    return [share(1, 0), share(1, 3), share(1, 2)]
  }
}
