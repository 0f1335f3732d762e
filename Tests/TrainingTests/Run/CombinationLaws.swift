import Agents
import Environments
import NeuralNetworks
import Testing
import Training

/// Every method with every architecture on every task, each as small as it goes.
enum Combinations {
  /// Settings that make a task small, by its name; others stay as they are.
  static let tasks: [String: [String: String]] = [
    "red-door": ["side": "7", "encoding": "separate"],
    "sokoban": ["side": "6", "boxes": "1", "pushes": "1...8", "pool": "2"],
    "keys-and-chests": ["difficulty": "1"],
    "cheese": ["side": "7"],
    "retention": ["side": "7"],
    "bandit": ["horizon": "4"],
    "goal-recall": ["limit": "11"],
    "in-context-regression": ["dimension": "2", "pairs": "3"],
    "counting": ["side": "8"],
    "quadratic-problems": ["dimension": "3"],
  ]

  /// Kinds of an architecture that trainers treat differently, by its name.
  static let networks: [String: [[String: String]]] = [
    "recurrent-residual": [
      ["channels": "4", "read-width": "4", "ticks": "2"],
      ["channels": "4", "read-width": "0", "ticks": "2", "value-head": "true"],
    ],
    "residual": [
      ["channels": "4", "blocks": "1", "read-width": "4"],
      ["channels": "4", "blocks": "0", "head": "global", "value-head": "true"],
    ],
    "value-iteration-network": [
      ["hidden-channels": "4", "iterations": "2"],
      ["hidden-channels": "4", "iterations": "2", "value-head": "true"],
    ],
    "drc": [
      ["channels": "4", "layers": "1", "ticks": "1", "read-width": "4"],
      ["channels": "4", "layers": "2", "ticks": "1", "read-width": "4", "mode": "carry"],
      ["channels": "4", "layers": "1", "form": "far", "head": "agent", "pool": "full"],
    ],
    "universal-planning-network": [
      ["channels": "4", "latent": "4", "units": "4", "horizon": "2", "steps": "2"]
    ],
    "transformer": [["channels": "4", "blocks": "1"]],
    "linear-attention": [[:], ["layers": "2", "weights": "separate"]],
    "learned-optimizer": [["units": "4"]],
    "gru": [["units": "4"]],
    "image-classifier": [["channels": "4", "read-width": "4"]],
    "layer-program": [
      [
        "program": """
        here = gather observation
        policy = dense here outputs=4
        value = dense here outputs=1
        """
      ],
      [
        "ticks": "2",
        "program": """
        map = convolution observation channels=4
        repeat
        kept = scale carried.state by=0.3
        state = add map kept
        end
        here = gather state
        policy = dense here outputs=4
        """,
      ],
    ],
    "tree-q-network": [
      ["channels": "4", "dims": "4"], ["encoder": "dense", "dims": "4", "depth": "0"],
    ],
  ]

  /// Settings that make any method short.
  static let brief = [
    "updates": "2", "batch": "5", "replay": "64", "episodes": "3", "steps": "3", "warm-up": "6",
    "pairs": "1", "largest-network": "1000000", "problems": "5", "unroll": "2", "horizon": "4",
    "evaluation-states": "3", "evaluation-episodes": "1", "evaluation-samples": "3",
    "evaluation-problems": "3", "tuning-problems": "2",
  ]

  static func configuration(
    task: String, architecture: String, _ network: [String: String],
    _ method: any MethodSettings.Type, isPretrained: Bool
  ) throws -> RunConfiguration {
    func lines(_ settings: [String: String]) -> String {
      settings.keys.sorted().map { key in
        let words = (settings[key] ?? "").split(separator: "\n").joined(separator: "\\n")
        return "  \(key): \"\(words)\"\n"
      }.joined()
    }
    var text = "environment:\n  environment: \(task)\n" + lines(tasks[task] ?? [:])
    text += "architecture:\n  name: \(architecture)\n" + lines(network)
    if isPretrained { text += "pretraining:\n  updates: 1\n  batch: 4\n  evaluation-states: 3\n" }
    text += "training:\n  method: \(method.method)\n"
    text += lines(brief.filter { method.keys.contains($0.key) })
    return try RunConfiguration(yaml: text)
  }

  /// A task, and the network for it where there is one.
  static func architecture(
    task: String, named name: String, _ network: [String: String]
  ) throws -> (any TaskDistribution, (any Architecture)?) {
    let settings = (tasks[task] ?? [:]).merging(["environment": task]) { $1 }
    let made = try EnvironmentCatalogue.environment(settings)
    let shape = made.observationShape
    let decided = [
      "planes": shape.planes, "rows": shape.rows, "columns": shape.columns,
      "actions": made.outputCount,
    ].mapValues(String.init)
    let configuration = ArchitectureConfiguration(network.merging(decided) { $1 })
    return (made, try? Catalogue.architecture(named: name, configuration: configuration))
  }

