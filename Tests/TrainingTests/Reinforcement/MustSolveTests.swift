import Agents
import Environments
import LinearAlgebra
import Testing
import Training

// The least that every learner has to do, in a second or so. The bounds lie far above what a
// network does before training, and above what a learner with a wrong sign would come to.
private struct Exercise: Sendable, CustomStringConvertible {
  let description: String
  let environment: any Environment
  /// The return of the best policy, and of one that knows nothing.
  let best: Double
  let blind: Double

  static let all: [Exercise] = [
    Exercise(
      description: "identity", environment: IdentityEnvironment(), best: 4, blind: 4.0 / 3),
    Exercise(
      description: "fixed sequence", environment: FixedSequenceEnvironment(), best: 4,
      blind: 4.0 / 3),
    Exercise(
      description: "two-armed bandit", environment: FixedArmsEnvironment(), best: 3.2, blind: 2),
  ]
}

private struct Learner: Sendable, CustomStringConvertible {
  let description: String
  let architecture: String
  let settings: [String: String]
  let training: any MethodSettings

  static let all: [Learner] = [ppo, vTrace, evolution, dqn, tree]

  static let small = ["blocks": "0", "channels": "8", "read-width": "16", "value-head": "true"]

  static var ppo: Learner {
    var settings = PPOSettings()
    settings.updates = 50
    settings.rollout.episodes = 16
    settings.rollout.steps = 8
    settings.learningRate = 0.005
    return Learner(
      description: "PPO", architecture: Residual.name, settings: small, training: settings)
  }

  static var vTrace: Learner {
    var settings = VTraceSettings()
    settings.updates = 250
    settings.rollout.episodes = 16
    settings.rollout.steps = 8
    settings.learningRate = 0.005
    return Learner(
      description: "V-trace", architecture: Residual.name, settings: small, training: settings)
  }

  static var evolution: Learner {
    var settings = EvolutionSettings()
    settings.updates = 80
    settings.pairs = 16
    settings.deviation = 0.1
    settings.learningRate = 0.1
    return Learner(
      description: "evolution", architecture: Residual.name,
      settings: ["blocks": "0", "channels": "4", "read-width": "8"], training: settings)
  }

  static var dqn: Learner {
    var settings = DQNSettings()
    settings.updates = 800
    settings.episodes = 8
    settings.updatesPerStep = 2
    settings.warmUp = 200
    settings.steps = 1
    settings.targetInterval = 50
    settings.learningRate = 0.005
    return Learner(
      description: "DQN", architecture: Residual.name,
      settings: ["blocks": "0", "channels": "8", "read-width": "16"], training: settings)
  }

  /// TreeQN, as its authors train it but for more steps at a time.
  static var tree: Learner {
    var settings = DQNSettings()
    settings.updates = 800
    settings.episodes = 8
    settings.updatesPerStep = 2
    settings.warmUp = 200
    settings.targetInterval = 50
    settings.optimizer = .rmsprop
    settings.learningRate = 0.002
    return Learner(
      description: "TreeQN", architecture: TreeQNetwork.name,
      settings: ["encoder": "dense", "dims": "16"], training: settings)
  }

  /// Whether its outputs are action values, of which the largest is followed.
  var isGreedy: Bool { training is DQNSettings }

  func agents(_ environment: any Environment) throws -> (before: Agent, after: Agent) {
    let specimen = LearnerSpecimen(
      description: description, environment: environment, architecture: architecture,
      settings: settings, training: training)
    return (try specimen.configuration().makeTrainer().agent, try specimen.trained().agent)
  }
}

private func meanReturn(
  _ agent: Agent, _ environment: any Environment, isGreedy: Bool = false
) throws -> Double {
  var options = HeldOutPlay.Options()
  options.episodes = 400
  options.sampling = isGreedy ? nil : RandomStream(seed: 5)
  return try HeldOutPlay(of: agent, in: environment, random: RandomStream(seed: 4), options)
    .meanReturn
}

@Test(arguments: Exercise.all, Learner.all)
private func everyLearnerSolvesWhatEveryLearnerMust(
  _ exercise: Exercise, _ learner: Learner
) throws {
  let (before, after) = try learner.agents(exercise.environment)
  let untrained = try meanReturn(before, exercise.environment)
  let trained = try meanReturn(after, exercise.environment, isGreedy: learner.isGreedy)
  let bound = exercise.blind + 0.85 * (exercise.best - exercise.blind)
  #expect(untrained < exercise.blind + 0.3, "\(untrained)")
  #expect(trained > bound, "\(trained)")
}

@Test func aNetworkWithMemoryProducesASequenceWithoutSeeingWhereItStands() throws {
  var environment = FixedSequenceEnvironment()
  environment.observation = .constant
  for learner in [Learner.ppo, .vTrace] {
    var training = learner.training
    if var settings = training as? PPOSettings {
      settings.updates = 80
      training = settings
    }
    if var settings = training as? VTraceSettings {
      settings.updates = 400
      settings.learningRate = 0.01
      training = settings
    }
    let (_, after) = try Learner(
      description: learner.description, architecture: GatedRecurrentUnit.name,
      settings: ["units": "16"], training: training
    ).agents(environment)
    // Without memory no policy does better than the most frequent action's two of four.
    #expect(try meanReturn(after, environment) > 3.4, "\(learner)")
  }
}
