import LinearAlgebra
package import NeuralNetworks

extension DeepRepeatedConvLSTM {
  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    heads(input, on: tape).policy
  }

  package func heads(_ input: AgentInput, on tape: Tape) -> AgentHeads {
    let embedding = tape.site("encoder", encoder(input.observations, on: tape))
    let extent = tape[embedding].extent
    let cells = (1...layers).map { Cell("cell.\($0)", of: self, embedding: embedding, on: tape) }
    var states = (0..<layers).map { layer in
      input.memory.isEmpty
        ? State()
        : State(hidden: input.memory[2 * layer], cell: input.memory[2 * layer + 1])
    }
    for tick in 1..<max(input.ticks, 0) + 1 {
      var below = states[layers - 1].hidden
      for layer in 0..<layers {
        states[layer] = cells[layer].step(states[layer], below: below, tick: tick, on: tape)
        below = states[layer].hidden
      }
    }
    let zero = states.contains { $0.hidden == nil } ? zeros(extent, on: tape) : embedding
    let top = states[layers - 1].hidden ?? zero
    var memory: [Variable] = []
    if mode == .carry {
      for state in states { memory += [state.hidden ?? zero, state.cell ?? zero] }
    }
    return read(embedding, top, input.reads, memory, on: tape)
  }

  private func encoder(_ observations: Variable, on tape: Tape) -> Variable {
    func layer(_ source: Variable, _ name: String) -> Variable {
      tape.convolution(
        source, weights: tape.parameter("\(name)/weight"), bias: tape.parameter("\(name)/bias"))
    }
    switch form {
    case .thinker: return layer(observations, "encoder")
    case .far: return layer(layer(observations, "encoder/first"), "encoder/second")
    }
  }

  private func zeros(_ extent: Extent, on tape: Tape) -> Variable {
    tape.input(extent) { $0.update(repeating: 0) }
  }

  private func read(
    _ embedding: Variable, _ top: Variable, _ reads: [Int32], _ memory: [Variable], on tape: Tape
  ) -> AgentHeads {
    let extent = tape[embedding].extent
    var features =
      form == .thinker ? tape.concatenate(embedding, top) : tape.add(embedding, top)
    features = head == .global ? tape.flatten(features) : tape.gather(features, at: reads)
    let hidden = tape.rectify(
      tape.dense(
        features, weights: tape.parameter("read/hidden/weight"),
        bias: tape.parameter("read/hidden/bias")))
    func answer(_ name: String) -> Variable {
      let result = tape.dense(
        hidden, weights: tape.parameter("read/\(name)/weight"),
        bias: tape.parameter("read/\(name)/bias"))
      guard head == .global else { return result }
      // One answer a sample, given to each read of that sample.
      let cells = Int32(extent.rows * extent.columns)
      return tape.gather(result, at: reads.map { $0 / cells })
    }
    return AgentHeads(policy: answer("policy"), value: answer("value"), memory: memory)
  }

  /// What a layer carries from tick to tick; nil where it is zero.
  private struct State {
    var hidden: Variable?
    var cell: Variable?
  }

  /// One layer, with what does not change from tick to tick.
  private struct Cell {
    let name: String
    let form: GateForm
    let pool: Pool
    let extent: Extent
    let drive: Variable
    let poolSums: Variable
    let ringSums: Variable?

    init(
      _ name: String, of network: DeepRepeatedConvLSTM, embedding: Variable, on tape: Tape
    ) {
      self.name = name
      form = network.form
      pool = network.pool
      extent = tape[embedding].extent
      drive = tape.convolution(
        embedding, weights: tape.parameter("\(name)/from-embedding/weight"),
        bias: tape.parameter("\(name)/bias"))
      poolSums = tape.borderSums(
        tape.parameter("\(name)/from-pool/weight"), rows: extent.rows, columns: extent.columns)
      ringSums =
        form == .far
        ? tape.borderSums(
          tape.parameter("\(name)/from-ring/weight"), rows: extent.rows, columns: extent.columns,
          outside: true) : nil
    }

    func step(_ state: State, below: Variable?, tick: Int, on tape: Tape) -> State {
      let border = tape.dense(pooled(state.hidden, on: tape), weights: poolSums, bias: ringSums)
      let activated = tape.gates(
        GateArguments(
          drive: drive, border: border, below: source(below, "below", on: tape),
          hidden: source(state.hidden, "hidden", on: tape), form: form))
      let gates = tape.site("\(name)/gates", tick: tick, activated)
      let cell = tape.site(
        "\(name)/cell", tick: tick,
        tape.cellState(gates: gates, previous: state.cell, form: form))
      let hidden = tape.site(
        "\(name)/hidden", tick: tick, tape.cellOutput(gates: gates, state: cell, form: form))
      return State(hidden: hidden, cell: cell)
    }

    /// The vector that is tiled over the map, `[batch, 1, 1, channel]`.
    private func pooled(_ hidden: Variable?, on tape: Tape) -> Variable {
      let channels = extent.channels
      let extremes =
        hidden.map { tape.pool($0) }
        ?? tape.input(.vectors(extent.batch, 2 * channels)) { $0.update(repeating: 0) }
      let weights = tape.parameter("\(name)/pool/weight")
      switch pool {
      case .perChannel:
        return tape.blendHalves(
          extremes, weights: weights,
          bias: form == .thinker ? tape.parameter("\(name)/pool/bias") : nil)
      case .full: return tape.dense(extremes, weights: weights)
      }
    }

    private func source(
      _ map: Variable?, _ origin: String, on tape: Tape
    ) -> GateArguments.Source? {
      map.map {
        GateArguments.Source($0, weights: tape.parameter("\(name)/from-\(origin)/weight"))
      }
    }
  }
}
