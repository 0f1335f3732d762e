/// Which channels of a layer program are the same channels: those of statements that are added to
/// each other, kept from tick to tick, rectified, gathered or flattened are one space.
///
/// Convolutions and dense layers begin a space of their own. Where an operation ties channels to
/// each other or to a meaning, their space is ordered, or cannot be scaled, or cannot grow.
struct ProgramChannels {
  /// Spaces one after another, and that a number of times.
  private struct Label: Equatable {
    let spaces: [Int]
    var blocks = 1
  }

  private struct Space {
    let name: String
    let count: Int
    var isOrdered = false
    var isScalable = true
    var isGrowable = true
  }

  private let network: LayerProgram
  private let cells: Int
  private var labels: [String: Label] = [:]
  private var spaces: [Space] = []
  /// The space that another one turned out to be.
  private var merged: [Int] = []
  private let observation: Label

  init(_ network: LayerProgram) {
    self.network = network
    cells = network.side.rows * network.side.columns
    spaces = [
      Space(
        name: "observation", count: network.planes, isOrdered: true, isScalable: false,
        isGrowable: false)
    ]
    merged = [0]
    observation = Label(spaces: [0])
    // What comes after a statement may be read of the tick before, so labels are found in rounds.
    var isSettled = false
    while !isSettled {
      isSettled = true
      for statement in network.statements where labels[statement.name] == nil {
        guard let label = label(of: statement) else { continue }
        labels[statement.name] = label
        isSettled = false
      }
    }
    for statement in network.statements { tie(statement) }
    for name in ["policy", "value"] { if let label = labels[name] { order(label) } }
  }

  // MARK: Results

  var channelSpaces: [ChannelSpace] {
    spaces.indices.filter { merged[$0] == $0 }.map { index in
      let space = spaces[index]
      return ChannelSpace(
        space.name, space.count, scaling: space.isScalable && !space.isOrdered ? .each : .none,
        growth: space.isGrowable && !space.isOrdered ? .anything : .none,
        isOrdered: space.isOrdered)
    }
  }

  var channelAxes: [String: [Int: ChannelAxis]] {
    var axes: [String: [Int: ChannelAxis]] = [:]
    for statement in network.statements where statement.hasWeights {
      guard let source = label(of: statement.arguments[0]), let own = labels[statement.name] else {
        continue
      }
      let first = statement.operation == .dense ? 0 : 2
      axes["\(statement.name)/weight"] = [first: axis(source), first + 1: axis(own)]
      axes["\(statement.name)/bias"] = [0: axis(own)]
    }
    return axes
  }

  /// The statements whose layers are wider where every space that can grow has so many channels
  /// more, with their width.
  func widths(growing count: Int) -> [String: Int] {
    var widths: [String: Int] = [:]
    for statement in network.statements where statement.hasWeights {
      guard let label = labels[statement.name] else { continue }
      let grown = label.spaces.filter { isGrowable($0) }.count
      if grown > 0 { widths[statement.name] = statement.width + count * grown * label.blocks }
    }
    return widths
  }

  // MARK: Labels

  private func axis(_ label: Label) -> ChannelAxis {
    ChannelAxis(label.spaces.map { spaces[root($0)].name }, blocks: label.blocks)
  }

  private func root(_ space: Int) -> Int {
    var space = space
    while merged[space] != space { space = merged[space] }
    return space
  }

  private func isGrowable(_ space: Int) -> Bool {
    let space = spaces[root(space)]
    return space.isGrowable && !space.isOrdered
  }

  private func label(of source: LayerStatement.Source) -> Label? {
    switch source {
    case .observation: observation
    case .value(let name), .previous(let name), .carried(let name): labels[name]
    }
  }

  private mutating func begin(_ name: String, count: Int, blocks: Int = 1) -> Label {
    spaces.append(Space(name: name, count: count))
    merged.append(spaces.count - 1)
    return Label(spaces: [spaces.count - 1], blocks: blocks)
  }

  /// A dense layer whose result becomes a map writes each square's channels one after another.
  private func becomesMap(_ name: String) -> Bool {
    network.statements.contains {
      $0.operation == .unflatten && $0.arguments[0] == .value(name)
    }
  }

  private mutating func label(of statement: LayerStatement) -> Label? {
    let known = statement.arguments.map { label(of: $0) }
    switch statement.operation {
    case .convolution: return begin(statement.name, count: statement.width)
    case .dense:
      guard becomesMap(statement.name) else {
        return begin(statement.name, count: statement.width)
      }
      return begin(statement.name, count: statement.width / cells, blocks: cells)
    case .maximum: return begin(statement.name, count: 1)
    case .rectify, .tanh, .logistic, .softmax, .scale, .gather, .mean, .peak: return known[0]
    case .broadcast:
      return known[0].map { label in
        guard label.blocks != 1 else { return label }
        order(label)
        var whole = begin(statement.name, count: size(label))
        order(whole)
        whole.blocks = 1
        return whole
      }
    case .add, .subtract, .multiply: return known[0] ?? known[1]
    case .flatten: return known[0].map { Label(spaces: $0.spaces, blocks: cells) }
    case .unflatten:
      return known[0].map { label in
        guard label.blocks != cells else { return Label(spaces: label.spaces) }
        order(label)
        return begin(statement.name, count: size(label) / cells)
      }
    case .concatenate:
      guard let first = known[0], let second = known[1] else { return nil }
      guard first.blocks == 1, second.blocks == 1 else {
        order(first)
        order(second)
        var label = begin(statement.name, count: size(first) + size(second))
        order(label)
        label.blocks = 1
        return label
      }
      return Label(spaces: first.spaces + second.spaces)
    }
  }

  private func size(_ label: Label) -> Int {
    label.blocks * label.spaces.reduce(0) { $0 + spaces[root($1)].count }
  }

  // MARK: Ties

  private mutating func tie(_ statement: LayerStatement) {
    guard let own = labels[statement.name] else { return }
    let known = statement.arguments.map { label(of: $0) }
    if let addend = statement.addend, let other = label(of: addend) { unite(own, other) }
    switch statement.operation {
    case .add, .subtract, .multiply:
      for other in known { if let other { unite(own, other) } }
      if statement.operation == .multiply { change(own) { $0.isScalable = false } }
    case .tanh, .logistic: change(own) { $0.isScalable = false }
    case .softmax, .maximum:
      if let first = known[0] {
        change(first) {
          $0.isScalable = false
          $0.isGrowable = false
        }
      }
      if statement.operation == .maximum { order(own) }
    case .unflatten:
      if let first = known[0], first.blocks != cells { order(own) }
    default: break
    }
  }

  private mutating func change(_ label: Label, _ body: (inout Space) -> Void) {
    for space in label.spaces { body(&spaces[root(space)]) }
  }

  private mutating func order(_ label: Label) { change(label) { $0.isOrdered = true } }

  private mutating func unite(_ first: Label, _ second: Label) {
    guard first != second else { return }
    let counts = [first, second].map { label in label.spaces.map { spaces[root($0)].count } }
    guard counts[0] == counts[1], first.blocks == second.blocks else {
      order(first)
      order(second)
      return
    }
    for (one, other) in zip(first.spaces, second.spaces) {
      let (one, other) = (min(root(one), root(other)), max(root(one), root(other)))
      guard one != other else { continue }
      spaces[one].isOrdered = spaces[one].isOrdered || spaces[other].isOrdered
      spaces[one].isScalable = spaces[one].isScalable && spaces[other].isScalable
      spaces[one].isGrowable = spaces[one].isGrowable && spaces[other].isGrowable
      merged[other] = one
    }
  }
}
