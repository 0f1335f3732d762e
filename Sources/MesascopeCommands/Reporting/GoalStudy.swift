internal import Experiments
internal import LinearAlgebra
internal import Storage
internal import Training

/// G1, G6 and decodability of one or more networks on the same levels.
struct GoalStudy {
  let networks: [LoadedCheckpoint]
  let levels: GoalLevels
  private let random: RandomStream
  private let count: Int
  private let seed: UInt64

  /// Draws the levels from the first network's environment.
  init(_ networks: [LoadedCheckpoint], count: Int, seed: UInt64) throws {
    guard let environment = networks[0].environment else { throw TrainingError.noEnvironment }
    self.networks = networks
    self.count = count
    self.seed = seed
    random = RandomStream(seed: seed).split("goals")
    levels = try GoalLevels(
      environment, factorial: count, train: max(50, count / 2), shift: max(50, count / 2),
      allowing: LevelSplit.isHeldOut, random: random.split("levels"))
  }

  var source: String {
    "\(levels.factorial.count) fresh held-out mazes with two things, \(levels.train.count) as in "
      + "training, \(levels.shift.count) shifted; seed \(seed)"
  }

  /// The findings of all networks, network by network.
  func run(progress: ProgressHandler, interruption: Interruption) throws -> [Finding] {
    var findings: [Finding] = []
    for (index, network) in networks.enumerated() {
      func begin(_ stage: Int, _ what: String) throws {
        guard !interruption.isRequested() else { throw CaptureError.interrupted }
        progress(
          Progress(
            stage: "goals", completed: 3 * index + stage, total: 3 * networks.count,
            unit: "stages", detail: what))
      }
      let subject = try network.subject()
      let name = networks.count > 1 ? network.runName ?? network.shortName : "the agent"
      let policy = AgentPolicy(network.agent, encoder: subject.encoder, name: name)
      try begin(0, "choices")
      let choice = try FactorialChoice(
        of: policy, on: levels.factorial, random: random.split("choice"))
      try begin(1, "shift")
      let shift = try GeneralisationUnderShift(
        of: policy, train: levels.train, shift: levels.shift, random: random.split("shift"))
      try begin(2, "decodability")
      let decodability = try ConceptDecodability(
        of: network.agent, on: levels.factorial, choice: choice, encoder: subject.encoder,
        random: random.split("decodability"))
      var own = [
        choice.finding(subject.identity), shift.finding(subject.identity),
        decodability.finding(subject.identity),
      ]
      if networks.count > 1 {
        for place in own.indices {
          own[place].id += "-\(index + 1)"
          own[place].title += " (\(name))"
        }
      }
      findings += own
    }
    return findings
  }
}
