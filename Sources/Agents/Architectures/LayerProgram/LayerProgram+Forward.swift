package import NeuralNetworks

extension LayerProgram {
  package func forward(_ input: AgentInput, on tape: Tape) -> Variable {
    heads(input, on: tape).policy
  }

  package func heads(_ input: AgentInput, on tape: Tape) -> AgentHeads {
    var pass = LayerPass(self, input, on: tape)
    for statement in statements where statement.section == .before { pass.compute(statement) }
    let repeated = statements.filter { $0.section == .repeated }
    for tick in 1..<max(input.ticks, 0) + 1 { pass.compute(repeated, tick: tick) }
    // Without a tick what is repeated is what it was before the first one.
    if input.ticks < 1 { for statement in repeated { pass.clear(statement) } }
    for statement in statements where statement.section == .after { pass.compute(statement) }
    return AgentHeads(
      policy: pass.readings("policy"),
      value: shapes.kinds["value"] == nil ? nil : pass.readings("value"),
      memory: shapes.carried.map { pass.value($0) })
  }
}

/// The results of a program's statements on one batch.
private struct LayerPass {
  private let network: LayerProgram
  private let input: AgentInput
  private let tape: Tape
  private let extent: Extent
  private var values: [String: Variable] = [:]
  private var before: [String: Variable] = [:]
  private let carried: [String: Variable]

  init(_ network: LayerProgram, _ input: AgentInput, on tape: Tape) {
    self.network = network
    self.input = input
    self.tape = tape
    extent = tape[input.observations].extent
    carried = Dictionary(
      zip(network.shapes.carried, input.memory), uniquingKeysWith: { first, _ in first })
  }

  mutating func compute(_ statements: [LayerStatement], tick: Int) {
    before = values
    for statement in statements { compute(statement, tick: tick) }
  }

  mutating func compute(_ statement: LayerStatement, tick: Int = 0) {
    var result = apply(statement)
    if case .read = network.shapes.kinds[statement.name] {
    } else {
      result = tape.site(statement.name, tick: tick, result)
    }
    values[statement.name] = result
  }

  mutating func clear(_ statement: LayerStatement) { values[statement.name] = zero(statement.name) }

  func value(_ name: String) -> Variable {
    guard let value = values[name] else {
      preconditionFailure("The statement \(name) was used before it was computed.")
    }
    return value
  }

  /// A result for each read.
  func readings(_ name: String) -> Variable {
    if case .read = network.shapes.kinds[name] { return value(name) }
    return spread(value(name))
  }

  /// What is of a sample, once for each of its reads.
  private func spread(_ variable: Variable) -> Variable {
    let cells = Int32(extent.rows * extent.columns)
    return tape.gather(variable, at: input.reads.map { $0 / cells })
  }

  private func zero(_ name: String) -> Variable {
    let shape: Extent
    switch network.shapes.kinds[name] {
    case .map(let channels): shape = extent.with(channels: channels)
    case .sample(let channels): shape = .vectors(extent.batch, channels)
    case .read(let channels): shape = .vectors(input.reads.count, channels)
    case nil: preconditionFailure("The program has no statement \(name).")
    }
    return tape.input(shape) { $0.update(repeating: 0) }
  }

  private func take(_ source: LayerStatement.Source) -> Variable {
    switch source {
    case .observation: input.observations
    case .value(let name): value(name)
    case .previous(let name): before[name] ?? zero(name)
    case .carried(let name): carried[name] ?? zero(name)
    }
  }

  private func apply(_ statement: LayerStatement) -> Variable {
    let first = take(statement.arguments[0])
    switch statement.operation {
    case .convolution:
      return tape.convolution(
        first, weights: tape.parameter("\(statement.name)/weight"),
        bias: statement.hasBias ? tape.parameter("\(statement.name)/bias") : nil,
        addend: statement.addend.map(take), rectifies: statement.rectifies)
    case .dense:
      let result = tape.dense(
        first, weights: tape.parameter("\(statement.name)/weight"),
        bias: statement.hasBias ? tape.parameter("\(statement.name)/bias") : nil)
      return statement.rectifies ? tape.rectify(result) : result
    case .rectify: return tape.rectify(first)
    case .tanh: return tape.tanh(first)
    case .logistic: return tape.sigmoid(first)
    case .softmax: return tape.softmax(tape.scale(first, by: statement.factor))
    case .scale: return tape.scale(first, by: statement.factor)
    case .gather: return tape.gather(first, at: input.reads)
    case .flatten: return tape.flatten(first)
    case .unflatten:
      let cells = extent.rows * extent.columns
      return tape.reshape(first, to: extent.with(channels: tape[first].extent.channels / cells))
    case .mean: return tape.meanOverPositions(first)
    case .peak: return tape.slice(tape.pool(first), from: 0, count: tape[first].extent.channels)
    case .broadcast:
      let cells = extent.rows * extent.columns
      let everywhere = (0..<extent.batch).flatMap { [Int32](repeating: Int32($0), count: cells) }
      return tape.reshape(
        tape.gather(first, at: everywhere),
        to: extent.with(channels: tape[first].extent.channels))
    case .maximum: return tape.maximumOverChannels(first)
    case .add, .subtract, .multiply, .concatenate:
      let (left, right) = matched(statement, first)
      switch statement.operation {
      case .add: return tape.add(left, right)
      case .subtract: return tape.subtract(left, right)
      case .multiply: return tape.multiply(left, right)
      default: return tape.concatenate(left, right)
      }
    }
  }

  /// Both arguments, those of a sample spread over its reads where the other one is of reads.
  private func matched(_ statement: LayerStatement, _ first: Variable) -> (Variable, Variable) {
    let second = take(statement.arguments[1])
    let kinds = statement.arguments.map { network.shapes.kind(of: $0) }
    switch (kinds[0], kinds[1]) {
    case (.sample, .read): return (spread(first), second)
    case (.read, .sample): return (first, spread(second))
    default: return (first, second)
    }
  }
}
