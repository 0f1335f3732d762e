internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Statistics

/// Retention games of one phase at their starts, where the first steps towards B and towards P are not
/// the same, and what a network does there when the picture or codes at some squares are changed.
struct RetentionScenes {
  let agent: Agent
  let games: RetentionGames
  let phase: RetentionPhase
  let ticks: Int?
  /// `[game, row, column, plane]`.
  let observations: Tensor
  /// The first actions of the shortest ways to B and to P, one pair a game, without an action in common.
  let ways: [(base: ActionSet, proxy: ActionSet)]
  let keys: [LevelKey]

  /// - Parameter count: how many games are drawn; those without a choice at the start are left out.
  /// - Throws: as drawing games does.
  init(
    of agent: Agent, in environment: RetentionEnvironment, count: Int, seed: UInt64,
    phase: RetentionPhase, ticks: Int?
  ) throws {
    let drawn = try RetentionGames(
      environment, count: count, seed: seed, phase: phase, part: .heldOut)
    self.init(of: agent, drawn, phase: phase, ticks: ticks)
  }

  private init(
    of agent: Agent, _ drawn: RetentionGames, phase: RetentionPhase, ticks: Int?
  ) {
    var seen: Set<UInt64> = []
    var (kept, ways): ([RetentionEpisode], [(ActionSet, ActionSet)]) = ([], [])
    for game in drawn.episodes where seen.insert(game.level.digest).inserted {
      guard let base = game.level.firstActions(to: .base, in: phase),
        let proxy = game.level.firstActions(to: .proxy, in: phase), base.isDisjoint(with: proxy)
      else { continue }
      kept.append(game)
      ways.append((base, proxy))
    }
    self.init(
      of: agent, RetentionGames(drawn.environment, kept),
      ways: ways.map { (base: $0.0, proxy: $0.1) }, phase: phase, ticks: ticks)
  }

  private init(
    of agent: Agent, _ games: RetentionGames, ways: [(base: ActionSet, proxy: ActionSet)],
    phase: RetentionPhase, ticks: Int?
  ) {
    self.agent = agent
    self.games = games
    self.phase = phase
    self.ticks = ticks
    observations = games.observations
    self.ways = ways
    keys = games.episodes.map { LevelKey(id: "\($0.level.digest)", digest: $0.level.digest) }
  }

  var count: Int { games.count }

  /// Some of the games.
  func selecting(_ places: [Int]) -> RetentionScenes {
    showing(places.map { games.episodes[$0] }, ways: places.map { ways[$0] })
  }

  /// The same games for other stakes: which ways lead where does not hang on them.
  func asking(retention: Double, deployments: Int) -> RetentionScenes {
    showing(
      games.episodes.map { $0.asking(retention: retention, deployments: deployments) }, ways: ways)
  }

  private func showing(
    _ episodes: [RetentionEpisode], ways: [(base: ActionSet, proxy: ActionSet)]
  ) -> RetentionScenes {
    RetentionScenes(
      of: agent, RetentionGames(games.environment, episodes), ways: ways, phase: phase,
      ticks: ticks)
  }

  // MARK: pictures

  func square(of thing: RetentionThing, in game: Int) -> Int {
    let level = games.episodes[game].level
    return level.grid.index(thing == .base ? level.base : level.proxy)
  }

  /// The picture without some things.
  func picture(without things: [RetentionThing]) -> Tensor {
    changed { game, picture in
      for thing in things { picture[plane(thing, square(of: thing, in: game))] = 0 }
    }
  }

  /// The picture with B and P exchanged.
  func pictureExchanged() -> Tensor {
    changed { game, picture in
      let (base, proxy) = (square(of: .base, in: game), square(of: .proxy, in: game))
      picture[plane(.base, base)] = 0
      picture[plane(.proxy, proxy)] = 0
      picture[plane(.base, proxy)] = 1
      picture[plane(.proxy, base)] = 1
    }
  }

  /// The picture with a thing elsewhere.
  func picture(moving thing: RetentionThing, to squares: [Int]) -> Tensor {
    changed { game, picture in
      picture[plane(thing, square(of: thing, in: game))] = 0
      picture[plane(thing, squares[game])] = 1
    }
  }

  private var planes: Int { observations.shape[3] }
  private func plane(_ thing: RetentionThing, _ square: Int) -> Int {
    square * planes + (RetentionEpisode.planeNames.firstIndex(of: thing.planeName) ?? 0)
  }

  private func changed(
    _ change: (Int, inout ArraySlice<Float>) -> Void
  ) -> Tensor {
    let width = observations.count / max(1, count)
    var elements: [Float] = []
    elements.reserveCapacity(observations.count)
    for game in 0..<count {
      // Indices of the slice begin at 0.
      var picture = Array(observations.elements[game * width..<(game + 1) * width])[...]
      change(game, &picture)
      elements += picture
    }
    return Tensor(shape: observations.shape, elements: elements)
  }

  // MARK: codes

