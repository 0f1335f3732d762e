internal import Environments
internal import LinearAlgebra
internal import Probing
internal import Statistics

/// What a square's activations and traces may hold at each tick without any search: taken out of
/// both before they are compared.
///
/// All planes around the square and where the goal lies (R7 b), the square's own value of every
/// plane and the length of an open way to the goal and to the agent as categories, and the final
/// answer: steps to the goal and from the agent, a discounted value and the plan. Each tick has a
/// regression of its own, so that any function of these times any function of the tick goes with
/// them: an answer that fades in, a wave through open space, a plane revealed by a counter.
struct TraceNuisance: Sendable {
  /// Columns centred and scaled over the rows to choose on.
  private let design: Matrix<Float>
  private let fitCount: Int
  private let cholesky: Cholesky
  /// The number of columns.
  var columns: Int { design.columns }

  /// The share of a column's mean diagonal that the penalty is chosen from.
  static let penalties = [1e-3, 1e-2, 1e-1, 1]
  /// Planes with more values than this are cut into as many classes of equal size.
  static let mostValues = 48

  /// - Parameter targets: maps, one a column, by whose prediction the penalty is chosen.
  init(
    _ rows: TraceRows, observations: Tensor, baseline: BaselineDesign, targets: Matrix<Float>
  ) throws {
    let patches = rows.ordered(
      try baseline.columns(observations, levels: rows.levels, for: rows.data))
    let own = rows.ordered(
      try LocalFeatures.gather(observations, .single, for: rows.data))
    let categories =
      (0..<own.columns).map { Self.classes(own.column($0)) } + Self.openDistances(rows)
    let answer = Self.answer(rows)
    var columns: [[Float]] = []
    for values in categories {
      let known = (values.max() ?? 0) + 1
      guard known > 1 else { continue }
      for value in 0..<known { columns.append(values.map { $0 == value ? 1 : 0 }) }
    }
    columns += answer
    fitCount = rows.fitCount
    design = Self.standardised(patches, columns, fitCount: rows.fitCount)
    cholesky = try Self.factor(design, rows, targets)
  }

