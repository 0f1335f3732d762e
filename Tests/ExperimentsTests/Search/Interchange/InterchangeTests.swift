import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Statistics
import Testing

@Suite struct InterchangeTests {
  /// Value iteration without discount whose value map is kept along one direction of a stream that
  /// is turned at random. The stream also holds the observation, a copy of the values that nothing
  /// reads, and two directions that are always zero: one counts twice where it is not, the other
  /// from one half on.
  struct TurnedPlanner {
    let agent: Agent
    /// The directions of the values, of their copy and of what is always zero.
    let values: [Double]
    let copy: [Double]
    let dormant: [Double]
    let late: [Double]

    init(_ encoder: any ObservationEncoder, ticks: Int) throws {
      let reading = try #require(PlantedWave.Reading(encoder))
      let planes = encoder.planes
      let width = planes + 4
      let program = try LayerProgram(
        """
        drive = convolution observation channels=5
        repeat
        back = convolution previous.stream channels=1 kernel=1
        q = convolution back channels=5 add=drive
        best = maximum q
        both = concatenate best observation
        stream = convolution both channels=\(width) kernel=1
        end
        last = convolution stream channels=1 kernel=1
        more = convolution stream channels=1 kernel=1 rectify
        sum = add last more
        after = convolution sum channels=4
        policy = gather after
        """, planes: planes, ticks: ticks)
      var parameters = ParameterSet(program.layout)
      let turned = RandomStream(seed: 9).orthonormalRows(width)
      (values, copy, dormant, late) = (turned[0], turned[1], turned[2], turned[3])
      var drive = parameters["drive/weight"]
      var q = parameters["q/weight"]
      var after = parameters["after/weight"]
      for action in 0..<5 {
        for plane in 0..<planes {
          drive[1, 1, plane, action] = reading.goal[plane] - 500 * reading.blocked[plane]
        }
        let move = action < 4 ? MoveSet.four.offsets[action] : Move(row: 0, column: 0)
        q[1 + move.row, 1 + move.column, 0, action] = 1
        if action < 4 { after[1 + move.row, 1 + move.column, 0, action] = 1 }
      }
      var stream = parameters["stream/weight"]
      var back = parameters["back/weight"]
      var last = parameters["last/weight"]
      var more = parameters["more/weight"]
      parameters["more/bias"] = Tensor(shape: [1], elements: [-0.5])
      for channel in 0..<width {
        stream[0, 0, 0, channel] = Float(values[channel] + copy[channel])
        for plane in 0..<planes {
          stream[0, 0, 1 + plane, channel] = Float(turned[4 + plane][channel])
        }
        back[0, 0, channel, 0] = Float(values[channel])
        last[0, 0, channel, 0] = Float(values[channel] + 2 * dormant[channel])
        more[0, 0, channel, 0] = Float(4 * late[channel])
      }
      for (name, tensor) in [
        ("drive/weight", drive), ("q/weight", q), ("after/weight", after),
        ("stream/weight", stream), ("back/weight", back), ("last/weight", last),
        ("more/weight", more),
      ] { parameters[name] = tensor }
      agent = Agent(program, parameters: parameters)
    }
  }

  private static let encoder = SearchFixtures.environment.encoder
  private static let ticks = 36
  private static let site = Site("stream", tick: ticks)

  private func pairs(fit: Int = 60, report: Int = 40) throws -> InterchangePairs {
    var random = RandomStream(seed: 4)
    return try InterchangePairs(
      goalsOf: SearchFixtures.probing(SearchFixtures.environment, fit: fit, report: report),
      using: &random)
  }

  private func subspace(_ row: [Double]) -> InterchangeSubspace {
    InterchangeSubspace(spanning: Matrix(rows: 1, columns: row.count, elements: row))
  }

  @Test func pairsDifferInTheGoalAloneAndWantOtherMoves() throws {
    let pairs = try pairs()
    #expect(pairs.count > 70)
    for index in 0..<pairs.count {
      let (base, source) = (pairs.base.levels[index], pairs.source.levels[index])
      #expect(base.grid == source.grid && base.start == source.start)
      #expect(base.goal != source.goal)
      #expect(base.paths().optimalActions(at: base.start).isDisjoint(with: pairs.wanted[index]))
      #expect(source.paths().optimalActions(at: base.start) == pairs.wanted[index])
    }
    let level = pairs.base.levels[0]
    #expect(pairs.cells(.agent)[0] == [level.grid.index(level.start)])
    #expect(pairs.cells(.neighbours)[0].count == 4)
  }

