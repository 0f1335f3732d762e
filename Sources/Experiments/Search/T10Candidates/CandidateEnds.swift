internal import Environments
internal import LinearAlgebra

/// Where every sequence of so many moves from the agent would lead, at the squares that are studied.
///
/// A move against what blocks stays where it is. Sequences in which a move takes back the one before
/// are left out: they lead nowhere that a shorter one does not.
struct CandidateEnds: Sendable {
  let length: Int
  /// One row of moves a candidate.
  let sequences: [[Int]]
  /// `[rows, candidates]`: 1 where a candidate ends.
  let ends: Matrix<Float>
  /// After how many moves each candidate first meets a goal, `[level][candidate]`, in the order of the
  /// places; nil where it meets none.
  let meetings: [[Int?]]
  /// The same as if there were no walls.
  let openMeetings: [[Int?]]

  /// More candidates than these are not held against each tick: three moves of four, two of eight.
  static let mostCandidates = 60

  /// The largest number of moves whose sequences are few enough, with that number of moves and fewer.
  static func lengths(_ moves: MoveSet) -> ClosedRange<Int> {
    var length = 1
    while length < 6, Self.sequences(length + 1, moves).count <= mostCandidates { length += 1 }
    return 1...length
  }

  init(_ length: Int, _ places: TraceForm.Places, moves: MoveSet) {
    let sequences = Self.sequences(length, moves)
    var ends = Matrix<Float>(rows: places.rows, columns: sequences.count)
    var (meetings, openMeetings) = ([[Int?]](), [[Int?]]())
    var row = 0
    for (level, cells) in zip(places.levels, places.cells) {
      let goals = level.goals
      let blocked = Set(level.objects.map(\.cell).filter { !goals.contains($0) })
      var found: [Int: [Int]] = [:]
      var (own, open) = ([Int?](), [Int?]())
      for (number, sequence) in sequences.enumerated() {
        var (cell, straight) = (level.start, level.start)
        var (met, openMet): (Int?, Int?) = (nil, nil)
        for (step, move) in sequence.enumerated() {
          let next = level.grid.destination(of: move, from: cell)
          if !blocked.contains(next) { cell = next }
          straight = Cell(
            row: straight.row + moves.offsets[move].row,
            column: straight.column + moves.offsets[move].column)
          if met == nil, goals.contains(cell) { met = step + 1 }
          if openMet == nil, goals.contains(straight) { openMet = step + 1 }
        }
        own.append(met)
        open.append(openMet)
        found[level.grid.index(cell), default: []].append(number)
      }
      meetings.append(own)
      openMeetings.append(open)
      for cell in cells {
        for number in found[cell] ?? [] { ends[row, number] = 1 }
        row += 1
      }
    }
    self.length = length
    self.sequences = sequences
    self.ends = ends
    self.meetings = meetings
    self.openMeetings = openMeetings
  }

  /// What is told of a square by where it lies from the agent, walls or none: the place itself within
  /// so many moves, and the number of steps, which is what a wave from the agent tells.
  ///
  /// - Returns: one array a column.
  static func told(_ length: Int, _ places: TraceForm.Places, moves: MoveSet) -> [[Float]] {
    let rows = places.rows
    var offsets: [[Int]: [Float]] = [:]
    var rings = [[Float]](repeating: [Float](repeating: 0, count: rows), count: length + 1)
    var row = 0
    for (level, cells) in zip(places.levels, places.cells) {
      let steps = BreadthFirstRecord(level, from: .agent).iterations.last?.distances ?? []
      for index in cells {
        let cell = level.grid.cell(index)
        if moves.openDistance(from: level.start, to: cell) <= length {
          let key = [cell.row - level.start.row, cell.column - level.start.column]
          offsets[key, default: [Float](repeating: 0, count: rows)][row] = 1
        }
        if rings.indices.contains(steps[index]) { rings[steps[index]][row] = 1 }
        row += 1
      }
    }
    return offsets.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value) + rings
  }

  private static func sequences(_ length: Int, _ moves: MoveSet) -> [[Int]] {
    (0..<length).reduce([[]]) { sequences, _ in
      sequences.flatMap { start in
        moves.offsets.indices.filter { move in
          guard let last = start.last.map({ moves.offsets[$0] }) else { return true }
          return last.row + moves.offsets[move].row != 0
            || last.column + moves.offsets[move].column != 0
        }.map { start + [$0] }
      }
    }
  }
}
