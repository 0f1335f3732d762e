/// What the statements of a program give: maps or vectors of so many channels.
struct LayerShapes: Sendable {
  enum Kind: Sendable, Equatable {
    /// `[sample, row, column, channel]`.
    case map(Int)
    /// One vector a sample.
    case sample(Int)
    /// One vector for each cell at which the policy is read.
    case read(Int)

    var channels: Int {
      switch self {
      case .map(let channels), .sample(let channels), .read(let channels): channels
      }
    }

    func with(channels: Int) -> Kind {
      switch self {
      case .map: .map(channels)
      case .sample: .sample(channels)
      case .read: .read(channels)
      }
    }
  }

  private(set) var kinds: [String: Kind] = [:]
  private let planes: Int
  private let cells: Int
  private let statements: [LayerStatement]

  /// - Parameter side: rows and columns, zero where the program runs on levels of any size.
  /// - Throws: ``ArchitectureError/badStatement(line:text:reason:)``.
  init(
    _ statements: [LayerStatement], planes: Int, side: (rows: Int, columns: Int)
  ) throws(ArchitectureError) {
    self.statements = statements
    self.planes = planes
    cells = side.rows * side.columns
    try checkOrder()
    // A statement may read what comes after it of the tick before, so that shapes are found in
    // rounds.
    var isSettled = false
    while !isSettled {
      isSettled = true
      for statement in statements where kinds[statement.name] == nil {
        guard let kind = try kind(of: statement) else { continue }
        kinds[statement.name] = kind
        isSettled = false
      }
    }
    for statement in statements {
      guard kinds[statement.name] != nil else {
        throw Self.refuse(statement, "its shape hangs on itself; give one of its sources channels")
      }
    }
    for statement in statements { try check(statement) }
  }

  func kind(of source: LayerStatement.Source) -> Kind? {
    switch source {
    case .observation: .map(planes)
    case .value(let name), .previous(let name), .carried(let name): kinds[name]
    }
  }

  /// What is carried over steps, in the order of the statements.
  var carried: [String] {
    let asked = statements.flatMap(\.sources).compactMap { source -> String? in
      if case .carried(let name) = source { name } else { nil }
    }
    return statements.map(\.name).filter(asked.contains)
  }

  static func refuse(_ statement: LayerStatement, _ reason: String) -> ArchitectureError {
    .badStatement(line: statement.line, text: statement.name, reason: reason)
  }

  private func checkOrder() throws(ArchitectureError) {
    var sections: [String: LayerStatement.Section] = [:]
    for statement in statements { sections[statement.name] = statement.section }
    var known: Set<String> = []
    for statement in statements {
      for source in statement.sources {
        switch source {
        case .observation: break
        case .value(let name):
          guard known.contains(name) else {
            throw Self.refuse(statement, "nothing before it is called \(name)")
          }
        case .previous(let name):
          guard sections[name] == .repeated, statement.section == .repeated else {
            throw Self.refuse(
              statement, "previous.\(name) asks for a repeated statement, in the repeated part")
          }
        case .carried(let name):
          guard sections[name] != nil else {
            throw Self.refuse(statement, "no statement is called \(name)")
          }
        }
      }
      known.insert(statement.name)
    }
  }

  private func kind(of statement: LayerStatement) throws(ArchitectureError) -> Kind? {
    if statement.operation == .convolution { return .map(statement.width) }
    let known = statement.arguments.map { kind(of: $0) }
    switch statement.operation {
    case .add, .subtract, .multiply:
      // What is of a sample goes to each of its reads; where one is not known yet, it has to turn
      // out to be as the other.
      if case .read(let channels)? = known[1] { return .read(channels) }
      return known[0] ?? known[1]
    default: break
    }
    guard let first = known[0] else { return nil }
    switch statement.operation {
    case .convolution: return .map(statement.width)
    case .dense: return first.with(channels: statement.width)
    case .rectify, .tanh, .logistic, .softmax, .scale: return first
    case .maximum: return first.with(channels: 1)
    case .gather: return .read(first.channels)
    case .mean, .peak: return .sample(first.channels)
    case .broadcast: return .map(first.channels)
    case .flatten, .unflatten:
      guard cells > 0 else {
        throw Self.refuse(
          statement, "\(statement.operation.rawValue) needs the settings rows and columns")
      }
      return statement.operation == .flatten
        ? .sample(first.channels * cells) : .map(first.channels / cells)
    case .concatenate:
      guard let second = known[1] else { return nil }
      let kind = if case .read = second { second } else { first }
      return kind.with(channels: first.channels + second.channels)
    case .add, .subtract, .multiply: return nil
    }
  }

  private func check(_ statement: LayerStatement) throws(ArchitectureError) {
    let kinds = statement.arguments.compactMap { kind(of: $0) }
    func require(_ holds: Bool, _ reason: String) throws(ArchitectureError) {
      guard holds else { throw Self.refuse(statement, reason) }
    }
    let isMap = kinds.map { if case .map = $0 { true } else { false } }
    for source in statement.sources {
      switch source {
      case .previous(let name), .carried(let name):
        if case .read = self.kinds[name] {
          throw Self.refuse(statement, "\(name) is read at the agent's cell and cannot be kept")
        }
      case .observation, .value: break
      }
    }
    switch statement.operation {
    case .convolution:
      try require(isMap[0], "a convolution needs a map")
      if let addend = statement.addend {
        try require(
          kind(of: addend) == .map(statement.width), "what is added is of another shape")
      }
    case .gather, .mean, .peak:
      try require(isMap[0], "\(statement.operation.rawValue) needs a map")
    case .broadcast:
      if case .sample = kinds[0] {
      } else {
        try require(false, "broadcast needs one vector a sample")
      }
    case .flatten: try require(isMap[0], "flatten needs a map")
    case .unflatten:
      if case .sample(let count) = kinds[0] {
        try require(
          count % cells == 0 && count > 0, "\(count) numbers are no map of \(cells) cells")
      } else {
        try require(false, "unflatten needs one vector a sample")
      }
    case .add, .subtract, .multiply, .concatenate:
      try require(isMap[0] == isMap[1], "a map and a vector do not go together")
      if statement.operation != .concatenate {
        try require(
          kinds[0].channels == kinds[1].channels,
          "\(kinds[0].channels) and \(kinds[1].channels) channels do not go together")
      }
    case .dense, .rectify, .tanh, .logistic, .softmax, .scale, .maximum: break
    }
  }
}
