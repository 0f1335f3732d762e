package import Agents
package import Environments
internal import LinearAlgebra

/// A planted network in one of its forms: how it is made, and its checks.
package struct PlantedCase: Sendable {
  /// As in ``PlantedNetworks``.
  package let id: String
  /// The form: levels, moves, how the action is read.
  package let setting: String
  /// The network; of a seed where something of it is drawn.
  package let make: @Sendable (_ seed: UInt64) throws -> Agent
  let claims: @Sendable (_ agent: Agent, _ levels: Int, _ seed: UInt64) throws -> [PlantedCheck]

  /// Makes the network and holds its claims against levels or problems drawn anew.
  ///
  /// - Parameters:
  ///   - levels: how many are drawn; at least 400 to call the network checked.
  ///   - seed: of the network and of the levels.
  package func checks(levels: Int = 400, seed: UInt64) throws -> [PlantedCheck] {
    try claims(make(seed), levels, seed).map { check in
      var check = check
      check.setting = setting
      return check
    }
  }

  /// The cases of an id.
  package static func cases(_ id: String) -> [PlantedCase] { all.filter { $0.id == id } }
}

extension [PlantedMove] {
  /// The moves of a grid.
  package init(_ moves: MoveSet) {
    self = moves.offsets.map { PlantedMove(row: $0.row, column: $0.column) }
  }
}
