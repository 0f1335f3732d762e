internal import Agents
internal import Environments
internal import Foundation
package import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

/// The codes of things of several networks, each at the place where its own choice is known to read what
/// things are, and of squares that hold nothing; rows correspond from network to network.
package struct GoalCodes: Sendable {
  /// One network's codes.
  package struct Codes: Sendable {
    package let name: String
    package let isUntrained: Bool
    /// The place of the run among those compared; nil for an untrained network.
    package let run: Int?
    /// What was read, in a few words.
    package let place: String
    /// Both things of every factorial level, `[2 levels, p]`.
    package let things: Matrix<Float>
    /// Squares without things of mazes as in training, `[squares, p]`.
    package let neutral: Matrix<Float>

    package init(
      name: String, isUntrained: Bool, run: Int?, place: String, things: Matrix<Float>,
      neutral: Matrix<Float>
    ) {
      self.name = name
      self.isUntrained = isUntrained
      self.run = run
      self.place = place
      self.things = things
      self.neutral = neutral
    }
  }

  /// Where codes are read.
  package enum Place: Sendable {
    /// In each run, where exchanging the codes of two things exchanges its choice.
    case goal
    /// At the main map after the last tick, the square alone.
    case end

    /// In front of the names of findings.
    var id: String { self == .goal ? "" : "end-" }
    var title: String { self == .goal ? "where the choice reads them" : "at the end" }
  }

  package let place: Place
  /// Trained networks first.
  package var codes: [Codes]
  /// The factorial levels whose things stand apart, and what each of their things is.
  package let levels: LevelSet
  package let trials: [FactorialTrial]
  /// The levels of the neutral squares, and which level each square is of.
  package let neutralLevels: LevelSet
  package let neutralLevel: [Int]
  /// Runs that have no codes, each with why.
  package let leftOut: [(run: Int, why: String)]

  /// Squares further than this from everything in a level show none of it, whatever the radius of a
  /// place.
  private static let clear = 3
  private static let squaresALevel = 8
  /// Untrained networks beside the runs: of each architecture and encoding, and in all.
  private static let twins = 2
  private static let mostTwins = 4

  /// Reads the codes of runs.
  ///
  /// - Parameter place: where; at the goal it is the place that was found when a run was measured.
  /// - Throws: as a run of the networks does.
  package init(
    _ runs: [ComparedRun], _ measured: [RunMeasurement], on levels: GoalLevels,
    at place: Place = .goal, random: RandomStream
  ) throws {
    var apart: GoalNetwork?
    let neutral = Self.neutralSquares(levels.train, random.split("neutral squares"))
    func codes(
      _ agent: Agent, _ encoder: any ObservationEncoder, _ spot: Spot, name: String, run: Int?
    ) throws -> Codes {
      let network = try apart ?? GoalNetwork(agent, on: levels.factorial, encoder: encoder)
      apart = network
      let site = spot.site
      func read(_ patches: ThingPatches, _ set: LevelSet) throws -> Matrix<Float> {
        patches.gather(
          try Capture(sites: [site], encoder: encoder).run(agent, on: set).activations(at: site))
      }
      return Codes(
        name: name, isUntrained: run == nil, run: run, place: spot.words,
        things: try read(ThingPatches(network.levels, radius: spot.radius), network.levels),
        neutral: try read(
          ThingPatches(levels.train, radius: spot.radius) { level in
            neutral[level.digest] ?? []
          }, levels.train))
    }
    var trained: [Codes] = []
    var untrained: [Codes] = []
    var leftOut: [(Int, String)] = []
    var kinds: Set<String> = []
    for (index, run) in runs.enumerated() {
      guard let spot = try Spot(place, run, measured[index]) else {
        leftOut.append((index, measured[index].leftOut ?? "its goals were not read inside"))
        continue
      }
      let (agent, encoder) = (run.subject.agent, run.subject.encoder)
      trained.append(try codes(agent, encoder, spot, name: run.name, run: index))
      let kind =
        "\(agent.architecture.configuration.entries.sorted { $0.key < $1.key }) \(encoder.name)"
      guard untrained.count < Self.mostTwins, kinds.insert(kind).inserted else { continue }
      for twin in UntrainedTwins.of(agent, count: Self.twins, from: random) {
        untrained.append(
          try codes(
            twin, encoder, spot, name: "untrained \(untrained.count + 1)", run: nil))
      }
    }
    self.init(
      trained + untrained, levels: apart?.levels ?? levels.factorial,
      trials: apart?.trials ?? [], neutralLevels: levels.train,
      neutralLevel: levels.train.levels.enumerated().flatMap { index, level in
        (neutral[level.digest] ?? []).map { _ in index }
      }, leftOut: leftOut, place: place)
  }

  /// A site with how many squares around it are read.
  private struct Spot {
    let site: Site
    let radius: Int
    let words: String

    /// Nil for a run that has none.
    init?(_ place: Place, _ run: ComparedRun, _ measured: RunMeasurement) throws {
      switch place {
      case .goal:
        guard let found = measured.concepts else { return nil }
        (site, radius, words) = (Site(found.site, tick: found.tick), found.radius, found.place)
      case .end:
        let agent = run.subject.agent
        guard agent.mainMap != nil else { return nil }
        site = try SiteSeries(of: agent, thinking: agent.defaultTicks).last
        (radius, words) = (0, GoalPlace([site], radius: 0).description)
      }
    }
  }

  package init(
    _ codes: [Codes], levels: LevelSet, trials: [FactorialTrial], neutralLevels: LevelSet,
    neutralLevel: [Int], leftOut: [(run: Int, why: String)] = [], place: Place = .goal
  ) {
    self.place = place
    self.codes = codes
    self.levels = levels
    self.trials = trials
    self.neutralLevels = neutralLevels
    self.neutralLevel = neutralLevel
    self.leftOut = leftOut
  }

  /// By a level's digest, squares from which neither a thing nor the agent is seen.
  private static func neutralSquares(_ set: LevelSet, _ random: RandomStream) -> [UInt64: [Cell]] {
    var found: [UInt64: [Cell]] = [:]
    for level in set.levels {
      var drawing = random.split(level.digest)
      let taken = level.objects.map(\.cell) + [level.start]
      var cells = level.grid.freeCells.filter { cell in
        taken.allSatisfy { max(abs($0.row - cell.row), abs($0.column - cell.column)) >= clear }
      }
      drawing.shuffle(&cells)
      found[level.digest] = Array(cells.prefix(squaresALevel))
    }
    return found
  }

  /// A study of the things' codes alone.
  func thingStudy(_ settings: SimilaritySettings) -> (SimilarityStudy, [SimilaritySet]) {
    let rows = levels.levels.indices.flatMap { [$0, $0] }
    var types: [ObjectType: Int] = [:]
    let conditions = levels.levels.flatMap { level in
      level.objects.prefix(2).map { object -> Int? in
        if let known = types[object.type] { return known }
        types[object.type] = types.count
        return types.count - 1
      }
    }
    return (
      SimilarityStudy(
        levels: levels.keys, rowLevel: rows, conditions: conditions, settings: settings),
      codes.map { SimilaritySet(name: $0.name, rows: $0.things, isUntrained: $0.isUntrained) }
    )
  }

  /// A study of how well a probe for a property of things carries over: fitted on things, mapped by
  /// squares that hold nothing.
  func transferStudy(
    _ settings: SimilaritySettings, _ holds: (FactorialTrial.Candidate) -> Bool
  ) -> (SimilarityStudy, [SimilaritySet]) {
    let labels = trials.flatMap { [holds($0.first), holds($0.second)] }
    let (things, squares) = (labels.count, neutralLevel.count)
    // Levels of the two sets may bear the same names.
    let keys =
      levels.keys.map { LevelKey(id: "things of \($0.id)", digest: $0.digest) }
      + neutralLevels.keys.map { LevelKey(id: "squares of \($0.id)", digest: $0.digest) }
    var study = SimilarityStudy(
      levels: keys,
      rowLevel: levels.levels.indices.flatMap { [$0, $0] } + neutralLevel.map { levels.count + $0 },
      settings: settings)
    study.labels = TransferLabels(
      targets: Matrix(
        rows: things + squares, columns: 1,
        elements: labels.map { $0 ? 1 : 0 } + [Double](repeating: 0, count: squares)),
      labelled: (0..<things + squares).map { $0 < things },
      neutral: (0..<things + squares).map { $0 >= things })
    return (
      study,
      codes.map {
        SimilaritySet(
          name: $0.name,
          rows: Matrix(
            rows: things + squares, columns: $0.things.columns,
            elements: $0.things.elements + $0.neutral.elements), isUntrained: $0.isUntrained)
      }
    )
  }
}
