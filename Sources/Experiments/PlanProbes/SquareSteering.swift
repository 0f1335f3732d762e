internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
package import Statistics

/// Does an agent go where a probe's directions are written?
///
/// In each level a few steps that the agent would not take are written into one layer at every tick:
/// the direction of each square's approach at that square, and that of "never" at the squares that
/// the agent would have entered first. The episode is played with the writing, and the route is
/// followed or not. Beside it stand random directions of the same length, square by square, plain or
/// in standard deviations of the activations. Layer and dose are chosen on fit levels.
///
/// Source: the agent shortcuts of Bush et al. (2025), whose random probes match in plain length
/// alone and whose levels are made by hand.
package struct SquareSteering: Sendable {
  static let test = "plan probes, steering"
  /// In standard deviations of the activations.
  package static let doses: [Float] = [1, 2, 3, 4, 6, 8]

  /// The site and the dose chosen on fit levels.
  package let site: String
  package let dose: Float
  /// The share of routes followed on fit levels, for each site and dose.
  package let tried: [(name: String, share: Double)]
  /// Nil where too few levels have a route.
  package let effect: MatchedEffect?
  package let controls: [(name: String, value: BootstrapEstimate)]
  /// Report levels with a route.
  package let routes: Int
  package let length: Int
  /// The least number of report levels.
  package static let fewestLevels = 20

  /// - Parameters:
  ///   - map: the probes of approach directions.
  ///   - captures: the activations that they were fitted on.
  /// - Throws: as a run of the agent does.
  init<Running: PlanEpisode>(
    _ map: PlanProbeMap, captures: [Site: Tensor], in play: PlanPlay<Running>, of agent: Agent,
    thinking: Int, settings: PlanProbeSettings, random: RandomStream
  ) throws {
    let random = random.split("steering")
    let starts = map.moments.starts
    let table = SteeringTable(
      play, agent: agent, thinking: thinking, starts: starts, length: settings.steeringLength,
      random: random.split("routes"))
    let folds = Folds(try LevelUnits(play.keys))
    let fit = try table.routes(folds.selection, most: settings.steeringLevels / 2)
    let report = try table.routes(folds.report, most: settings.steeringLevels)
    var best: (site: String, dose: Float, share: Double, writing: SquareDirections)?
    var tried: [(name: String, share: Double)] = []
    for (layer, name) in map.layers.names.enumerated() {
      let cell = map.cell(.single, layer: layer, tick: map.layers.ticks.count - 1)
      let directions = try SquareDirections(
        cell.result.fitted, features: PlanProbeMap.features(captures, cell.site, .single, map.data))
      for dose in Self.doses where !fit.isEmpty {
        let followed = try table.followed(fit, at: name) {
          table.changes($0, directions, dose: dose)
        }
        let share = Sample.mean(followed)
        tried.append(("\(PlanProbeMap.short(name)), dose \(Int(dose))", share))
        if best.map({ share > $0.share }) ?? true { best = (name, dose, share, directions) }
      }
    }
    self.tried = tried
    routes = report.count
    length = settings.steeringLength
    guard let best, report.count >= 2 else {
      (site, dose, effect, controls) = (map.layers.names.last ?? "", 0, nil, [])
      return
    }
    (site, dose) = (best.site, best.dose)
    let changes = report.map { table.changes($0, best.writing, dose: best.dose) }
    func outcome(
      _ turned: @Sendable ([Float], Int) -> [Float]
    ) throws -> [Double] {
      try table.followed(report, at: best.site) { route in
        let place = report.firstIndex { $0.level == route.level } ?? 0
        return (changes[place].squares, turned(changes[place].values, place))
      }
    }
    let own = try outcome { values, _ in values }
    let nulls = try MatchedLength.allCases.map { kind in
      MatchedNull(
        name: "random directions of \(kind.phrase)", own: own,
        outcomes: try (0..<settings.steeringDraws).map { draw in
          let turn = MatchedTurn(
            kind, best.writing.metric,
            drawnFrom: random.split(kind.rawValue).split(UInt64(draw)))
          return (
            Array(report.indices), try outcome { turn.apply(to: $0, write: $1) }
          )
        })
    }
    var resampling = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: report.count, replicates: settings.replicates, using: &resampling)
    effect = MatchedEffect(own: own, nulls: nulls, with: bootstrap)
    controls = try [
      ("nothing written", outcome { values, _ in values.map { _ in 0 } }),
      ("wrong sign", outcome { values, _ in values.map { -$0 } }),
    ].map { name, values in
      (
        name,
        Proportion.bootstrapped(
          successes: values, trials: values.map { _ in 1 }, with: bootstrap
        ).asShare(units: values.count)
      )
    }
  }
}

