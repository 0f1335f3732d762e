import Agents
import LinearAlgebra
import NeuralNetworks

/// DRC(3, 3) with 32 channels on 10x10 levels against PyTorch: training steps (forward, backward,
/// clipping and the update) or forward passes alone, on the same network and batch.
///
/// The state starts from a memory, as in the middle of an episode, so that no part of the work is
/// left out because it is zero.
struct DRCRow: BenchmarkRow {
  let trains: Bool
  let goal: Double
  let channels = 32
  let layers = 3
  let ticks = 3
  let side = 10
  let planes = 3
  let batch = 32
  let actions = 4
  let readWidth = 256

  var name: String { trains ? "train-drc" : "forward-drc" }
  /// Steps a round.
  private var steps: Int { trains ? 3 : 9 }

  func measure() throws -> BenchmarkResult {
    let examples = Examples(self)
    var step = Step(self)
    var sum = 0.0
    let comparison = SideBySide(
      work: Double(batch * steps), unit: "frames", goal: goal, script: "drc.py",
      settings: [
        "threads": BenchmarkCatalogue.threads, "channels": channels, "layers": layers,
        "ticks": ticks, "side": side, "planes": planes, "batch": batch, "actions": actions,
        "readWidth": readWidth, "steps": steps, "trains": trains ? 1 : 0,
      ])
    let result = try comparison.measure {
      for _ in 0..<steps { sum = trains ? step.train(examples) : step.forward(examples) }
    }
    precondition(sum.isFinite, "What a step gives is not finite.")
    return result
  }

  fileprivate var network: DeepRepeatedConvLSTM {
    DeepRepeatedConvLSTM(
      form: .far, planes: planes, channels: channels, layers: layers, ticks: ticks,
      actions: actions, rows: side, columns: side, readWidth: readWidth, mode: .carry)
  }

  /// A fixed batch of random levels, memories, sets of optimal actions and returns.
  fileprivate struct Examples {
    let planes: Tensor
    let memory: [Tensor]
    let optimal: [Int32]
    let returns: [Float]

    init(_ row: DRCRow) {
      var random = RandomStream(seed: 1)
      let squares = row.batch * row.side * row.side
      let shape = [row.batch, row.side, row.side]
      planes = Tensor(
        shape: shape + [row.planes],
        elements: (0..<squares * row.planes).map { _ in random.uniform() < 0.2 ? 1 : 0 })
      memory = row.network.memory.map { part in
        Tensor(
          shape: shape + [part.channels],
          elements: (0..<squares * part.channels).map { _ in Float(0.3 * random.normal()) })
      }
      optimal = (0..<row.batch).map { _ in Int32(1 + random.below(1 << row.actions - 1)) }
      returns = (0..<row.batch).map { _ in Float(random.normal()) }
    }

    func input(_ samples: Range<Int>, _ row: DRCRow, on tape: Tape) -> AgentInput {
      AgentInput(
        observations: tape.input(planes, samples: samples),
        reads: samples.map { Int32(($0 - samples.lowerBound) * row.side * row.side) },
        ticks: row.ticks, memory: memory.map { tape.input($0, samples: samples) })
    }
  }

  private struct Step {
    let row: DRCRow
    let network: DeepRepeatedConvLSTM
    let engine: GradientEngine
    var parameters: ParameterSet
    var optimizer: Adam

    init(_ row: DRCRow) {
      self.row = row
      network = row.network
      parameters = ParameterSet(network.layout, drawnFrom: RandomStream(seed: 2))
      engine = GradientEngine(network.layout)
      optimizer = Adam(count: network.layout.count)
    }

    mutating func train(_ examples: Examples) -> Double {
      let (row, network) = (row, network)
      let loss = engine.evaluate(parameters) { slice, tape in
        let samples = GradientEngine.samples(of: slice, in: row.batch)
        let heads = network.heads(examples.input(samples, row, on: tape), on: tape)
        let policy = tape.setCrossEntropy(
          heads.policy, sets: Array(examples.optimal[samples]), scale: 1 / Float(row.batch))
        guard let value = heads.value else { return policy }
        let returns = tape.input(.vectors(samples.count, 1)) {
          _ = $0.update(fromContentsOf: examples.returns[samples])
        }
        return tape.add(
          policy, tape.squaredError(value, returns, scale: 0.5 / Float(row.batch)))
      }
      optimizer.update(&parameters.values, gradient: engine.gradient)
      return loss
    }

    /// The logits' sum of a pass without gradients, slice by slice as in training.
    func forward(_ examples: Examples) -> Double {
      let (row, network) = (row, network)
      return parameters.values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return 0 }
        nonisolated(unsafe) let start = base
        let sums = Parallel.map(GradientEngine.sliceCount) { slice in
          let tape = Self.tapes[slice]
          let samples = GradientEngine.samples(of: slice, in: row.batch)
          tape.begin(layout: network.layout, parameters: start)
          let heads = network.heads(examples.input(samples, row, on: tape), on: tape)
          return tape.tensor(heads.policy).elements.reduce(0.0) { $0 + Double($1) }
        }
        return sums.reduce(0, +)
      }
    }

    // Slice `i` alone touches tape `i`.
    nonisolated(unsafe) private static let tapes = (0..<GradientEngine.sliceCount).map { _ in
      Tape()
    }
  }
}
