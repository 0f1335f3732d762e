import Agents
import NeuralNetworks
import Storage

/// A training with the stage before the reward: its updates are counted first.
struct StagedTrainer: Trainer {
  let configuration: RunConfiguration
  private let settings: PretrainingSettings
  private let mainColumns: [String]
  private var stage: Stage

  private enum Stage {
    case pretraining(WorldModelTrainer)
    case main(any Trainer)
  }

  init(
    _ configuration: RunConfiguration, _ settings: PretrainingSettings,
    resuming checkpoint: Checkpoint? = nil
  ) throws {
    self.configuration = configuration
    self.settings = settings
    let main = configuration.withoutPretraining
    if let checkpoint, checkpoint.step >= settings.updates {
      var shifted = checkpoint
      shifted.step -= settings.updates
      let trainer = try main.training.makeTrainer(main, resuming: shifted)
      mainColumns = trainer.columns
      stage = .main(trainer)
    } else {
      // Made before the long work, so that what cannot be trained is refused now.
      mainColumns = try main.training.makeTrainer(main).columns
      var first = try WorldModelTrainer(configuration, settings)
      if let checkpoint { try first.restore(checkpoint) }
      stage = .pretraining(first)
    }
  }

  var agent: Agent {
    switch stage {
    case .pretraining(let trainer):
      Agent(trainer.model.architecture, parameters: trainer.network)
    case .main(let trainer): trainer.agent
    }
  }

  var update: Int {
    switch stage {
    case .pretraining(let trainer): trainer.update
    case .main(let trainer): settings.updates + trainer.update
    }
  }

  var operations: Int {
    switch stage {
    case .pretraining(let trainer): trainer.operations
    case .main(let trainer): trainer.operations
    }
  }

  mutating func advance() throws {
    switch stage {
    case .pretraining(var trainer):
      try trainer.advance()
      if trainer.update < settings.updates {
        stage = .pretraining(trainer)
      } else {
        var main = configuration.withoutPretraining
        main.initial = trainer.network
        main.operationsBefore = trainer.operations
        stage = .main(try main.training.makeTrainer(main))
      }
    case .main(var trainer):
      try trainer.advance()
      stage = .main(trainer)
    }
  }

  var columns: [String] {
    ["pretraining_loss", "predicted_change", "predicted_steps"] + mainColumns
  }

  mutating func measure() throws -> Measurement {
    switch stage {
    case .pretraining(var trainer):
      let accuracy = trainer.accuracy()
      let loss = trainer.tally.meanLoss
      trainer.tally = LossTally()
      stage = .pretraining(trainer)
      let percent = (accuracy.next * 1000).rounded() / 10
      return Measurement(
        values: [loss, accuracy.next, accuracy.steps] + mainColumns.map { _ in nil },
        summary: "held-out change predicted \(percent) %")
    case .main(var trainer):
      let measurement = try trainer.measure()
      stage = .main(trainer)
      return Measurement(
        values: [nil, nil, nil] + measurement.values, summary: measurement.summary)
    }
  }

  var checkpoint: Checkpoint {
    switch stage {
    case .pretraining(let trainer):
      var result = Checkpoint(self)
      trainer.write(to: &result)
      return result
    case .main(let trainer):
      var result = trainer.checkpoint
      result.step += settings.updates
      return result
    }
  }
}
