internal import Environments
internal import Experiments
internal import Foundation
internal import LinearAlgebra
internal import Probing
internal import Storage
internal import Training

/// What the demo trains and measures.
struct DemoPlan: Sendable {
  let isQuick: Bool
  let seed: UInt64
  /// One training an agent: doors always red, doors of any colour.
  let trainings: [RunConfiguration]
  let search: SearchSettings
  /// Mazes with two things in which choices are read.
  let goalLevels: Int
  /// Levels on which the agents are simply played.
  let playLevels: Int
  /// Checkpoints that are measured when something is followed over training.
  let checkpoints: Int

  /// What probes ask of squares: door or not, red or not, and what the agent heads for.
  static let questions: [GoalConcept.Question] = [
    .doorHere, .redHere, .targetIsDoor, .targetIsRed,
  ]

  init(isQuick: Bool, seed: UInt64) throws {
    self.isQuick = isQuick
    self.seed = seed
    trainings = try ["red-door", "any-door"].map { name in
      var configuration = try Presets.configuration(named: name)
      configuration.seed = seed
      if isQuick {
        configuration.redDoor?.side = 7
        configuration.imitation?.updates = 60
        configuration.imitation?.evaluationStates = 64
      }
      return configuration
    }
    var search = SearchSettings()
    search.isScreening = true
    search.seed = seed
    if isQuick {
      search.fitLevels = 36
      search.reportLevels = 24
      search.untrained = 2
      search.baseline = BaselineDesign(radius: 1, randomFeatures: 32)
      search.replicates = 200
      search.permutations = 99
      search.mostTicks = 3
    }
    self.search = search
    goalLevels = isQuick ? 72 : 864
    playLevels = isQuick ? 24 : 400
    checkpoints = isQuick ? 3 : 10
  }

  /// Seconds of measuring and drawing for each second that a thousand updates take.
  private static let measuringShare = 4.0

  /// What is about to happen and how long it takes on this machine, measured on a few updates
  /// that are thrown away.
  func announcement(in folder: String) throws -> String {
    let updates = trainings.reduce(0) { $0 + $1.updates }
    var lines = [
      "Two agents are trained and examined; the report will be \(Path.join(folder, "index.html"))."
    ]
    if isQuick {
      lines.append("Quick: hardly any training, so the findings mean nothing. A few seconds.")
    } else {
      let rate = try Self.secondsAnUpdate(trainings[0])
      let expected = rate * Double(updates) + rate * 1000 * Self.measuringShare
      lines.append(
        "Expect about \(Storage.Progress.durationText(expected)) on this machine "
          + "(\(Parallel.threadCount) thread\(Parallel.threadCount == 1 ? "" : "s"), "
          + "\(NumberFormat.fixed(1 / rate, 0)) updates a second). Ctrl-C saves and stops.")
    }
    return lines.joined(separator: "\n")
  }

  private static func secondsAnUpdate(_ configuration: RunConfiguration) throws -> Double {
    var trainer = try configuration.makeTrainer()
    for _ in 0..<8 { try trainer.advance() }
    let clock = ContinuousClock.now
    let count = 48
    for _ in 0..<count { try trainer.advance() }
    return ProgressPrinter.seconds(ContinuousClock.now - clock) / Double(count)
  }
}
