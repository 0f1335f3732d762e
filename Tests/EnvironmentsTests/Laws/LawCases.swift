import Environments
import LinearAlgebra
import Testing

/// What the laws need to know of an environment, or of a task without episodes, beside itself.
struct LawEntry: Sendable {
  /// Configurations to be put through the laws, beside the defaults.
  let configurations: [[String: String]]
  /// Configurations that have to be refused, each for the setting that is named first; every
  /// setting but `environment` has to be among them.
  let refused: [KeyValuePairs<String, String>]
  /// Whether chance makes episodes of different streams different.
  var isRandom = true
  /// Whether episodes end after a fixed number of steps, which is no cut.
  var hasHorizon = false
  /// Whether running out of time is an end of the task's own, not a cut, in some of its episodes.
  var timeIsAnEnd = false
  /// Whether any action taken again and again comes to an end, so that no such episode is cut.
  var oneActionEnds = false
  /// Whether actions may lead to states that cannot be won any more, of which the oracle says so.
  var canBeLost = false
  /// Whether the oracle's return is the largest in every single episode.
  var oracleIsBest = true
  /// A configuration with so few levels that the same come up again and again; nil without levels.
  var fewLevels: [String: String]?
}

/// One line an environment or task: a new one in the catalogue has to come with one.
let lawEntries: [String: LawEntry] = [
  "red-door": LawEntry(
    configurations: [
      ["side": "7", "encoding": "rgb", "distractors-end-episodes": "false"],
      ["generator": "percolation", "side": "8", "wall-share": "0.2", "support": "any-colour"],
      ["support": "factorial", "starts-at-decision": "true", "encoding": "separate"],
      ["wrong-reward": "0.5", "decorrelated": "0.5", "wrong-goal": "red", "braid": "0.3"],
      ["oracle-planes": "plan"], ["oracle-planes": "value", "side": "7"],
      ["oracle-planes": "watermark", "side": "5"], ["oracle-planes": "hint", "side": "7"],
      ["furthest-start": "3"],
    ],
    refused: [
      ["side": "3"], ["side": "8"], ["generator": "prim"], ["openings": "1.5"],
      ["wall-share": "0.6", "generator": "percolation"], ["braid": "-0.1"], ["braid": "nan"],
      ["distractors": "0...5"], ["support": "none"], ["encoding": "mixed:x"],
      ["distractors-end-episodes": "yes"], ["starts-at-decision": "1"], ["decorrelated": "2"],
      ["wrong-reward": "-1"], ["wrong-goal": "blue"],
      ["oracle-planes": "goal"], ["furthest-start": "-1"], ["furthest-start": "near"],
    ],
    fewLevels: ["side": "5", "openings": "0", "distractors": "0"]),
  "keys-and-chests": LawEntry(
    configurations: [
      ["variant": "many-keys", "difficulty": "0"],
      ["difficulty": "2", "step-penalty": "0.01", "openings": "0.3"],
    ],
    refused: [
      ["variant": "few-keys"], ["difficulty": "4"], ["difficulty": "-1"],
      ["key-reward": "11"], ["step-penalty": "-0.1"], ["openings": "nan"],
    ],
    fewLevels: ["difficulty": "0", "openings": "1"]),
  "cheese": LawEntry(
    configurations: [
      ["region": "uniform", "openings": "0.2", "step-penalty": "0.1"],
      ["side": "13", "region": "3", "reward": "1"],
    ],
    refused: [
      ["side": "10"], ["side": "3"], ["region": "8"], ["region": "0"], ["region": "corner"],
      ["reward": "-1"], ["step-penalty": "2"], ["openings": "-1"],
    ],
    fewLevels: ["side": "7"]),
  "retention": LawEntry(
    configurations: [
      ["reward": "base", "retention": "1", "deployments": "1, 20"],
      ["coherence": "false", "situational-awareness": "false", "side": "7", "retention": "1"],
      ["horizon": "false", "base-concept": "false"],
      ["shows-deployment-start": "true", "side": "7"],
    ],
    refused: [
      ["side": "5"], ["side": "12"], ["openings": "1.1"], ["retention": "0, 2"],
      ["retention": "0,,1"], ["deployments": "0"], ["deployments": "21"],
      ["deployments": "2.5"], ["reward": "both"], ["horizon": "far"],
      ["situational-awareness": "0"], ["base-concept": "no"], ["coherence": ""],
      ["shows-deployment-start": "1"],
    ],
    timeIsAnEnd: true, fewLevels: ["side": "7", "openings": "1"]),
  "sokoban": LawEntry(
    configurations: [
      ["side": "6", "boxes": "1...1", "pushes": "2...6", "no-op": "true", "time-limit": "40"],
      ["pool": "12", "rewards": "bush", "encoding": "rgb", "boxes": "2...3"],
    ],
    refused: [
      ["source": ""], ["source": "no/such/file"], ["source-digest": "0"], ["side": "4"],
      ["side": "14"],
      ["boxes": "0...1"], ["boxes": "5"], ["pushes": "3...2"], ["pushes": "0"], ["pool": "-1"],
      ["rooms": "round"], ["pulls": "0"],
      ["turns": "true"], ["rewards": "gym"], ["time-limit": "0"], ["no-op": "maybe"],
      ["encoding": "pixels"], ["oracle-states": "-1"],
    ],
    canBeLost: true, fewLevels: ["side": "5", "boxes": "1", "pushes": "1...5"]),
  "bandit": LawEntry(
    configurations: [["arms": "5", "horizon": "3"]],
    refused: [["arms": "1"], ["arms": "17"], ["horizon": "0"], ["horizon": "1.5"]],
    hasHorizon: true),
  "goal-recall": LawEntry(
    configurations: [
      ["starts": "uniform", "replaced": "0.3"], ["frozen": "0", "shown": "1", "limit": "9"],
    ],
    refused: [
      ["shown": "0"], ["frozen": "-1"], ["frozen": "51"], ["starts": "anywhere"],
      ["replaced": "1.1"], ["replaced": "nan"], ["limit": "10"], ["limit": "some"],
    ], oneActionEnds: true),
  "identity": LawEntry(
    configurations: [["actions": "16", "steps": "1"]],
    refused: [["actions": "1"], ["actions": "17"], ["steps": "0"], ["steps": "many"]],
    hasHorizon: true),
  "fixed-sequence": LawEntry(
    configurations: [["observation": "constant"], ["sequence": "1,0,1,1,1,0", "actions": "2"]],
    refused: [
      ["sequence": "0, 3"], ["sequence": "0, -1"], ["sequence": ""], ["actions": "1"],
      ["observation": "none"],
    ],
    isRandom: false, hasHorizon: true),
  "two-armed-bandit": LawEntry(
    configurations: [["probabilities": "0.5, 0.9, 0.9", "steps": "7"]],
    refused: [
      ["probabilities": "0.5"], ["probabilities": "0, 1.1"], ["probabilities": "a, b"],
      ["steps": "0"],
    ],
    hasHorizon: true, oracleIsBest: false),
  "two-state": LawEntry(
    configurations: [["slip": "0.5", "limit": "3"]],
    refused: [["slip": "0.6"], ["slip": "nan"], ["limit": "0"]]),
  "chain": LawEntry(
    configurations: [["length": "2"], ["slip": "0.3", "small-reward": "0", "limit": "5"]],
    refused: [
      ["length": "1"], ["length": "65"], ["slip": "1"], ["small-reward": "2"],
      ["limit": "0"],
    ]),
  "in-context-regression": LawEntry(
    configurations: [
      ["dimension": "3", "pairs": "1", "outputs": "2", "inputs": "normal"],
      ["noise": "0.5", "scale": "2.0"],
    ],
    refused: [
      ["dimension": "0"], ["pairs": "0"], ["outputs": "65"], ["inputs": "binary"],
      ["scale": "0"], ["noise": "nan"],
    ]),
  "counting": LawEntry(
    configurations: [["side": "3", "largest": "4", "others": "5...5"], ["noise": "0.1"]],
    refused: [
      ["side": "1"], ["largest": "0"], ["largest": "101"], ["others": "0...96"],
      ["others": "2...1"], ["noise": "-1"],
    ]),
  "quadratic-problems": LawEntry(
    configurations: [["dimension": "1"]], refused: [["dimension": "0"], ["dimension": "257"]]),
]