/// Routes of one agent in one play, and what comes of writing them.
struct SteeringTable<Running: PlanEpisode>: Sendable {
  let play: PlanPlay<Running>
  let agent: Agent
  let thinking: Int
  let starts: PlanMoments
  let length: Int
  let random: RandomStream

  init(
    _ play: PlanPlay<Running>, agent: Agent, thinking: Int, starts: PlanMoments, length: Int,
    random: RandomStream
  ) {
    self.play = play
    self.agent = agent
    self.thinking = thinking
    self.starts = starts
    self.length = length
    self.random = random
  }

  private var numbers: Int { play.shape.rows * play.shape.columns * play.shape.planes }

  /// Routes in some levels that do not begin with the agent's own move.
  func routes(_ levels: [Int], most: Int) throws -> [SquareRoute<Running>] {
    let own = try agent.run(
      starts.observations, reads: starts.reads, ticks: thinking
    ).actions
    var result: [SquareRoute<Running>] = []
    for level in levels where result.count < most {
      if let route = SquareRoute.drawn(
        level: level, from: play.episodes[level], length: length, avoiding: own[level],
        numbers: numbers, random: random.split(UInt64(level)))
      {
        result.append(route)
      }
    }
    return result
  }

  /// The squares of a write and its values, `[square, channel]`: the route, then as many squares that
  /// the agent would have entered, as "never".
  func changes(
    _ route: SquareRoute<Running>, _ directions: SquareDirections, dose: Float
  ) -> (squares: [Int], values: [Float]) {
    let enters = starts.labels[route.level].agentEnters
    let first = play.episodes[route.level].readCell
    // The squares of the agent's own way, nearest to it first.
    let width = play.shape.columns
    func distance(_ cell: Int) -> Int {
      abs(cell / width - first / width) + abs(cell % width - first % width)
    }
    let way = enters.indices.filter {
      enters[$0] > 0 && !route.squares.contains($0) && $0 != first
    }
    let unwritten = way.sorted { (distance($0), $0) < (distance($1), $1) }.prefix(length)
    var values: [Float] = []
    for move in route.moves { values += directions.directions[move + 1].map { $0 * dose } }
    for _ in unwritten { values += directions.directions[0].map { $0 * dose } }
    return (route.squares + unwritten, values)
  }

  /// Whether each route is followed to its end, 1 or 0, with what is written at every tick of every
  /// step; squares that were entered are written no more.
  func followed(
    _ routes: [SquareRoute<Running>], at site: String,
    writing: (SquareRoute<Running>) -> (squares: [Int], values: [Float])
  ) throws -> [Double] {
    guard !routes.isEmpty else { return [] }
    let channels =
      agent.architecture.sites.first { $0.name == site }?.channels ?? 0
    let (rows, columns) = (play.shape.rows, play.shape.columns)
    let writes = routes.map(writing)
    var followed = routes.map { _ in 1.0 }
    var memory: [Tensor] = []
    let sites = try agent.allTicks(of: site, thinking: thinking)
    for step in 0..<length {
      var change = Tensor(shape: [routes.count, rows, columns, channels])
      for (place, write) in writes.enumerated() {
        for (index, cell) in write.squares.enumerated() where index >= step || index >= length {
          let target = (place * rows * columns + cell) * channels
          for channel in 0..<channels {
            change.elements[target + channel] += write.values[index * channels + channel]
          }
        }
      }
      let output = try agent.run(
        .joining(routes.map { play.observation(of: $0.states[step]) }),
        reads: routes.map { [$0.states[step].readCell] }, ticks: thinking,
        edits: sites.map { SiteEdit(at: $0, .add(change)) }, memory: memory)
      memory = output.memory
      let decisions = Decisions(output.logits)
      for (place, route) in routes.enumerated()
      where decisions.actions[place].only != route.moves[step] { followed[place] = 0 }
    }
    return followed
  }
}
