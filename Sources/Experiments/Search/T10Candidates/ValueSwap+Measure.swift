internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

extension ValueSwap {
  /// Random changes of each kind, the most levels that they are made in, and the share of these that
  /// each is made in, in turn.
  static let draws = 39
  static let mostLevels = 60
  static let turns = 3

  /// - Parameters:
  ///   - maps: of the levels at the end, `[level, row, column, channel]`.
  ///   - squares: the value reader of the end and the rows that it was fitted on.
  ///   - decisions: what the network decides in each level.
  /// - Throws: as a run of the agent or a fit does.
  init(
    _ subject: StudySubject, choices: [ForkedLevel], decisions: [ActionSet], maps: Tensor,
    at site: Site, ticks: Int, squares: LosingValue, given: LosingValue.Given,
    settings: SearchSettings, random: RandomStream
  ) throws {
    let bench = Bench(
      subject: subject, choices: choices, decisions: decisions, site: site, ticks: ticks,
      shape: maps.shape)
    let plans: [(place: Place, plans: [Plan], covariance: StateCovariance)] = try [
      Self.agentPlans(choices, maps: maps, given: given).map { (.agent, $0.plans, $0.covariance) },
      Self.squarePlans(choices, maps: maps, squares: squares, given: given).map {
        (.firstSquares, $0.plans, $0.covariance)
      },
    ].compactMap { $0 }
    let chose = choices.indices.filter {
      !decisions[$0].isEmpty && decisions[$0].isSubset(of: choices[$0].winner.moves)
    }
    let fitted = chose.filter { !given.isReport[$0] }
    let reported = chose.filter { given.isReport[$0] }
    guard let first = plans.first, !reported.isEmpty else {
      throw ProbingError.nothingLabelled
    }
    var best = (place: first, share: -1.0)
    for candidate in plans where !fitted.isEmpty {
      let hits = try bench.successes(fitted) { candidate.plans[$0].changes }
      let share = Double(hits.count { $0 }) / Double(hits.count)
      if share > best.share { best = (candidate, share) }
    }
    let chosen = best.place
    let hits = try bench.successes(reported) { chosen.plans[$0].changes }

    // Units of the report levels; of one there is no spread.
    let present = Set(reported.map { given.unit[$0] }).sorted()
    guard present.count >= 2 else { throw ProbingError.nothingLabelled }
    let placeOf = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, $0) })
    func unit(_ level: Int) -> Int { placeOf[given.unit[level]] ?? 0 }
    var resampling = random.split("value swap bootstrap")
    let bootstrap = try LevelBootstrap(
      units: present.count, replicates: settings.replicates, using: &resampling)
    let few = Array(reported.prefix(Self.mostLevels))
    var drawing = random.split("value swap null")
    // Successes, trials; successes and trials of both kinds of random changes; order right, levels.
    var sums = Matrix<Double>(rows: present.count, columns: 8)
    for (row, level) in reported.enumerated() {
      sums[unit(level), 0] += hits[row] ? 1 : 0
      sums[unit(level), 1] += 1
      sums[unit(level), 6] += chosen.plans[level].winner < chosen.plans[level].loser ? 1 : 0
      sums[unit(level), 7] += 1
    }
    // The order is also read where the loser was chosen.
    for level in choices.indices
    where given.isReport[level] && placeOf[given.unit[level]] != nil && !decisions[level].isEmpty
      && decisions[level].isSubset(of: choices[level].loser.moves)
    {
      sums[unit(level), 6] += chosen.plans[level].loser < chosen.plans[level].winner ? 1 : 0
      sums[unit(level), 7] += 1
    }
    var shares: [[Double]] = [[], []]
    for draw in 0..<2 * Self.draws {
      let isEuclidean = draw % 2 == 1
      // Both kinds of one number in the same levels.
      let asked = few.indices.filter { $0 % Self.turns == draw / 2 % Self.turns }.map { few[$0] }
      guard !asked.isEmpty else { continue }
      let random = try bench.successes(asked) { level in
        chosen.plans[level].changes.map { change in
          let vector =
            isEuclidean
            ? StateCovariance.direction(change.vector.count, using: &drawing).map {
              $0 * change.euclidean
            } : chosen.covariance.random(length: change.mahalanobis, using: &drawing)
          return Change(cell: change.cell, vector: vector, mahalanobis: change.mahalanobis)
        }
      }
      shares[isEuclidean ? 1 : 0].append(
        Double(random.count { $0 }) / Double(max(1, random.count)))
      for (row, level) in asked.enumerated() {
        sums[unit(level), isEuclidean ? 4 : 2] += random[row] ? 1 : 0
        sums[unit(level), isEuclidean ? 5 : 3] += 1
      }
    }
    func share(_ column: Int) -> BootstrapEstimate {
      bootstrap.estimate(sums) { Proportion.share($0.dropFirst(column).prefix(2)) }
    }
    place = chosen.place
    success = share(0)
    mahalanobis = share(2)
    euclidean = share(4)
    orderPredicts = share(6)
    effect = success.minus(
      meanOf: [mahalanobis.value >= euclidean.value ? mahalanobis : euclidean])
    null = PermutationNull(
      name: "random changes of equal Mahalanobis and of equal Euclidean length",
      observed: success.value, draws: shares[0] + shares[1])
    levels = present.count
  }

  /// A network on the levels with changes after its last tick.
  private struct Bench {
    let subject: StudySubject
    let choices: [ForkedLevel]
    let decisions: [ActionSet]
    let site: Site
    let ticks: Int
    let shape: [Int]

    /// Whether each of some levels is decided for the loser with changes added.
    func successes(_ levels: [Int], changes: (Int) -> [Change]) throws -> [Bool] {
      let set = try LevelSet(levels.map { choices[$0].level })
      let channels = shape[3]
      var values = Tensor(shape: [levels.count] + shape.dropFirst())
      for (row, level) in levels.enumerated() {
        for change in changes(level) {
          let start = (row * set.cells + change.cell) * channels
          for channel in 0..<channels {
            values.elements[start + channel] += Float(change.vector[channel])
          }
        }
      }
      let after = try Capture(sites: [], ticks: ticks, encoder: subject.encoder).run(
        subject.agent, on: set, edits: [SiteEdit(at: site, .add(values))])
      return zip(Decisions(after.logits).actions, levels).map { decision, level in
        !decision.isEmpty && decision.isSubset(of: choices[level].loser.moves)
      }
    }
  }

  /// Changes at the agent's square; nil where its state does not vary or a move's value is not read.
  private static func agentPlans(
    _ choices: [ForkedLevel], maps: Tensor, given: LosingValue.Given
  ) throws -> (plans: [Plan], covariance: StateCovariance)? {
    let channels = maps.shape[3]
    let cells = maps.shape[1] * maps.shape[2]
    var states = Matrix<Float>(rows: choices.count, columns: channels)
    for (index, choice) in choices.enumerated() {
      let start = (index * cells + choice.level.grid.index(choice.level.start)) * channels
      for channel in 0..<channels { states[index, channel] = maps.elements[start + channel] }
    }
    let fitted = choices.indices.filter { !given.isReport[$0] }
    let covariance = try StateCovariance(states.selectingRows(fitted))
    let moves = choices[0].level.grid.moves
    var weights: [[Double]?] = []
    var readings: [Matrix<Double>?] = []
    for offset in moves.offsets {
      var labels = [Double?](repeating: nil, count: choices.count * cells)
      var rows: [Int] = []
      for (index, choice) in choices.enumerated() {
        let steps = choice.level.paths().distance(at: choice.level.start.moved(by: offset))
        guard steps >= 0 else { continue }
        labels[index * cells + choice.level.grid.index(choice.level.start)] = Double(1 + steps)
        rows.append(index)
      }
      let probe = try? RidgeProbe().fit(
        states.selectingRows(rows),
        ProbeData(levels: choices.map(\.key), cells: cells, values: labels))
      weights.append(probe.map { probe in probe.weights.elements.map { $0 * probe.scale } })
      readings.append(probe.map { $0.predict(states) })
    }
    var plans: [Plan] = []
    for (index, choice) in choices.enumerated() {
      guard let a = choice.winner.moves.lowest, let b = choice.loser.moves.lowest,
        let wa = weights[a], let wb = weights[b], let ra = readings[a], let rb = readings[b]
      else { return nil }
      let (sa, sb) = (covariance.applied(to: wa), covariance.applied(to: wb))
      let (aa, ab, bb) = (dot(wa, sa), dot(wa, sb), dot(wb, sb))
      let determinant = aa * bb - ab * ab
      let step = rb[index, 0] - ra[index, 0]
      // Readings that say the same cannot be exchanged; nothing is changed then.
      guard determinant > 1e-9 * aa * bb else {
        plans.append(Plan(winner: ra[index, 0], loser: rb[index, 0], changes: []))
        continue
      }
      let alongA = (bb * step + ab * step) / determinant
      let alongB = (-ab * step - aa * step) / determinant
      let vector = sa.indices.map { alongA * sa[$0] + alongB * sb[$0] }
      plans.append(
        Plan(
          winner: ra[index, 0], loser: rb[index, 0],
          changes: [
            Change(
              cell: choice.level.grid.index(choice.level.start), vector: vector,
              mahalanobis: max(0, step * alongA - step * alongB).squareRoot())
          ]))
    }
    return (plans, covariance)
  }

  /// Changes at the first squares of both ways; nil where the reader reads nothing.
  private static func squarePlans(
    _ choices: [ForkedLevel], maps: Tensor, squares: LosingValue, given: LosingValue.Given
  ) throws -> (plans: [Plan], covariance: StateCovariance)? {
    let states = try LocalFeatures.gather(maps, .single, for: given.data)
    let rows = (0..<states.rows).filter { !given.isReport[given.data.rowLevel[$0]] }
    let covariance = try StateCovariance(states.selectingRows(rows))
    let along = covariance.applied(to: squares.weights)
    let size = dot(squares.weights, along)
    guard size > 0 else { return nil }
    let plans = choices.enumerated().map { index, choice in
      let reading = squares.firstReadings[index]
      let step = reading.loser - reading.winner
      func change(_ cell: Cell, _ step: Double) -> Change {
        Change(
          cell: choice.level.grid.index(cell), vector: along.map { $0 * step / size },
          mahalanobis: abs(step) / size.squareRoot())
      }
      return Plan(
        winner: reading.winner, loser: reading.loser,
        changes: [change(choice.winner.route[1], step), change(choice.loser.route[1], -step)])
    }
    return (plans, covariance)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
