internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
package import Statistics

/// T9 for networks without maps: are the ticks or layers steps of gradient descent, is the tree that
/// of a search?
///
/// The trace is what the algorithm, with one parameter fitted on some problems, holds on the same
/// problem after as many steps; the effect is what the activations explain of it on others, beyond
/// what stays the same from step to step, the problem and its answer.
package struct IterateMatching: Sendable {
  static let test = TraceMatching.test
  /// The number of problems and networks of exchanged problems in the null.
  static let exchanges = 39

  package let algorithm: SearchAlgorithm
  /// What the steps are taken on, in a few words: `the regression in the context`.
  package let problem: String
  /// Where activations are read.
  package let site: String
  /// The number of steps followed.
  package let steps: Int
  /// What was fitted, `step size` or `discount`, and the value that explains the activations best
  /// on the problems to choose on.
  package let parameterName: String
  package let parameter: Double
  package let effect: BootstrapEstimate
  package let untrained: [BootstrapEstimate]
  package let fitShare: Double
  /// The share with the steps of other problems.
  package let exchanged: PermutationNull
  /// The share with the steps in another order; `nil` where there are too few.
  package let permuted: PermutationNull?
  package let fitProblems: Int
  package let reportProblems: Int

  /// What is held against one network.
  struct Setting {
    let algorithm: SearchAlgorithm
    let problem: String
    let parameterName: String
    let site: String
    let unitOfRow: [Int]
    let folds: Folds
    let design: Matrix<Double>
    let rivals: IterateShares.Panel
    var removesMeans = true
    /// Activations of the network under study and of its untrained twins.
    let activations: [IterateShares.Panel]
    /// The values of the parameter that are tried, rising, and the largest that it can have.
    let parameters: [Double]
    var largest = Double.infinity
    /// The iterates for a value of the parameter, with the problem of each row's unit exchanged.
    let iterates: @Sendable (_ parameter: Double, _ problems: [Int]?) -> IterateShares.Panel
  }

  init(_ setting: Setting, replicates: Int, random: RandomStream) throws {
    let folds = setting.folds
    let networks = try setting.activations.map {
      try IterateShares(
        $0, design: setting.design, rivals: setting.rivals, removesMeans: setting.removesMeans,
        unitOfRow: setting.unitOfRow, folds: folds)
    }
    func best(_ network: IterateShares) throws -> (size: Double, share: Double) {
      var (best, share) = (setting.parameters[0], -Double.infinity)
      func consider(_ size: Double) throws {
        let found = try network.errors(of: setting.iterates(size, nil)).fit
        if found > share { (best, share) = (size, found) }
      }
      for size in setting.parameters { try consider(size) }
      var width = setting.parameters.count > 1 ? setting.parameters[1] / setting.parameters[0] : 1
      for _ in 0..<8 {
        width = width.squareRoot()
        let centre = best
        for size in [centre / width, centre * width] where size <= setting.largest {
          try consider(size)
        }
      }
      return (best, share)
    }
    let chosen = try best(networks[0])
    var resampling = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: folds.report.count, replicates: replicates, using: &resampling)
    func estimate(_ network: IterateShares, _ size: Double) throws -> BootstrapEstimate {
      bootstrap.estimate(try network.errors(of: setting.iterates(size, nil)).report) { sums in
        sums[sums.startIndex] > 0
          ? (sums[sums.startIndex] - sums[sums.startIndex + 1]) / sums[sums.startIndex] : 0
      }
    }
    let effect = try estimate(networks[0], chosen.size)
    untrained = try networks.dropFirst().map { try estimate($0, try best($0).size) }
    var drawing = random.split("exchanges")
    let draws = try (0..<Self.exchanges).map { _ in
      try networks[0].share(
        of: setting.iterates(chosen.size, drawing.permutation(folds.units.count)))
    }
    exchanged = PermutationNull(
      name: "the steps on other problems", observed: effect.value, draws: draws)
    let trace = setting.iterates(chosen.size, nil)
    let orders = (0..<Self.exchanges).map { _ in drawing.permutation(trace.count) }
    permuted =
      trace.count < TraceMatching.fewestTicks
      ? nil
      : PermutationNull(
        name: "the steps in another order", observed: effect.value,
        draws: try orders.map { order in try networks[0].share(of: order.map { trace[$0] }) })
    self.effect = effect
    problem = setting.problem
    site = setting.site
    steps = trace.count - 1
    algorithm = setting.algorithm
    parameterName = setting.parameterName
    parameter = chosen.size
    fitShare = chosen.share
    fitProblems = folds.selection.count
    reportProblems = folds.report.count
  }

  /// The larger of the p-values under the nulls.
  package var p: Double { max(exchanged.p, permuted?.p ?? 0) }

  /// Whether the steps are those of the algorithm.
  package var reading: AlgorithmReading {
    switch status {
    case .supports: .one(algorithm)
    case .contradicts: .none
    case .inconclusive: .cannotTell
    }
  }

  /// What the test says of its claim.
  package var status: EvidenceStatus {
    let own = EvidenceStatus.judging(
      effect: effect.value, interval: effect.interval, pAdjusted: p, power: effect.power,
      margin: EquivalenceMargins.trace, gates: [])
    guard case .supports = own, let interval = effect.minus(meanOf: untrained).interval,
      interval.lower <= 0, !untrained.isEmpty
    else { return own }
    return .inconclusive("untrained networks of the same shape hold as much of the trace")
  }
}
