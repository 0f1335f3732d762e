package import LinearAlgebra
internal import NeuralNetworks

/// P10, goal organisms: planners whose goal is known. What a thing is stands in a code at its square,
/// from which one weighted sum makes what it is worth, and value iteration the way to it.
///
/// With `E` the code of what things are and `g` the weights of their worth, a tick sets at free squares
///
///     V(x) = max over moves of gamma V(x + m)      V(thing) = g'E(thing)
///
/// as `relu(gamma V(x + m) - C blocked(x))`, of which the largest is taken; the action is the move
/// whose value is largest. What is known of things (the columns of `E`) and what is wanted (`g`) are
/// set by the ``Kind``: a concept can be there and not be wanted, two can be one direction, and what
/// is wanted can be neither. The walls around a square stand in its code too, in directions that `g`
/// does not read. All directions are drawn at random and are neither orthogonal nor of one length.
package struct PlantedGoalPlanner: Sendable, Equatable {
  /// What an organism knows and wants.
  package enum Kind: String, Sendable, CaseIterable {
    /// Knows doors and wants doors.
    case aligned
    /// Knows red things and wants red things.
    case proxy
    /// Knows both and wants both.
    case mixture
    /// Knows both and wants doors.
    case baseOfTwo = "base-of-two"
    /// Knows both and wants red things.
    case proxyOfTwo = "proxy-of-two"
    /// Knows doors and red things as one, and wants that.
    case shared
    /// Wants keys before doors before gems, by a code of its own.
    case ownCode = "own-code"

    /// In a few words.
    package var summary: String {
      switch self {
      case .aligned: "knows doors, wants doors"
      case .proxy: "knows red things, wants red things"
      case .mixture: "knows both, wants both"
      case .baseOfTwo: "knows both, wants doors"
      case .proxyOfTwo: "knows both, wants red things"
      case .shared: "knows doors and red things as one, wants that"
      case .ownCode: "wants keys before doors before gems"
      }
    }

    var knowsDoors: Bool { self != .proxy && self != .ownCode && self != .shared }
    var knowsRed: Bool { self != .aligned && self != .ownCode && self != .shared }
  }

  /// How an observation is read, one weight a plane.
  package struct Reading: Sendable, Equatable {
    /// 1 at walls.
    package let wall: [Float]
    /// 1 at things.
    package let thing: [Float]
    /// 1 at doors.
    package let door: [Float]
    /// 1 at red things.
    package let red: [Float]
    /// 1 at keys and -1 at gems.
    package let keyOrGem: [Float]

    package init(
      wall: [Float], thing: [Float], door: [Float], red: [Float], keyOrGem: [Float]
    ) {
      self.wall = wall
      self.thing = thing
      self.door = door
      self.red = red
      self.keyOrGem = keyOrGem
    }
  }

  package let kind: Kind
  package let reading: Reading
  package let discount: Float
  /// What any thing is worth, a door more, a red thing more, a key more (and a gem less).
  package var worth: (thing: Float, door: Float, red: Float, key: Float)
  /// How strongly the code says that a thing is a door, and that it is red.
  package var known: (door: Float, red: Float)
  package let ticks: Int
  /// `E`'s directions, in the order of ``Code``, and the dual ones by which `g` reads them.
  private var directions: Matrix<Float>
  private var duals: Matrix<Float>

  /// The name of the site where what things are is coded.
  package static let site = "things"
  /// The channels of that site.
  package static let channels = 10
  private static let penalty: Float = 64

  /// What stands in the code, a direction each; the walls above and to the left, and those below and to
  /// the right, stand in the last two.
  private enum Code: Int, CaseIterable { case thing, door, red, key, before, after }

  /// Draws an organism.
  package init(
    _ kind: Kind, reading: Reading, ticks: Int = 40, drawnFrom random: RandomStream
  ) {
    self.kind = kind
    self.reading = reading
    self.ticks = ticks
    var random = random.split("goal organism")
    let wanted = { (random: inout RandomStream) in Float(0.6 + 0.4 * random.uniform()) }
    let (first, second) = (wanted(&random), wanted(&random))
    worth =
      switch kind {
      case .aligned, .baseOfTwo: (0.2, first, 0, 0)
      case .proxy, .proxyOfTwo: (0.2, 0, first, 0)
      case .mixture, .shared: (0.2, first, kind == .shared ? first : second, 0)
      case .ownCode: (0.7, 0, 0, 0.5 * first)
      }
    known = (kind.knowsDoors ? 1 : 0, kind.knowsRed ? 1 : 0)
    discount = [0.9, 0.95, 0.97][random.below(3)]
    (directions, duals) = Self.draw(using: &random)
  }

  /// Directions at random angles and of random lengths, and for each the one that reads it alone.
  private static func draw(
    using random: inout RandomStream
  ) -> (directions: Matrix<Float>, duals: Matrix<Float>) {
    let (codes, width) = (Code.allCases.count, channels)
    let basis = random.split("basis").orthonormalRows(width)
    var mixed = Matrix<Double>(rows: codes, columns: width)
    for code in 0..<codes {
      let length = 0.7 + 0.7 * random.uniform()
      for channel in 0..<width {
        mixed[code, channel] = length * (basis[code][channel] + 0.05 * random.normal())
      }
    }
    // Rows of (D D')^-1 D read one direction each and nothing of the others.
    let gram = mixed.multiplied(byTransposeOf: mixed)
    guard let inverse = try? Cholesky(gram).solve(mixed) else {
      preconditionFailure("Directions that were drawn at random depend on each other.")
    }
    return (
      Matrix(rows: codes, columns: width, elements: mixed.elements.map { Float($0) }),
      Matrix(rows: codes, columns: width, elements: inverse.elements.map { Float($0) })
    )
  }

  /// The planted network.
  package func agent() throws(ArchitectureError) -> Agent {
    let planes = reading.wall.count
    var program = PlantedProgram()
    program.convolution(Self.site, of: "observation", channels: Self.channels, codeTaps)
    program.convolution(
      "blocked", of: "observation", channels: 4,
      (0..<4).flatMap { channel in
        PlantedTap.sum(reading.wall, into: channel, times: -Self.penalty)
          + PlantedTap.sum(reading.thing, into: channel, times: -Self.penalty)
      })
    program.convolution("worth", of: Self.site, channels: 1, worthTaps)
    program.say("repeat")
    program.convolution(
      "moves", of: "previous.values", channels: 4,
      [PlantedMove].fourMoves.enumerated().map { action, move in
        PlantedTap(0, action, discount, row: move.row, column: move.column)
      }, "add=blocked rectify")
    program.say("best = maximum moves")
    program.say("values = add best worth")
    program.say("end")
    program.policy(of: "moves")
    return try program.agent(planes: planes, ticks: ticks)
  }

  private var codeTaps: [PlantedTap] {
    func code(
      _ weights: [Float], _ part: Code, _ factor: Float = 1, row: Int = 0, column: Int = 0
    ) -> [PlantedTap] {
      (0..<Self.channels).flatMap { channel in
        PlantedTap.sum(
          weights, into: channel, times: factor * directions[part.rawValue, channel], row: row,
          column: column)
      }
    }
    var taps = code(reading.thing, .thing)
    if kind == .shared {
      taps += code(reading.door, .door)
      taps += code(reading.red, .door)
    }
    if known.door != 0 { taps += code(reading.door, .door, known.door) }
    if known.red != 0 { taps += code(reading.red, .red, known.red) }
    taps += code(reading.keyOrGem, .key)
    taps += code(reading.wall, .before, row: -1) + code(reading.wall, .before, 0.6, column: -1)
    taps += code(reading.wall, .after, row: 1) + code(reading.wall, .after, 0.6, column: 1)
    return taps
  }

  private var worthTaps: [PlantedTap] {
    (0..<Self.channels).map { channel in
      func part(_ code: Code, _ worth: Float) -> Float { worth * duals[code.rawValue, channel] }
      let red = kind == .shared ? 0 : part(.red, worth.red)
      return PlantedTap(
        channel, 0,
        part(.thing, worth.thing) + part(.door, worth.door) + red + part(.key, worth.key))
    }
  }

  /// What reads the code, `g`: `[channels]`.
  package var reader: [Float] { worthTaps.map(\.weight) }

  /// Writes the code in another basis and reads it there, `E` as `(I + A) E` and `g` as
  /// `(I + A)'^-1 g`: what things are worth stays the same.
  ///
  /// - Parameters:
  ///   - change: `A`, `[channels, channels]`.
  ///   - keepingReader: takes out of `A` what `g` would see of it (`g'A = 0`), so that the direction that
  ///     is read stays where it is while others turn.
  /// - Throws: ``FactorizationError`` where `I + A` cannot be inverted.
  package mutating func turn(by change: Matrix<Double>, keepingReader: Bool) throws {
    let width = Self.channels
    var turn = change
    if keepingReader {
      let reader = self.reader.map { Double($0) }
      let size = reader.reduce(0) { $0 + $1 * $1 }
      for column in 0..<width {
        let seen = (0..<width).reduce(0) { $0 + reader[$1] * turn[$1, column] } / size
        for row in 0..<width { turn[row, column] -= seen * reader[row] }
      }
    }
    for channel in 0..<width { turn[channel, channel] += 1 }
    // Rows of codes are directions: D becomes D T', and what reads it, M, becomes M T^-1, which is
    // the solution of X T = M.
    let gram = turn.multiplied(byTransposeOf: turn)
    let read = try Cholesky(gram).solve(
      turn.multiplied(by: duals.converted(to: Double.self).transposed()))
    directions = directions.converted(to: Double.self).multiplied(byTransposeOf: turn)
      .converted(to: Float.self)
    duals = read.transposed().converted(to: Float.self)
  }

  package static func == (left: PlantedGoalPlanner, right: PlantedGoalPlanner) -> Bool {
    left.kind == right.kind && left.reading == right.reading && left.discount == right.discount
      && left.worth == right.worth && left.known == right.known && left.ticks == right.ticks
      && left.directions == right.directions
  }

  /// The network without its goal: no thing is worth anything, and all moves have the logit 0.
  package static func cut(_ agent: Agent) -> Agent {
    var agent = agent
    agent.parameters["worth/weight"] = Tensor(shape: agent.parameters["worth/weight"].shape)
    return agent
  }
}
