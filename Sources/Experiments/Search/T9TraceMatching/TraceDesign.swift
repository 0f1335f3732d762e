internal import Environments
internal import LinearAlgebra
internal import Probing
internal import Statistics

/// The columns of ``TraceNuisance``: what is told of a square without any search, and the answer.
enum TraceDesign {
  /// Planes with more values than this are cut into as many classes of equal size; distances beyond it
  /// are one class for each step.
  static let mostValues = 48

  /// `[rows, columns]`, each of mean zero and variance one over the rows to choose on, or zero.
  static func columns(
    _ rows: TraceRows, observations: Tensor, baseline: BaselineDesign, told: [[Float]] = [],
    steps: Bool = true
  ) throws -> Matrix<Float> {
    let patches = rows.ordered(
      try baseline.columns(observations, levels: rows.levels, for: rows.data))
    let own = rows.ordered(try LocalFeatures.gather(observations, .single, for: rows.data))
    let open = openDistances(rows)
    let columns = indicators(
      (0..<own.columns).map { classes(own.column($0)) } + ofSquares(open, rows)
        + (steps ? openSteps(open, rows) : []))
    return standardised(patches, columns + answer(rows) + told, fitCount: rows.fitCount)
  }

  /// One column for each value that a category takes, where it takes more than one; less than zero is
  /// none of its values.
  private static func indicators(_ categories: [[Int]]) -> [[Float]] {
    categories.flatMap { values -> [[Float]] in
      let known = Set(values)
      guard known.count > 1 else { return [] }
      return known.filter { $0 >= 0 }.sorted().map { value in
        values.map { $0 == value ? 1 : 0 }
      }
    }
  }

  /// Classes of equal values, or of neighbouring ones where there are many.
  static func classes(_ values: [Float]) -> [Int] {
    let distinct = Set(values).sorted()
    guard distinct.count > mostValues else {
      var place: [Float: Int] = [:]
      for (index, value) in distinct.enumerated() { place[value] = index }
      return values.map { place[$0] ?? 0 }
    }
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var result = [Int](repeating: 0, count: values.count)
    for (place, index) in order.enumerated() {
      // Equal values stay together: the class of the first of them.
      result[index] =
        place > 0 && values[order[place - 1]] == values[index]
        ? result[order[place - 1]] : place * mostValues / values.count
    }
    return result
  }

  /// The length of a way in an empty grid and the Chebyshev distance, to the goal and to the agent, of
  /// all squares of each level.
  private static func openDistances(_ rows: TraceRows) -> [[[Int]]] {
    let moves = rows.levels.moves
    return rows.tracePlaces.levels.map { level in
      let goals = level.goals
      return (0..<level.grid.count).map { index in
        let cell = level.grid.cell(index)
        return [
          goals.map { moves.openDistance(from: cell, to: $0) }.min() ?? 0,
          goals.map { cell.chebyshevDistance(to: $0) }.min() ?? 0,
          moves.openDistance(from: cell, to: level.start),
          cell.chebyshevDistance(to: level.start),
        ]
      }
    }
  }

  /// The same of the squares studied, one category each.
  private static func ofSquares(_ open: [[[Int]]], _ rows: TraceRows) -> [[Int]] {
    (0..<4).map { place in
      zip(rows.tracePlaces.cells, open).flatMap { cells, distances in
        cells.map { distances[$0][place] }
      }
    }
  }

  /// Where a move leads nearer or further in the open, by the square's own distance: one category for
  /// each move and each of the distances, -1 where the move cannot be made or changes nothing.
  ///
  /// Activations are read through the neighbours that can be entered. So a wave that goes through walls
  /// is seen to have come to a neighbour or not, which walls decide as they decide one step of a search.
  private static func openSteps(_ open: [[[Int]]], _ rows: TraceRows) -> [[Int]] {
    let moves = rows.levels.moves.offsets.indices
    let neighbours = PlanNeighbours(rows.levels)
    var result = [[Int]](repeating: [], count: 4 * moves.count)
    for (number, cells) in rows.tracePlaces.cells.enumerated() {
      for index in cells {
        let here = open[number][index]
        for move in moves {
          let next = neighbours.cell(of: move, from: index, level: rows.places[number])
          let there = next < 0 ? here : open[number][next]
          for place in here.indices {
            let change = there[place] - here[place]
            result[4 * move + place].append(
              change == 0 ? -1 : 2 * min(here[place], mostValues) + (change > 0 ? 1 : 0))
          }
        }
      }
    }
    // Where a step may be diagonal, the two distances are the same.
    return result.enumerated().filter { place, values in
      place % 2 == 0 || values != result[place - 1]
    }.map(\.element)
  }

  /// The final answer as columns: steps and discounted value from the goal and from the agent, and
  /// whether each move begins a shortest way.
  private static func answer(_ rows: TraceRows) -> [[Float]] {
    let (places, moves) = (rows.tracePlaces, rows.levels.moves)
    var result = [[Float]](repeating: [], count: 4 + moves.count)
    for (level, cells) in zip(places.levels, places.cells) {
      let paths = level.paths()
      let agent = BreadthFirstRecord(level, from: .agent).iterations.last?.distances ?? []
      let furthest = agent.max() ?? 0
      for index in cells {
        let steps = Float(max(0, paths.distances[index]))
        let back = Float(agent[index] < 0 ? furthest + 1 : agent[index])
        var (value, valueBack): (Float, Float) = (1, 1)
        for _ in 0..<Int(steps) { value *= 0.9 }
        for _ in 0..<Int(back) { valueBack *= 0.9 }
        let actions = paths.optimalActions(at: level.grid.cell(index))
        for (column, number) in [steps, value, back, valueBack].enumerated() {
          result[column].append(number)
        }
        for action in 0..<moves.count {
          result[4 + action].append(actions.contains(action) ? 1 : 0)
        }
      }
    }
    return result
  }

  private static func standardised(
    _ patches: Matrix<Float>, _ columns: [[Float]], fitCount: Int
  ) -> Matrix<Float> {
    let (own, width) = (patches.columns, patches.columns + columns.count)
    var result = Matrix<Float>(rows: patches.rows, columns: width)
    result.elements.withUnsafeMutableBufferPointer { target in
      patches.elements.withUnsafeBufferPointer { source in
        for row in 0..<patches.rows {
          for column in 0..<own { target[row * width + column] = source[row * own + column] }
        }
      }
      for (place, values) in columns.enumerated() {
        values.withUnsafeBufferPointer { values in
          for row in values.indices { target[row * width + own + place] = values[row] }
        }
      }
      var (sums, squares) = (
        [Double](repeating: 0, count: width), [Double](repeating: 0, count: width)
      )
      sums.withUnsafeMutableBufferPointer { sums in
        squares.withUnsafeMutableBufferPointer { squares in
          for row in 0..<fitCount {
            for column in 0..<width {
              let value = Double(target[row * width + column])
              sums[column] += value
              squares[column] += value * value
            }
          }
        }
      }
      let count = Double(max(1, fitCount))
      let means = sums.map { Float($0 / count) }
      let factors = zip(squares, sums).map { square, sum -> Float in
        let variance = (square - sum * sum / count) / count
        return variance > 1e-9 ? Float(1 / variance.squareRoot()) : 0
      }
      means.withUnsafeBufferPointer { means in
        factors.withUnsafeBufferPointer { factors in
          for row in 0..<patches.rows {
            for column in 0..<width {
              let index = row * width + column
              target[index] = (target[index] - means[column]) * factors[column]
            }
          }
        }
      }
    }
    return result
  }
}