  @Test func theDirectionOfTheValuesCarriesTheGoalAndIsFound() throws {
    let planner = try TurnedPlanner(Self.encoder, ticks: Self.ticks)
    let subject = StudySubject(planner.agent, encoder: Self.encoder)
    var settings = InterchangeSettings()
    settings.ranks = [1]
    settings.steps = 200
    // Halfway between an unread copy of the values and a direction that is always zero: an exchange
    // along it drives the second with the first.
    let illusion = zip(planner.copy, planner.dormant).map { $0 + $1 }
    let late = zip(planner.copy, planner.late).map { $0 + $1 }
    let study = try InterchangeStudy(
      subject, at: Self.site, pairs: try pairs(), squares: .neighbours, settings: settings,
      given: [
        subspace(planner.values), subspace(planner.copy), subspace(illusion), subspace(late),
      ], replicates: 200, random: RandomStream(seed: 2))
    #expect(study.none.value == 0 && study.whole.value == 1)
    #expect(study.none.interval.map { $0.upper > 0.02 } == true)
    let (found, values, copy) = (study.ranks[0], study.ranks[1], study.ranks[2])
    #expect(values.accuracy.value == 1 && values.nullShare?.value == 0)
    #expect(copy.accuracy.value == 0 && copy.nullShare == nil)
    #expect(found.accuracy.value > 0.95, "\(found.accuracy.value)")
    #expect(found.nullShare.map { $0.value < 0.1 } == true)
    #expect(try #require(found.untrained).value < 0.5)
    // What is never anything but zero is out of its range; what is not read below a half is also
    // among the directions that the action does not answer to.
    let (driven, threshold) = (study.ranks[3], study.ranks[4])
    #expect(driven.accuracy.value > 0.95, "\(driven.accuracy.value)")
    #expect(driven.unnaturalShare.map { $0.value > 0.95 } == true)
    #expect(threshold.accuracy.value > 0.2, "\(threshold.accuracy.value)")
    #expect(threshold.nullShare.map { $0.value > 0.95 } == true)
    let records = study.finding(subject, levels: "levels").records
    #expect(records[1].status == .supports && records[2].status != .supports)
    let reason = records[4].status.reason
    #expect(reason?.hasPrefix("void: carried by directions") == true, "\(records[4].status)")
  }

  @Test func theValueMapOfAPlantedPlannerCarriesTheGoalAtTheAgentsNeighbours() throws {
    let reading = try #require(PlantedWave.Reading(Self.encoder))
    let agent = PlantedValueIteration.agent(reading, iterations: Self.ticks)
    var settings = InterchangeSettings()
    settings.ranks = [1, 2]
    let subject = StudySubject(agent, encoder: Self.encoder)
    let study = try InterchangeStudy(
      subject, at: Site("value", tick: Self.ticks), pairs: try pairs(), squares: .neighbours,
      settings: settings, replicates: 200, random: RandomStream(seed: 2))
    // One channel has one direction.
    #expect(study.ranks.map(\.rank) == [1])
    #expect(study.ranks[0].accuracy.value == 1 && study.ranks[0].nullShare?.value == 0)
    let elsewhere = try InterchangeStudy(
      subject, at: Site("value", tick: 1), pairs: try pairs(), squares: .agent,
      settings: settings, replicates: 200, random: RandomStream(seed: 2))
    #expect(elsewhere.ranks[0].accuracy.value < 0.1)
  }

  @Test func subspacesAreOrthonormalAndProjectAsTheyShould() throws {
    var random = RandomStream(seed: 1)
    let subspace = InterchangeSubspace(rank: 3, channels: 7, drawnFrom: &random)
    for row in 0..<3 {
      for other in 0..<3 {
        let product = zip(subspace.rows.row(row), subspace.rows.row(other))
          .reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (row == other ? 1 : 0)) < 1e-12)
      }
    }
    let once = subspace.projected([1, 2, 3, 4, 5, 6, 7])
    for (a, b) in zip(once, subspace.projected(once)) { #expect(abs(a - b) < 1e-12) }
    let range = try NaturalRange(of: [[0, 0, 1], [2, 0, 1], [1, 1, 1]])
    for (a, b) in zip(range.clamped([5, 0.5, 3]), [2, 0.5, 1]) { #expect(abs(a - b) < 1e-9) }
    #expect(
      InterchangeSubspace(
        spanning: Matrix(rows: 3, columns: 2, elements: [1, 0, 2, 0, 1, 1])
      ).rank == 2)
  }
}
