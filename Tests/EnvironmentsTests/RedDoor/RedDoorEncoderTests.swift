import Environments
import LinearAlgebra
import Testing

private let encodings: [RedDoorEncoding] = [
  .mixed(seed: 0), .mixed(seed: 5), .separate, .shapeAndColour, .rgb,
]

@Test func thirteenPlanesShowWallsAgentTypesCueAndFence() throws {
  let level = try level(
    """
    ; cue: on
    #####
    #@rD#
    #...#
    #####
    """)
  let encoder = RedDoorEncoder(encoding: .separate)
  #expect(encoder.planes == 13)
  let observation = encoder.observations(of: [level])
  #expect(observation.shape == [1, 4, 5, 13])
  for row in 0..<4 {
    for column in 0..<5 {
      let cell = Cell(row: row, column: column)
      let border = level.grid.isBorder(cell)
      #expect(observation[0, row, column, 0] == (border ? 1 : 0))
      #expect(observation[0, row, column, 1] == (cell == level.start ? 1 : 0))
      for type in ObjectType.all {
        let here = level.object(at: cell)?.type == type
        #expect(observation[0, row, column, 2 + type.index] == (here ? 1 : 0))
      }
      #expect(observation[0, row, column, encoder.cuePlane] == 1)
      #expect(observation[0, row, column, encoder.fencePlane] == (border ? 1 : 0))
    }
  }
}

@Test func theMixIsOrthogonalFixedBySeedAndCanBeUndone() throws {
  let encoder = RedDoorEncoder(encoding: .mixed(seed: 5))
  #expect(encoder == RedDoorEncoder(encoding: .mixed(seed: 5)))
  #expect(encoder.codes != RedDoorEncoder(encoding: .mixed(seed: 6)).codes)
  for first in 0..<9 {
    for second in 0..<9 {
      let product = zip(encoder.codes.row(first), encoder.codes.row(second))
        .reduce(Float(0)) { $0 + $1.0 * $1.1 }
      #expect(abs(product - (first == second ? 1 : 0)) < 1e-6)
    }
  }
  var random = RandomStream(seed: 30)
  let plain = RedDoorEncoder(encoding: .separate)
  let levels = try environment(support: .anyColour).levels(20, using: &random)
  let mixed = encoder.observations(of: levels).matrix
  let separate = plain.observations(of: levels).matrix
  for row in 0..<mixed.rows {
    for type in 0..<9 {
      var unmixed: Float = 0
      for plane in 0..<9 { unmixed += encoder.codes[type, plane] * mixed[row, 2 + plane] }
      #expect(abs(unmixed - separate[row, 2 + type]) < 1e-6)
    }
  }
}

@Test(arguments: encodings)
func everyTypeLooksDifferent(encoding: RedDoorEncoding) {
  let encoder = RedDoorEncoder(encoding: encoding)
  #expect(Set((0..<9).map { Array(encoder.codes.row($0)) }).count == 9)
  #expect(encoder.planeNames.count == 4 + encoder.codes.columns)
  #expect(RedDoorEncoding(name: encoding.name) == encoding)
}

@Test(arguments: encodings)
func writingOverwritesEveryNumber(encoding: RedDoorEncoding) throws {
  var random = RandomStream(seed: 31)
  let encoder = RedDoorEncoder(encoding: encoding)
  let level = try environment().level(using: &random)
  var dirty = [Float](repeating: .nan, count: encoder.count(for: level))
  dirty.withUnsafeMutableBufferPointer { encoder.write(level, agent: level.start, into: $0) }
  #expect(dirty == encoder.observations(of: [level]).elements)
  // The agent changes its own plane alone.
  let agentPlane = try #require(encoder.agentPlane)
  let other = try #require(level.paths().startCells.first { $0 != level.start })
  let moved = encoder.observations(of: [(level, other)]).elements
  for index in dirty.indices where dirty[index] != moved[index] {
    #expect(index % encoder.planes == agentPlane)
  }
}

@Test func oraclePlanesShowPlanValueOrWatermark() throws {
  let level = try level(
    """
    #######
    #@...D#
    #.##.##
    #....##
    #######
    """)
  func planes(_ oracle: OraclePlanes) -> (Tensor, Int) {
    let encoder = RedDoorEncoder(encoding: .separate, oracle: oracle)
    let plain = RedDoorEncoder(encoding: .separate)
    let observation = encoder.observations(of: [level])
    let base = plain.observations(of: [level])
    for cell in 0..<35 {
      for plane in 0..<13 {
        #expect(observation[0, cell / 7, cell % 7, plane] == base[0, cell / 7, cell % 7, plane])
      }
    }
    #expect(encoder.planeNames == plain.planeNames + oracle.names)
    return (observation, encoder.planes)
  }
  let (plan, planCount) = planes(.plan)
  #expect(planCount == 17)
  // Right along the top row, both ways from the left end of the lower one, nothing on walls.
  #expect((0..<4).map { plan[0, 1, 2, 13 + $0] } == [0, 0, 0, 1])
  #expect((0..<4).map { plan[0, 3, 1, 13 + $0] } == [1, 0, 0, 1])
  #expect((0..<4).map { plan[0, 0, 0, 13 + $0] } == [0, 0, 0, 0])
  let (value, valueCount) = planes(.value)
  #expect(valueCount == 14)
  for (row, column, steps) in [(1, 5, 0), (1, 1, 4), (3, 1, 6), (3, 4, 3)] {
    #expect(value[0, row, column, 13] == 1 - Float(steps) / 35)
  }
  #expect(value[0, 2, 2, 13] == 0 && value[0, 0, 0, 13] == 0)
  let (mark, markCount) = planes(.watermark)
  #expect(markCount == 14)
  let border = (0..<35).filter { level.grid.isBorder(level.grid.cell($0)) }.prefix(16)
  for cell in 0..<35 {
    let bit = border.firstIndex(of: cell).map { level.digest >> UInt64($0) & 1 } ?? 0
    #expect(mark[0, cell / 7, cell % 7, 13] == Float(bit))
  }
}

@Test func aHintIsAPlanInTheFirstStepAlone() throws {
  let level = try level(
    """
    #######
    #@...D#
    #.##.##
    #....##
    #######
    """)
  let (plan, hint) = (
    RedDoorEncoder(encoding: .separate, oracle: .plan),
    RedDoorEncoder(encoding: .separate, oracle: .hint)
  )
  #expect(plan.hintPlanes.isEmpty && hint.hintPlanes == 13..<17)
  let first = hint.observations(of: [level])
  #expect(first == plan.observations(of: [level]))
  let later = hint.observations(of: [(level, level.start)], after: [2])
  #expect(hint.observations(of: [(level, level.start)], after: [0]) == first)
  for cell in 0..<35 {
    for plane in 0..<17 {
      let expected = plane < 13 ? first[0, cell / 7, cell % 7, plane] : 0
      #expect(later[0, cell / 7, cell % 7, plane] == expected)
    }
  }
  // Other planes of an oracle stay.
  let value = RedDoorEncoder(encoding: .separate, oracle: .value)
  #expect(
    value.observations(of: [(level, level.start)], after: [2])
      == value.observations(of: [level]))
}