/// An environment or task in one configuration, as an argument of the laws.
struct LawCase<Task: Sendable>: Sendable, CustomTestStringConvertible {
  let type: any TaskDistribution.Type
  let settings: [String: String]

  /// The task, which is a `Task`.
  func make() throws -> Task {
    try #require(try type.init(configuration: settings) as? Task)
  }

  func entry() throws -> LawEntry { try #require(lawEntries[type.name]) }

  var testDescription: String {
    let pairs = settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    return ([type.name] + pairs).joined(separator: ", ")
  }

  /// The defaults and every configuration of the table, of all that are a `Task`.
  static var all: [LawCase] {
    EnvironmentCatalogue.all.flatMap { type in
      ([[:]] + (lawEntries[type.name]?.configurations ?? [])).map {
        LawCase(type: type, settings: $0)
      }
    }.filter { (try? $0.make()) != nil }
  }
}

typealias TaskLaw = LawCase<any TaskDistribution>
typealias EnvironmentLaw = LawCase<any Environment>
typealias OracleLaw = LawCase<any OracleEnvironment>
typealias SampleLaw = LawCase<any SampleTask>

/// An episode with its observation, kept up to date.
struct Observed<Running: Episode> {
  var episode: Running
  var observation: [Float]

  init(_ episode: Running, shape: ObservationShape) {
    self.episode = episode
    observation = [Float](repeating: .nan, count: shape.count)
    observation.withUnsafeMutableBufferPointer { episode.observe(into: $0) }
  }

  mutating func step(_ action: Int) -> StepOutcome {
    observation.withUnsafeMutableBufferPointer { episode.step(action, updating: $0) }
  }

  /// The observation of the present state, written afresh.
  var fresh: [Float] {
    Observed(episode, shape: ObservationShape(planes: observation.count)).observation
  }
}

/// A stream of its own for every episode of a law.
func lawStream(_ number: Int) -> RandomStream {
  RandomStream(seed: 77).split(UInt64(number))
}
