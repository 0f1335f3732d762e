package import Environments
package import LinearAlgebra
package import Probing

/// What a reader of the plan sees of a square in a network's maps.
///
/// A plan can stand in a square (a pointer) or between squares (a value that grows toward the goal).
/// The second kind is read from the differences to the neighbours that a move leads to. A difference
/// to a neighbour that cannot be entered is zero: which squares those are stands in the observation,
/// and what a network writes there is often many times as large as anything else.
package enum PlanKernel: String, Sendable, Codable, CaseIterable {
  /// The square's own channels.
  case square
  /// And their differences to the neighbour in the direction of each move.
  case contrasts

  /// The number of features of a map with so many channels.
  package func features(channels: Int, moves: MoveSet) -> Int {
    self == .square ? channels : channels * (1 + moves.offsets.count)
  }

  /// In a few words, for records.
  package var description: String {
    switch self {
    case .square: "the square alone"
    case .contrasts: "the square and its differences to the neighbours that can be entered"
    }
  }

  /// The features of each labelled square.
  ///
  /// - Parameters:
  ///   - maps: `[level, row, column, channel]`.
  ///   - levels: those of the maps.
  /// - Returns: `[rows, features]`: the square's channels, then those of each difference in the
  ///   order of the moves.
  /// - Throws: `ProbingError` where maps and labels differ in size.
  package func gather(
    _ maps: Tensor, levels: LevelSet, for data: ProbeData
  ) throws -> Matrix<Float> {
    guard self == .contrasts else { return try LocalFeatures.gather(maps, .single, for: data) }
    guard maps.shape.count == 4, maps.shape[0] == data.levels.count, levels.count == maps.shape[0]
    else {
      throw ProbingError.sizeMismatch(
        what: "activation maps", expected: data.levels.count, found: maps.shape.first ?? 0)
    }
    guard maps.shape[1] * maps.shape[2] == data.cells, data.cells == levels.cells else {
      throw ProbingError.sizeMismatch(
        what: "cells of the activation maps", expected: data.cells,
        found: maps.shape[1] * maps.shape[2])
    }
    let neighbours = PlanNeighbours(levels)
    let channels = maps.shape[3]
    let columns = features(channels: channels, moves: levels.moves)
    var elements = [Float](repeating: 0, count: data.rows * columns)
    elements.withUnsafeMutableBufferPointer { features in
      maps.elements.withUnsafeBufferPointer { source in
        for row in 0..<data.rows {
          let level = data.rowLevel[row]
          let base = level * data.cells
          let here = (base + data.rowCell[row]) * channels
          let start = row * columns
          for channel in 0..<channels { features[start + channel] = source[here + channel] }
          for move in levels.moves.offsets.indices {
            let next = neighbours.cell(of: move, from: data.rowCell[row], level: level)
            guard next >= 0 else { continue }
            let there = (base + next) * channels
            let place = start + (1 + move) * channels
            for channel in 0..<channels {
              features[place + channel] = source[there + channel] - source[here + channel]
            }
          }
        }
      }
    }
    return Matrix(rows: data.rows, columns: columns, elements: elements)
  }
}

/// The squares that moves lead to, where they can be entered.
package struct PlanNeighbours: Sendable {
  private let moves: Int
  private let cells: Int
  /// `[level, cell, move]`, -1 where there is no such square.
  private let next: [Int32]

  package init(_ levels: LevelSet) {
    moves = levels.moves.offsets.count
    cells = levels.cells
    var next = [Int32](repeating: -1, count: levels.count * cells * moves)
    for (index, level) in levels.levels.enumerated() {
      let goals = level.goals
      var closed = level.grid.walls
      for cell in level.blockingCells where !goals.contains(cell) {
        closed[level.grid.index(cell)] = true
      }
      for cell in 0..<cells {
        let from = level.grid.cell(cell)
        for (move, offset) in levels.moves.offsets.enumerated() {
          let to = from.moved(by: offset)
          guard level.grid.contains(to), !closed[level.grid.index(to)] else { continue }
          next[(index * cells + cell) * moves + move] = Int32(level.grid.index(to))
        }
      }
    }
    self.next = next
  }

  /// The square that a move leads to; -1 where it cannot be entered.
  package func cell(of move: Int, from cell: Int, level: Int) -> Int {
    Int(next[(level * cells + cell) * moves + move])
  }
}
