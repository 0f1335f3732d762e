import Agents
import Environments
import LinearAlgebra

/// What trainers by reward measure at each checkpoint: play of held-out episodes and, where best
/// actions are known, the optimality of the choices in held-out states.
struct HeldOutMeasure: Sendable {
  let settings: MeasureSettings
  private let play: MeasuredPlay
  private let optimality: (@Sendable (Agent, Int?) throws -> Optimality)?

  /// - Parameter hasMemory: whether a state without what came before says too little to the
  ///   network for its choices to be compared with the best.
  /// - Throws: where the environment cannot draw held-out states.
  init(
    _ environment: any Environment, _ settings: MeasureSettings, random: RandomStream,
    hasMemory: Bool
  ) throws {
    self.settings = settings
    canBeSolved = environment.canBeSolved
    play = try MeasuredPlay(
      environment, episodes: settings.episodes, random: random.split("episodes"),
      knowsDistances: settings.states > 0)
    if let oracle = environment as? any OracleEnvironment, settings.states > 0, !hasMemory {
      optimality = try Self.optimality(in: oracle, settings.states, random.split("states"))
    } else {
      optimality = nil
    }
  }

  private static func optimality(
    in environment: some OracleEnvironment, _ count: Int, _ random: RandomStream
  ) throws -> @Sendable (Agent, Int?) throws -> Optimality {
    let held = try HeldOutStates(environment, count: count, random: random)
    return { agent, ticks in try Optimality(of: agent, in: held, ticks: ticks) }
  }

  /// The columns of ``values(of:ticks:)``.
  var columns: [String] {
    ["entropy"] + (optimality == nil ? [] : ["optimal"] + Optimality.columns("optimal"))
      + play.columns
  }

  /// Whether a share of solved episodes means something.
  let canBeSolved: Bool

  /// Play with the most probable actions, and optimality: in a few words, and by column.
  func measure(_ agent: Agent, ticks: Int? = nil) throws -> (summary: String, values: [Double?]) {
    let (played, figures) = try play.measure(agent, ticks: ticks)
    var values: [Double?] = [played.meanEntropy]
    if let optimality = try optimality?(agent, ticks) {
      values += [optimality.all.share] + optimality.byDistance.map(\.share)
    }
    let total = "return \((played.meanReturn * 1000).rounded() / 1000)"
    let percent = (played.solveRate * 1000).rounded() / 10
    return (
      "held-out " + (canBeSolved ? "solved \(percent) %, " : "") + total, values + figures
    )
  }
}

/// How much is measured at each checkpoint.
package struct MeasureSettings: Sendable, Equatable {
  /// Episodes that are played.
  package var episodes = 256
  /// States in which choices are compared with the best; 0 for none.
  package var states = 1024

  package init() {}

  static let keys = ["evaluation-episodes", "evaluation-states"]

  var entries: [(key: String, value: String)] {
    [("evaluation-episodes", "\(episodes)"), ("evaluation-states", "\(states)")]
  }

  init(_ reader: SettingReader) throws {
    episodes = try reader.whole("evaluation-episodes", episodes, in: 1...1_000_000)
    states = try reader.whole("evaluation-states", states, in: 0...1_000_000)
  }
}

extension Optimality {
  /// Names for shares by distance.
  static func columns(_ name: String) -> [String] {
    bins.map {
      "\(name)_\($0.lowerBound)" + ($0.upperBound < 1000 ? "_\($0.upperBound)" : "_up")
    }
  }

  /// The place of the bin of a number of steps to the goal.
  static func bin(of distance: Int) -> Int? { bins.firstIndex { $0.contains(distance) } }
}
