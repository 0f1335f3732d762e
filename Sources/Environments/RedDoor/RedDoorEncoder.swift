package import LinearAlgebra

/// Observations of the red-door maze: planes wall, agent, the types of things in one of the
/// ``RedDoorEncoding``s, cue, fence (1 on the border ring), and those of an oracle where it has any.
package struct RedDoorEncoder: ObservationEncoder, Equatable {
  package let encoding: RedDoorEncoding
  /// Planes behind the fence that give away what a search would have to find out.
  package let oracle: OraclePlanes
  package let planeNames: [String]
  /// What each type writes into the planes that follow ``firstTypePlane``: row
  /// ``ObjectType/index``. For ``RedDoorEncoding/mixed(seed:)`` the orthogonal 9x9 mix, so
  /// that `sum_j codes[t, j] * plane_j` is 1 at things of type `t` and 0 elsewhere.
  package let codes: Matrix<Float>

  package static let wallPlane = 0
  /// The first of the planes that show types.
  package static let firstTypePlane = 2
  package var agentPlane: Int? { 1 }
  package var cuePlane: Int { Self.firstTypePlane + codes.columns }
  package var fencePlane: Int { cuePlane + 1 }
  /// The planes that are zero in all steps of an episode but the first.
  package var hintPlanes: Range<Int> { oracle == .hint ? fencePlane + 1..<planes : 0..<0 }
  package var name: String {
    "red-door/\(encoding.name)" + (oracle == .none ? "" : "/oracle-\(oracle.rawValue)")
  }

  package init(encoding: RedDoorEncoding, oracle: OraclePlanes = .none) {
    self.encoding = encoding
    self.oracle = oracle
    let types = ObjectType.all
    let names: [String]
    switch encoding {
    case .mixed(let seed):
      codes = Self.mix(seed: seed)
      names = types.indices.map { "mix \($0)" }
    case .separate:
      codes = .identity(types.count)
      names = types.map(\.name)
    case .shapeAndColour:
      var table = Matrix<Float>(rows: types.count, columns: 6)
      for type in types {
        table[type.index, type.shape.rawValue] = 1
        table[type.index, 3 + type.colour.rawValue] = 1
      }
      codes = table
      names = ObjectShape.allCases.map(\.name) + ObjectColour.allCases.map(\.name)
    case .rgb:
      codes = Self.light(of: types)
      names = ["red light", "green light", "blue light"]
    }
    planeNames = ["wall", "agent"] + names + ["cue", "fence"] + oracle.names
  }

  /// As in an episode's first step.
  package func write(
    _ level: MazeLevel, agent: Cell, into observation: UnsafeMutableBufferPointer<Float>
  ) {
    let planes = planeNames.count
    let grid = level.grid
    precondition(
      observation.count == grid.count * planes,
      "An observation of this level has \(grid.count * planes) numbers, not \(observation.count)."
    )
    observation.update(repeating: 0)
    guard let base = observation.baseAddress else { return }
    grid.walls.withUnsafeBufferPointer { walls in
      for index in walls.indices where walls[index] { base[index * planes + Self.wallPlane] = 1 }
    }
    base[grid.index(agent) * planes + 1] = 1
    let width = codes.columns
    codes.elements.withUnsafeBufferPointer { codes in
      for object in level.objects {
        let square = base + grid.index(object.cell) * planes + Self.firstTypePlane
        let row = object.type.index * width
        for plane in 0..<width { square[plane] = codes[row + plane] }
      }
    }
    if level.cue {
      for index in 0..<grid.count { base[index * planes + cuePlane] = 1 }
    }
    writeFence(base + fencePlane, rows: grid.rows, columns: grid.columns, planes: planes)
    oracle.write(level, at: base + fencePlane + 1, stride: planes)
  }

  /// Takes the hint out of an observation, as it is after an episode's first step.
  package func hideHint(in observation: UnsafeMutableBufferPointer<Float>) {
    guard !hintPlanes.isEmpty else { return }
    for square in stride(from: 0, to: observation.count, by: planes) {
      for plane in hintPlanes { observation[square + plane] = 0 }
    }
  }

  private func writeFence(
    _ plane: UnsafeMutablePointer<Float>, rows: Int, columns: Int, planes: Int
  ) {
    for column in 0..<columns {
      plane[column * planes] = 1
      plane[((rows - 1) * columns + column) * planes] = 1
    }
    for row in 0..<rows {
      plane[row * columns * planes] = 1
      plane[(row * columns + columns - 1) * planes] = 1
    }
  }

  /// A random orthogonal matrix.
  private static func mix(seed: UInt64) -> Matrix<Float> {
    let order = ObjectType.all.count
    let rows = RandomStream(seed: seed).split("type-mix").orthonormalRows(order)
    return Matrix(rows: order, columns: order, elements: rows.joined().map { Float($0) })
  }

  private static func light(of types: [ObjectType]) -> Matrix<Float> {
    var table = Matrix<Float>(rows: types.count, columns: 3)
    for type in types {
      let channel =
        switch type.colour {
        case .red: 0
        case .green: 1
        case .blue: 2
        }
      for plane in 0..<3 {
        table[type.index, plane] =
          switch type.shape {
          case .door: plane == channel ? 1 : 0
          case .key: plane == channel ? 1 : 0.5
          case .gem: plane == channel ? 0.5 : 0
          }
      }
    }
    return table
  }
}