  /// The activations of a picture at the sites of a place.
  func codes(of picture: Tensor, at place: GoalPlace) throws -> [Tensor] {
    let output = try agent.run(
      picture, reads: games.episodes.map { [$0.readCell] }, ticks: ticks, capturing: place.sites)
    return try place.sites.map { site in
      guard let found = output.activations[site] else {
        throw CaptureError.notCaptured(site: site.name)
      }
      return found
    }
  }

  /// Edits that give squares of every game, with their neighbours where the place has them, the
  /// activations that they have in another picture.
  ///
  /// - Parameters:
  ///   - squares: some a game.
  ///   - turned: draws the direction of each change, which keeps its length; as it is when nil.
  func edits(
    at place: GoalPlace, from picture: Tensor, squares: [[Int]], turned: RandomStream? = nil
  ) throws -> [SiteEdit] {
    let other = try codes(of: picture, at: place)
    let own = turned == nil ? other : try codes(of: observations, at: place)
    return place.sites.indices.map { index in
      let site = place.sites[index]
      var codes = other[index]
      let marks = SquareMarks.around(
        squares.indices.map { game in
          squares[game].map { games.episodes[game].level.grid.cell($0) }
        }, radius: place.radius,
        except: games.episodes.map { $0.level.start(in: phase) }, shape: codes.shape)
      if let turned {
        Self.turn(
          &codes, from: own[index], marks: marks, samples: count,
          random: turned.split(UInt64(index)))
      }
      return SiteEdit(at: site, .replaceMarked(codes, marks: marks))
    }
  }

  static func around(_ centre: Cell, _ radius: Int) -> [Cell] {
    (-radius...radius).flatMap { row in
      (-radius...radius).map { Cell(row: centre.row + row, column: centre.column + $0) }
    }
  }

  /// Gives the change of each sample's marked numbers a random direction and leaves its length.
  private static func turn(
    _ codes: inout Tensor, from own: Tensor, marks: [Bool], samples: Int, random: RandomStream
  ) {
    let width = codes.count / max(1, samples)
    for sample in 0..<samples {
      let marked = (sample * width..<(sample + 1) * width).filter { marks[$0] }
      var drawing = random.split(UInt64(sample))
      let drawn = marked.map { _ in drawing.normal() }
      func length(_ values: [Double]) -> Double {
        values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
      let size = length(marked.map { Double(codes.elements[$0] - own.elements[$0]) })
      let scale = size / max(length(drawn), 1e-30)
      for (place, element) in marked.enumerated() {
        codes.elements[element] = own.elements[element] + Float(scale * drawn[place])
      }
    }
  }

  // MARK: choices

  /// How much of the first action is on a shortest way to B, and to P, one number a game.
  struct Toward {
    let base: [Double]
    let proxy: [Double]

    /// From -1, all for B, to 1, all for P.
    var leaning: [Double] { zip(proxy, base).map { $0 - $1 } }
  }

  func toward(edits: [SiteEdit] = [], picture: Tensor? = nil) throws -> Toward {
    let decisions = try decisions(edits: edits, picture: picture)
    return Toward(
      base: ways.indices.map { decisions.share($0, in: ways[$0].base) },
      proxy: ways.indices.map { decisions.share($0, in: ways[$0].proxy) })
  }

  func decisions(
    edits: [SiteEdit] = [], picture: Tensor? = nil, ticks: Int? = nil
  ) throws -> Decisions {
    Decisions(
      try agent.run(
        picture ?? observations, reads: games.episodes.map { [$0.readCell] },
        ticks: ticks ?? self.ticks, edits: edits
      ).logits)
  }

  /// How much more often than by chance first actions lead to B or P: 0 where a blind one does as
  /// well, 1 where all do.
  func competence(_ toward: Toward) -> Double {
    let moves = Double(games.environment.outputCount)
    let chance = Sample.mean(ways.map { Double($0.base.union($0.proxy).count) / moves })
    let led = Sample.mean(zip(toward.base, toward.proxy).map(+))
    return chance < 1 ? (led - chance) / (1 - chance) : .nan
  }
}

extension RetentionThing {
  /// The plane that shows it.
  var planeName: String {
    switch self {
    case .base: "base object"
    case .proxy: "proxy object"
    case .other: "other object"
    }
  }
}

extension RetentionLevel {
  /// The first actions of the shortest ways from a phase's start to a thing; nil where there are none, and
  /// where they are others with the other things out of the way: what a network does without a thing that
  /// it does not want would then change for the way alone.
  func firstActions(to thing: RetentionThing, in phase: RetentionPhase) -> ActionSet? {
    things(in: phase).first { $0.thing == thing }
      .flatMap { firstActions(to: $0.cell, in: phase) }
  }

  /// The same to any square.
  func firstActions(to cell: Cell, in phase: RetentionPhase) -> ActionSet? {
    let others = things(in: phase).map(\.cell).filter { $0 != cell }
    let start = start(in: phase)
    let past = ShortestPaths(grid: grid, to: [cell], blocked: others).optimalActions(at: start)
    let through = ShortestPaths(grid: grid, to: [cell]).optimalActions(at: start)
    return past.isEmpty || past != through ? nil : past
  }
}
