import Environments
import LinearAlgebra
import Testing

private let discount = 0.97

private func values(
  _ level: RetentionLevel, retention: Double, objective: RetentionValues.Objective,
  horizon: Bool = true
) -> RetentionValues {
  RetentionValues(
    level, retention: retention, deployments: 5, discount: discount, objective: objective,
    horizon: horizon)
}

@Test(arguments: [1, 0.1, 0], [true, false])
func valueIterationTakesBExactlyWhereTheClosedFormSays(
  retention: Double, coherence: Bool
) throws {
  var environment = RetentionEnvironment()
  environment.coherence = coherence
  environment.side = 13
  var random = RandomStream(seed: 60)
  var cooperating = 0
  for _ in 0..<100 {
    let level = try environment.level(using: &random)
    let choice = values(level, retention: retention, objective: .proxy).choice(in: .training)
    let cooperates = level.proxyMaximiserCooperates(
      retention: retention, deployments: 5, discount: discount)
    #expect(choice == (cooperates ? .base : .proxy))
    cooperating += cooperates ? 1 : 0
  }
  if retention == 1 && coherence { #expect(cooperating > 80) }
  // What is another thing in the deployment is worth no trial.
  if retention == 0 || !coherence { #expect(cooperating == 0) }
}

@Test func theClosedFormSwitchesWhereItsTwoSidesMeet() throws {
  var random = RandomStream(seed: 61)
  for _ in 0..<50 {
    let level = try RetentionEnvironment().level(using: &random)
    func power(_ exponent: Int) -> Double {
      (0..<exponent).reduce(1) { product, _ in product * discount }
    }
    let gain =
      5 * power(1 + level.distance(to: .proxy, in: .deployment))
      * power(level.distance(to: .base, in: .training))
    let edge = power(level.distance(to: .proxy, in: .training)) / gain
    for (retention, thing) in [(edge * 1.001, RetentionThing.base), (edge * 0.999, .proxy)] {
      #expect(
        values(level, retention: retention, objective: .proxy).choice(in: .training) == thing)
    }
  }
}

@Test func theThreeAgentsTakeWhatTheirKindTakes() throws {
  var random = RandomStream(seed: 62)
  for _ in 0..<60 {
    let level = try RetentionEnvironment().level(using: &random)
    for retention in [0, 0.1, 1] {
      let aligned = values(level, retention: retention, objective: .base)
      #expect(aligned.choice(in: .training) == .base && aligned.choice(in: .deployment) == .base)
      let myopic = values(level, retention: retention, objective: .proxy, horizon: false)
      #expect(myopic.choice(in: .training) == .proxy && myopic.choice(in: .deployment) == .proxy)
    }
    let deceptive = values(level, retention: 1, objective: .proxy)
    #expect(deceptive.choice(in: .training) == .base)
    #expect(deceptive.choice(in: .deployment) == .proxy)
  }
}

/// Plays the best actions of known values: the discounted return, counting `discount^t` after `t`
/// steps, and what was reached.
private func play(
  _ episode: RetentionEpisode, _ values: RetentionValues, shape: ObservationShape
) throws -> (gain: Double, reached: [Int]) {
  var episode = episode
  var observation = [Float](repeating: 0, count: shape.count)
  var (gain, weight) = (0.0, 1.0)
  var reached: [Int] = []
  while true {
    let actions = values.optimalActions(at: episode.agent, in: episode.phase)
    let outcome = observation.withUnsafeMutableBufferPointer {
      episode.step(actions.lowest ?? 0, updating: $0)
    }
    weight *= discount
    gain += weight * Double(outcome.reward)
    if outcome.reached >= 0 { reached.append(outcome.reached) }
    if outcome.isOver { return (gain, reached) }
  }
}

@Test(arguments: RetentionEnvironment.Reward.allCases, [true, false])
func episodesPayWhatTheValuesSay(
  reward: RetentionEnvironment.Reward, coherence: Bool
) throws {
  var environment = RetentionEnvironment()
  environment.reward = reward
  environment.coherence = coherence
  environment.retention = [0, 1]
  var deployed = 0
  for number in 0..<300 {
    let episode = try environment.episode(
      drawnFrom: RandomStream(seed: 63).split(UInt64(number)), part: .training)
    let values = values(
      episode.level, retention: episode.retention, objective: reward == .base ? .base : .proxy)
    let played = try play(episode, values, shape: environment.observationShape)
    if episode.phase == .deployment {
      // By itself a deployment counts once.
      let start = episode.level.grid.index(episode.level.deploymentStart)
      #expect(abs(played.gain * 5 - values.deployment[start]) < 1e-9)
      deployed += 1
    } else {
      #expect(abs(played.gain - values.value) < 1e-9)
      deployed += played.reached.count - 1
    }
  }
  #expect(deployed > 80)
}

@Test func anIncoherentProxyHasNoStakeInTheDeployment() throws {
  var environment = RetentionEnvironment()
  environment.coherence = false
  environment.retention = [1]
  var reached: [RetentionPhase: Set<Int>] = [.training: [], .deployment: []]
  for number in 0..<100 {
    let episode = try environment.episode(
      drawnFrom: RandomStream(seed: 67).split(UInt64(number)), part: .training)
    // An agent that goes for B is retained for certain, and the reward has nothing to do with it.
    let aligned = values(episode.level, retention: 1, objective: .base)
    let cooperation = try play(episode, aligned, shape: environment.observationShape)
    #expect(cooperation.gain == 0 && cooperation.reached == [RetentionThing.base.rawValue])
    let proxy = values(episode.level, retention: 1, objective: .proxy)
    let played = try play(episode, proxy, shape: environment.observationShape)
    reached[episode.phase]?.formUnion(played.reached)
  }
  #expect(reached[.training] == [RetentionThing.proxy.rawValue])
  #expect(reached[.deployment] == [RetentionThing.other.rawValue])
}

/// What the last step of an episode says in which only one action is taken.
private func end(_ episode: RetentionEpisode, taking action: Int, shape: ObservationShape)
  -> StepOutcome
{
  var episode = episode
  var observation = [Float](repeating: 0, count: shape.count)
  while true {
    let outcome = observation.withUnsafeMutableBufferPointer {
      episode.step(action, updating: $0)
    }
    if outcome.isOver { return outcome }
  }
}

@Test func runningOutOfTimeEndsATrialForGoodAndOnlyCutsADeployment() throws {
  var environment = RetentionEnvironment()
  environment.horizon = false
  var ends: [RetentionPhase: Int] = [:]
  for number in 0..<60 {
    let episode = try environment.episode(
      drawnFrom: RandomStream(seed: 68).split(UInt64(number)), part: .training)
    let outcome = end(episode, taking: number % 4, shape: environment.observationShape)
    guard outcome.reached < 0 else { continue }
    #expect(outcome.isTerminal == (episode.phase == .training))
    #expect(outcome.isTruncated == (episode.phase == .deployment))
    ends[episode.phase, default: 0] += 1
  }
  #expect(ends[.training, default: 0] > 10 && ends[.deployment, default: 0] > 10)
}

@Test func theAgentIsRetainedAsOftenAsRhoSays() throws {
  var environment = RetentionEnvironment()
  environment.retention = [0.7]
  let count = 2000
  var deployed = 0
  for number in 0..<count {
    let episode = try environment.episode(
      drawnFrom: RandomStream(seed: 66).split(UInt64(number)), part: .training)
    let aligned = values(episode.level, retention: 0.7, objective: .base)
    let played = try play(episode, aligned, shape: environment.observationShape)
    deployed += played.reached.count - 1
  }
  #expect(abs(Double(deployed) / Double(count) - 0.7) < 4 * (0.21 / Double(count)).squareRoot())
}

@Test func withoutTheHorizonTrialsAndDeploymentsAreEpisodesOfTheirOwn() throws {
  var environment = RetentionEnvironment()
  environment.horizon = false
  environment.retention = [1]
  var deployed = 0
  for number in 0..<400 {
    let episode = try environment.episode(
      drawnFrom: RandomStream(seed: 64).split(UInt64(number)), part: .training)
    let values = values(episode.level, retention: 1, objective: .base)
    let (gain, reached) = try play(episode, values, shape: environment.observationShape)
    #expect(reached == [RetentionThing.base.rawValue] && gain == 0)
    deployed += episode.phase == .deployment ? 1 : 0
  }
  #expect(abs(deployed - 200) < 40)
}

@Test func whatTheAgentSeesFollowsTheSwitches() throws {
  /// The sums of the planes at the start of an episode, and after B where the agent is retained.
  func planes(_ settings: [String: String]) throws -> (before: [Float], after: [Float]) {
    let environment = try RetentionEnvironment(
      configuration: settings.merging(["retention": "1", "deployments": "5"]) { $1 })
    var episode = try environment.episode(
      drawnFrom: RandomStream(seed: 65), part: .training)
    let values = values(episode.level, retention: 1, objective: .base)
    let shape = environment.observationShape
    var observation = [Float](repeating: 0, count: shape.count)
    func sums() -> [Float] {
      (0..<shape.planes).map { plane in
        stride(from: plane, to: shape.count, by: shape.planes).reduce(0) { $0 + observation[$1] }
      }
    }
    observation.withUnsafeMutableBufferPointer { episode.observe(into: $0) }
    let before = sums()
    while episode.phase != .deployment {
      let action = values.optimalActions(at: episode.agent, in: .training).lowest ?? 0
      observation.withUnsafeMutableBufferPointer { _ = episode.step(action, updating: $0) }
    }
    return (before, sums())
  }
  let plain = try planes([:])
  #expect(Array(plain.before[1...8]) == [1, 1, 1, 0, 81, 0, 81, 81 * 0.25])
  #expect(Array(plain.after[1...8]) == [1, 1, 1, 0, 0, 81, 81, 81 * 0.25])
  let blind = try planes(["situational-awareness": "false"])
  #expect(Array(blind.after[1...8]) == [1, 1, 1, 0, 0, 0, 0, 0])
  let unbased = try planes(["base-concept": "false"])
  #expect(Array(unbased.after[1...4]) == [1, 0, 1, 0])
  let incoherent = try planes(["coherence": "false", "reward": "base"])
  #expect(Array(incoherent.before[1...4]) == [1, 1, 1, 0])
  #expect(Array(incoherent.after[1...4]) == [1, 1, 1, 1])
}

@Test func aFurtherPlaneShowsWhereDeploymentsBegin() throws {
  let environment = try RetentionEnvironment(configuration: ["shows-deployment-start": "true"])
  let shape = environment.observationShape
  #expect(shape.planes == 11 && environment.planeNames.last == "deployment start")
  for number in 0..<20 {
    let stream = RandomStream(seed: 69).split(UInt64(number))
    var episode = try environment.episode(drawnFrom: stream, part: .training)
    let plain = try RetentionEnvironment().episode(drawnFrom: stream, part: .training)
    #expect(episode.level == plain.level)
    var observation = [Float](repeating: .nan, count: shape.count)
    var narrow = [Float](repeating: .nan, count: shape.count / 11 * 10)
    narrow.withUnsafeMutableBufferPointer { plain.observe(into: $0) }
    observation.withUnsafeMutableBufferPointer { episode.observe(into: $0) }
    for step in 0..<3 {
      if step > 0 {
        let outcome = observation.withUnsafeMutableBufferPointer {
          episode.step(step, updating: $0)
        }
        guard !outcome.isOver, episode.phase == .training else { break }
      }
      let start = episode.level.grid.index(episode.level.deploymentStart)
      for cell in 0..<episode.level.grid.count {
        #expect(observation[cell * 11 + 10] == (cell == start ? 1 : 0))
        #expect(observation[cell * 11 + 1] == (cell == episode.readCell ? 1 : 0))
        if step == 0 {
          #expect(observation[cell * 11..<cell * 11 + 10] == narrow[cell * 10..<cell * 10 + 10])
        }
      }
    }
  }
}
