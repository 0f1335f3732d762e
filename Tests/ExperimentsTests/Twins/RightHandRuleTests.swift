import Agents
import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

@Suite struct RightHandRuleTests {
  /// A corridor with a dead end on the right, walked by hand: in and out of it, then on.
  ///
  ///     #####
  ///     #D###
  ///     #  ##
  ///     #A###
  ///     #####
  private func corridor() throws -> MazeLevel {
    let open = [Cell(row: 1, column: 1), Cell(row: 2, column: 1), Cell(row: 3, column: 1)]
    let walls = (0..<25).map {
      !(open + [Cell(row: 2, column: 2)]).contains(Cell(row: $0 / 5, column: $0 % 5))
    }
    return try MazeLevel(
      grid: Grid(rows: 5, columns: 5, walls: walls),
      objects: [PlacedObject(shape: .door, colour: .red, cell: open[0])], start: open[2])
  }

  @Test func theRuleKeepsItsHandOnTheWall() throws {
    let level = try corridor()
    var (rule, cell, moves) = (RightHandRule(), level.start, [Int]())
    while cell != level.goal, moves.count < 9 {
      let taken = rule.move(in: level, at: cell)
      let move = try #require(taken)
      moves.append(move)
      cell = cell.moved(by: MoveSet.four.offsets[move])
    }
    // Up, right into the dead end, left out of it, up to the door.
    #expect(moves == [0, 3, 2, 0])
    #expect(!RightHandRule.suits(level))
    #expect(RightHandRule.suits(try level.starting(at: Cell(row: 2, column: 2))))
  }

  @Test func theNetworkWalksAsTheRuleDoes() throws {
    let level = try corridor()
    let encoder = RedDoorEnvironment().encoder
    let reading = try #require(PlantedWave.Reading(encoder))
    let agent = try PlantedWallFollower.agent(
      blocked: reading.blocked, agentPlane: 1, rows: 5, columns: 5)
    var (cell, memory, moves) = (level.start, [Tensor](), [Int]())
    while cell != level.goal, moves.count < 9 {
      let output = try agent.run(
        encoder.observations(of: [(level, cell)]), reads: [[level.grid.index(cell)]],
        memory: memory)
      memory = output.memory
      moves.append(output.actions[0])
      cell = level.grid.destination(of: output.actions[0], from: cell)
    }
    #expect(moves == [0, 3, 2, 0])
  }

  @Test func aThingInTheWayIsAWall() throws {
    let level = try corridor()
    let barred = try MazeLevel(
      grid: level.grid,
      objects: level.objects + [
        PlacedObject(shape: .key, colour: .blue, cell: Cell(row: 2, column: 2))
      ], start: level.start)
    #expect(RightHandRule.suits(barred))
  }
}
