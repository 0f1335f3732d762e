import Agents
import LinearAlgebra
import NeuralNetworks

/// Training steps of the default agent (M1r), against PyTorch: forward, backward, clipping and
/// the update, on the same network and batch.
struct TrainingStepRow: BenchmarkRow {
  let channels: Int
  let goal: Double
  let side = 9
  let planes = 13
  let ticks = 12
  let batch = 64
  let actions = 4
  let readWidth = 32

  var name: String { "train-m1r-\(channels)" }
  /// Steps a round.
  private var steps: Int { 160 / channels }

  func measure() throws -> BenchmarkResult {
    let examples = Examples(self)
    var step = Step(self)
    var loss = 0.0
    let comparison = SideBySide(
      work: Double(batch * steps), unit: "frames", goal: goal, script: "train_m1r.py",
      settings: [
        "threads": BenchmarkCatalogue.threads, "channels": channels, "side": side,
        "planes": planes, "ticks": ticks, "batch": batch, "actions": actions,
        "readWidth": readWidth, "steps": steps,
      ])
    let result = try comparison.measure {
      for _ in 0..<steps { loss = step.take(examples) }
    }
    precondition(loss.isFinite, "The loss of a training step is not finite.")
    return result
  }

  /// A fixed batch of random mazes, agents' cells and sets of optimal actions.
  private struct Examples {
    let planes: [Float]
    let cells: [Int32]
    let optimal: [Int32]

    init(_ row: TrainingStepRow) {
      var random = RandomStream(seed: 1)
      let squares = row.side * row.side
      planes = (0..<row.batch * squares * row.planes).map { _ in random.uniform() < 0.2 ? 1 : 0 }
      cells = (0..<row.batch).map { _ in Int32(random.below(squares)) }
      optimal = (0..<row.batch).map { _ in Int32(1 + random.below(1 << row.actions - 1)) }
    }
  }

  private struct Step {
    let network: RecurrentResidual
    let engine: GradientEngine
    let row: TrainingStepRow
    var parameters: ParameterSet
    var optimizer: Adam

    init(_ row: TrainingStepRow) {
      self.row = row
      network = RecurrentResidual(
        planes: row.planes, channels: row.channels, actions: row.actions, ticks: row.ticks,
        readWidth: row.readWidth)
      parameters = ParameterSet(network.layout, drawnFrom: RandomStream(seed: 2))
      engine = GradientEngine(network.layout)
      optimizer = Adam(count: network.layout.count)
    }

    mutating func take(_ examples: Examples) -> Double {
      let (row, network) = (row, network)
      let squares = row.side * row.side
      let loss = engine.evaluate(parameters) { slice, tape in
        let samples = GradientEngine.samples(of: slice, in: row.batch)
        let width = squares * row.planes
        let input = tape.input(Extent(samples.count, row.side, row.side, row.planes)) { target in
          let part = examples.planes[samples.lowerBound * width..<samples.upperBound * width]
          _ = target.update(fromContentsOf: part)
        }
        let reads = samples.map { examples.cells[$0] + Int32(($0 - samples.lowerBound) * squares) }
        let logits = network.forward(
          AgentInput(observations: input, reads: reads, ticks: row.ticks), on: tape)
        return tape.setCrossEntropy(
          logits, sets: Array(examples.optimal[samples]), scale: 1 / Float(row.batch))
      }
      optimizer.update(&parameters.values, gradient: engine.gradient)
      return loss
    }
  }
}