  /// Whether a method goes with a task and a network; nil for a method that this does not know.
  static func goTogether(
    _ method: String, _ task: any TaskDistribution, _ network: any Architecture
  ) -> Bool? {
    let remembers = !network.memory.isEmpty
    let hasValue =
      network.configuration["value-head"] == "true"
      || network.configuration["program"]?.contains("value =") == true
      || ["drc", "gru"].contains(type(of: network).name)
    switch method {
    case "imitation": return task is any OracleEnvironment && !remembers
    case "dqn": return task is any Environment && !remembers
    case "ppo", "v-trace": return task is any Environment && hasValue
    case "evolution": return task is any Environment
    case "supervised": return task is any SampleTask
    case "learned-optimizer": return task is QuadraticProblems
    default: return nil
    }
  }

  /// Trains, measures and resumes.
  ///
  /// - Returns: why it was refused, nil where it was not.
  static func refusal(_ configuration: () throws -> RunConfiguration) throws -> String? {
    var trainer: any Trainer
    do {
      trainer = try configuration().makeTrainer()
    } catch let error as TrainingError {
      return "\(error)"
    } catch let error as EnvironmentError {
      return "\(error)"
    }
    let configuration = trainer.configuration
    #expect(try trainer.measure().values.count == trainer.columns.count)
    try trainer.advance()
    var resumed = try configuration.makeTrainer(resuming: trainer.checkpoint)
    try trainer.advance()
    try resumed.advance()
    #expect(resumed.agent.parameters.values == trainer.agent.parameters.values)
    return nil
  }
}

@Test(arguments: EnvironmentCatalogue.all.map { $0.name })
func everyMethodTrainsEveryNetworkThatItCanAndSaysWhatItNeedsOfOthers(task: String) throws {
  for entry in Catalogue.entries {
    for network in Combinations.networks[entry.name] ?? [[:]] {
      let (made, architecture) = try Combinations.architecture(
        task: task, named: entry.name, network)
      for method in TrainingMethods.all {
        let label = "\(method.method), \(entry.name) \(network), \(task)"
        let refusal = try Combinations.refusal {
          try Combinations.configuration(
            task: task, architecture: entry.name, network, method, isPretrained: false)
        }
        let known = architecture.map { Combinations.goTogether(method.method, made, $0) }
        guard let expected = known ?? false else {
          Issue.record("The method \(method.method) is new here.")
          continue
        }
        #expect((refusal == nil) == expected, "\(label): \(refusal ?? "trains")")
        if let refusal {
          #expect(refusal.contains("The method \(method.method) needs"), "\(label): \(refusal)")
        }
      }
    }
  }
}

@Test(arguments: EnvironmentCatalogue.episodic.map { $0.name })
func everyNetworkThatSeesEachStateAnewCanBePretrained(task: String) throws {
  for entry in Catalogue.entries {
    for network in Combinations.networks[entry.name] ?? [[:]] {
      let (_, architecture) = try Combinations.architecture(
        task: task, named: entry.name, network)
      let refusal = try Combinations.refusal {
        try Combinations.configuration(
          task: task, architecture: entry.name, network, DQNSettings.self, isPretrained: true)
      }
      // Predictions are read from a map, or from a vector a sample.
      let sites = architecture?.sites.filter { $0.layout == .map || $0.layout == .vector }
      let expected = architecture?.memory.isEmpty == true && sites?.isEmpty == false
      #expect((refusal == nil) == expected, "\(entry.name), \(task): \(refusal ?? "trains")")
    }
  }
}

@Test func aNetworkThatIsNoneForTheTaskIsRefusedWithThoseThatAre() throws {
  #expect {
    try RunConfiguration(
      yaml: """
        environment:
          environment: quadratic-problems
        architecture:
          name: residual
        training:
          method: learned-optimizer
        """)
  } throws: { error in
    let text = "\(error)"
    return error is TrainingError && text.contains("The method learned-optimizer needs")
      && text.contains("updates of gradients") && text.contains("residual of this run is none")
      && text.contains("1 output") && text.contains("learned-optimizer, gru.")
  }
}

@Test func fewEpisodesMakeAsManyMinibatches() throws {
  let made = try PPOSettings(SettingReader(["episodes": "3"]))
  #expect(made.minibatches == 3)
  #expect(throws: TrainingError.self) {
    try PPOSettings(SettingReader(["episodes": "3", "minibatches": "4"]))
  }
}