  /// Maps, one a column, less what the design says of them; fitted on the levels to choose on.
  func residual(_ maps: Matrix<Float>) -> Matrix<Float> {
    let (q, m, fitted) = (design.columns, maps.columns, fitCount)
    var result = maps
    let means = Self.means(maps, fitted)
    for row in 0..<maps.rows {
      for column in 0..<m { result.elements[row * m + column] -= means[column] }
    }
    // Blocks of columns are pieces of work; each is one product over the rows to choose on.
    let width = 32
    let centred = result
    let blocks = Parallel.map((m + width - 1) / width) { block -> Matrix<Float> in
      let range = block * width..<min((block + 1) * width, m)
      var cross = Matrix<Float>(rows: q, columns: range.count)
      centred.elements.withUnsafeBufferPointer { y in
        design.elements.withUnsafeBufferPointer { s in
          cross.elements.withUnsafeMutableBufferPointer { c in
            guard let y = y.baseAddress, let s = s.baseAddress, let c = c.baseAddress else {
              return
            }
            FloatProducts.multiply(
              rows: q, columns: range.count, inner: fitted, left: s, .transposed, leftStride: q,
              right: y + range.lowerBound, rightStride: m, result: c, resultStride: range.count)
          }
        }
      }
      return cholesky.solve(cross.converted(to: Double.self)).converted(to: Float.self)
    }
    var weights = Matrix<Float>(rows: q, columns: m)
    for (block, part) in blocks.enumerated() {
      for row in 0..<q {
        for column in 0..<part.columns { weights[row, block * width + column] = part[row, column] }
      }
    }
    let predicted = design.product(weights)
    for index in result.elements.indices { result.elements[index] -= predicted.elements[index] }
    return result
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

  /// The length of a way in an empty grid and the Chebyshev distance, to the goal and to the agent.
  private static func openDistances(_ rows: TraceRows) -> [[Int]] {
    let (places, moves) = (rows.tracePlaces, rows.levels.moves)
    var result = [[Int]](repeating: [], count: 4)
    for (level, cells) in zip(places.levels, places.cells) {
      let goals = level.goals
      for index in cells {
        let cell = level.grid.cell(index)
        result[0].append(goals.map { moves.openDistance(from: cell, to: $0) }.min() ?? 0)
        result[1].append(goals.map { cell.chebyshevDistance(to: $0) }.min() ?? 0)
        result[2].append(moves.openDistance(from: cell, to: level.start))
        result[3].append(cell.chebyshevDistance(to: level.start))
      }
    }
    return result
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

  private static func means(_ maps: Matrix<Float>, _ fitted: Int) -> [Float] {
    var sums = [Double](repeating: 0, count: maps.columns)
    for row in 0..<fitted {
      for column in 0..<maps.columns { sums[column] += Double(maps[row, column]) }
    }
    return sums.map { Float($0 / Double(max(1, fitted))) }
  }

  private static func standardised(
    _ patches: Matrix<Float>, _ columns: [[Float]], fitCount: Int
  ) -> Matrix<Float> {
    let width = patches.columns + columns.count
    var result = Matrix<Float>(rows: patches.rows, columns: width)
    for row in 0..<patches.rows {
      for column in 0..<patches.columns { result[row, column] = patches[row, column] }
      for column in columns.indices { result[row, patches.columns + column] = columns[column][row] }
    }
    let means = means(result, fitCount)
    var squares = [Double](repeating: 0, count: width)
    for row in 0..<fitCount {
      for column in 0..<width {
        let value = Double(result[row, column] - means[column])
        squares[column] += value * value
      }
    }
    let factors = squares.map { $0 > 0 ? Float((Double(max(1, fitCount)) / $0).squareRoot()) : 0 }
    for row in 0..<result.rows {
      for column in 0..<width {
        result[row, column] = (result[row, column] - means[column]) * factors[column]
      }
    }
    return result
  }

  /// The factored normal equations, with the penalty that predicts the second half of the levels to
  /// choose on best from the first half.
  private static func factor(
    _ design: Matrix<Float>, _ rows: TraceRows, _ targets: Matrix<Float>
  ) throws -> Cholesky {
    let q = design.columns
    let middle = rows.ranges[max(1, rows.fitLevels / 2) - 1].upperBound
    let joined = Self.joined(design, targets, rows: rows.fitCount)
    func gram(_ range: Range<Int>) -> Matrix<Double> {
      joined.selectingRows(Array(range)).parallelGram()
    }
    let (first, second) = (gram(0..<middle), gram(middle..<rows.fitCount))
    func normal(_ gram: Matrix<Double>, _ share: Double) throws -> Cholesky {
      var matrix = Matrix<Double>(rows: q, columns: q)
      var trace = 0.0
      for row in 0..<q {
        trace += gram[row, row]
        for column in 0..<q { matrix[row, column] = gram[row, column] }
      }
      let penalty = max(share * trace / Double(max(1, q)), 1e-6)
      for row in 0..<q { matrix[row, row] += penalty }
      return try Cholesky(matrix)
    }
    func cross(_ gram: Matrix<Double>) -> Matrix<Double> {
      var result = Matrix<Double>(rows: q, columns: targets.columns)
      for row in 0..<q {
        for column in 0..<targets.columns { result[row, column] = gram[row, q + column] }
      }
      return result
    }
    var best = (penalties[0], Double.infinity)
    for share in penalties {
      let weights = try normal(first, share).solve(cross(first))
      let fitted = second.leading(q).multiplied(by: weights)
      let against = cross(second)
      var error = 0.0
      for row in 0..<q {
        for column in 0..<targets.columns {
          error += weights[row, column] * (fitted[row, column] - 2 * against[row, column])
        }
      }
      if error < best.1 { best = (share, error) }
    }
    var both = first
    for index in both.elements.indices { both.elements[index] += second.elements[index] }
    return try normal(both, best.0)
  }

  private static func joined(
    _ design: Matrix<Float>, _ targets: Matrix<Float>, rows: Int
  ) -> Matrix<Float> {
    let means = means(targets, rows)
    var result = Matrix<Float>(rows: rows, columns: design.columns + targets.columns)
    for row in 0..<rows {
      for column in 0..<design.columns { result[row, column] = design[row, column] }
      for column in 0..<targets.columns {
        result[row, design.columns + column] = targets[row, column] - means[column]
      }
    }
    return result
  }
}

extension Matrix where Scalar == Float {
  /// `A'A` in double precision, from blocks of rows that do not depend on the number of threads.
  func parallelGram() -> Matrix<Double> {
    let height = 2048
    let parts = Parallel.map(Swift.max(1, (rows + height - 1) / height)) { block in
      selectingRows(Array(block * height..<Swift.min((block + 1) * height, rows)))
        .converted(to: Double.self).gram()
    }
    var result = Matrix<Double>(rows: columns, columns: columns)
    for part in parts {
      for index in result.elements.indices { result.elements[index] += part.elements[index] }
    }
    return result
  }
}

extension Matrix where Scalar == Double {
  /// The leading square block.
  func leading(_ order: Int) -> Matrix {
    var result = Matrix(rows: order, columns: order)
    for row in 0..<order {
      for column in 0..<order { result[row, column] = self[row, column] }
    }
    return result
  }
}
