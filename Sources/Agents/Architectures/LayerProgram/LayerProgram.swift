package import NeuralNetworks

/// A network that is described by a program: statements that name the results of layers, of which
/// one part is repeated every tick.
///
///     embedding = convolution observation channels=3
///     repeat
///     inner = convolution previous.hidden channels=3 add=embedding rectify
///     hidden = convolution inner channels=6 kernel=1 add=previous.hidden
///     end
///     here = gather hidden
///     policy = dense here outputs=4
///
/// A statement is `name = operation arguments settings`; see ``LayerStatement/Operation``. It may
/// read statements before it, `previous.NAME`, the result of a repeated statement one tick before,
/// and `carried.NAME`, the result of a statement at the end of the step before in an episode; both
/// are zero at first. The statement `policy` gives the logits, `value` the state's value if there
/// is one. Every map and every vector a sample is a site by its name; parameters are
/// `NAME/weight` and `NAME/bias`. Statements are separated by ends of lines or semicolons.
package struct LayerProgram: Architecture {
  package static let name = "layer-program"

  package let program: String
  package let statements: [LayerStatement]
  package let planes: Int
  package let actions: Int
  /// Ticks of a pass when the caller names no number.
  package let ticks: Int
  /// Rows and columns of a level, for programs that flatten maps; zero for levels of any size.
  package let side: (rows: Int, columns: Int)
  package let layout: ParameterLayout
  let shapes: LayerShapes

  /// - Throws: ``ArchitectureError/badStatement(line:text:reason:)``.
  package init(
    _ program: String, planes: Int, ticks: Int = 12, rows: Int = 0, columns: Int = 0
  ) throws(ArchitectureError) {
    self.program = program
    self.planes = planes
    self.ticks = ticks
    side = (rows, columns)
    statements = try LayerStatement.parse(program)
    shapes = try LayerShapes(statements, planes: planes, side: side)
    guard let policy = shapes.kinds["policy"] else {
      throw .badStatement(line: 0, text: "", reason: "no statement is called policy")
    }
    for (name, kind) in [("policy", policy), ("value", shapes.kinds["value"])] {
      guard case .map = kind else { continue }
      throw .badStatement(
        line: 0, text: name, reason: "it is a map; gather the agent's cell or flatten it first")
    }
    guard shapes.kinds["value"].map({ $0.channels == 1 }) ?? true else {
      throw .badStatement(line: 0, text: "value", reason: "a value is one number")
    }
    actions = policy.channels
    try Self.checkSize(statements, shapes)
    layout = Self.layout(statements, shapes)
  }

  package init(_ configuration: ArchitectureConfiguration) throws(ArchitectureError) {
    let planes = try configuration.integer("planes", in: 1...4096)
    guard let program = configuration["program"] else { throw .missingSetting(key: "program") }
    try self.init(
      program, planes: planes,
      ticks: try configuration.integer("ticks", default: 12, in: 1...1000),
      rows: try configuration.integer("rows", default: 0, in: 0...256),
      columns: try configuration.integer("columns", default: 0, in: 0...256))
    let stated = try configuration.integer("actions", default: actions, in: 1...1_048_576)
    guard stated == actions else {
      throw .badSetting(
        key: "actions", value: "\(stated)", allowed: "\(actions), the outputs of the policy")
    }
  }

  package var configuration: ArchitectureConfiguration {
    var result = ArchitectureConfiguration([
      "planes": "\(planes)", "actions": "\(actions)", "ticks": "\(ticks)", "program": program,
    ])
    if side.rows * side.columns > 0 {
      result["rows"] = "\(side.rows)"
      result["columns"] = "\(side.columns)"
    }
    return result
  }

  package static let optionalSettings = ["rows", "columns"]

  package var sites: [SiteDescription] {
    statements.compactMap { statement in
      let layout: SiteLayout
      switch shapes.kinds[statement.name] {
      case .map: layout = .map
      case .sample: layout = .vector
      case .read, nil: return nil
      }
      return SiteDescription(
        statement.name, channels: shapes.kinds[statement.name]?.channels ?? 0,
        hasTicks: statement.section == .repeated, layout: layout,
        summary: "\(statement.operation.rawValue)")
    }
  }

  package var memory: [MemoryDescription] {
    shapes.carried.map { name in
      let isMap = if case .map = shapes.kinds[name] { true } else { false }
      return MemoryDescription(
        name, channels: shapes.kinds[name]?.channels ?? 0, isMap: isMap)
    }
  }

  /// The largest number of parameters.
  package static let largestCount = 1 << 28

  private static func checkSize(
    _ statements: [LayerStatement], _ shapes: LayerShapes
  ) throws(ArchitectureError) {
    var count = 0
    for statement in statements where statement.hasWeights {
      let inputs = statement.arguments.first.flatMap { shapes.kind(of: $0) }?.channels ?? 0
      let taps = statement.operation == .dense ? 1 : statement.kernel * statement.kernel
      count += inputs * statement.width * taps
      guard count <= largestCount else {
        throw LayerShapes.refuse(
          statement, "with it the network has more than \(largestCount) parameters")
      }
    }
  }

  private static func layout(_ statements: [LayerStatement], _ shapes: LayerShapes)
    -> ParameterLayout
  {
    var layout = ParameterLayout()
    for statement in statements where statement.hasWeights {
      let inputs = statement.arguments.first.flatMap { shapes.kind(of: $0) }?.channels ?? 0
      let gain = statement.gain ?? (statement.addend == nil ? 1 : 0.5)
      let shape =
        statement.operation == .dense
        ? [inputs, statement.width]
        : [statement.kernel, statement.kernel, inputs, statement.width]
      layout.add(
        "\(statement.name)/weight", shape,
        statement.rectifies ? .he(gain: gain) : .lecun(gain: gain))
      if statement.hasBias {
        layout.add("\(statement.name)/bias", [statement.width], .constant(0))
      }
    }
    return layout
  }
}
