internal import LinearAlgebra
internal import Statistics

/// The directions of base and proxy in the code of things, and how much of a change of what stands for
/// them lies in their span, in the metric in which the codes' spread about them is one.
struct ConceptSpan {
  /// What a thing's code changes by for being a door, red, and both, `[3, p]`.
  let effects: Matrix<Double>
  /// The inverse of the codes' covariance about them.
  private let metric: Matrix<Double>
  private let inverseGram: Matrix<Double>

  /// How much of the mean variance is added to every direction.
  private static let shrinkage = 0.05

  /// - Parameter codes: `[rows, p]`, a row of the design each.
  init(_ codes: Matrix<Double>, _ design: ConceptDesign) throws {
    effects = try design.effects(of: codes)
    let residual = try design.residuals(of: codes)
    var covariance = residual.gram()
    let count = Double(max(1, codes.rows - design.columns))
    for index in covariance.elements.indices { covariance.elements[index] /= count }
    let trace = (0..<covariance.rows).reduce(0.0) { $0 + covariance[$1, $1] }
    let added = max(1e-12, Self.shrinkage * trace / Double(max(1, covariance.rows)))
    for index in 0..<covariance.rows { covariance[index, index] += added }
    metric = try Cholesky(covariance).inverse()
    inverseGram = try Self.inverseGram(Self.firstTwo(effects), metric)
  }

  private static func firstTwo(_ effects: Matrix<Double>) -> Matrix<Double> {
    Matrix(
      rows: 2, columns: effects.columns,
      elements: Array(effects.elements.prefix(2 * effects.columns)))
  }

  private static func inverseGram(
    _ span: Matrix<Double>, _ metric: Matrix<Double>
  ) throws -> Matrix<Double> {
    var gram = span.multiplied(by: metric).multiplied(byTransposeOf: span)
    for index in 0..<gram.rows { gram[index, index] += 1e-12 + 1e-9 * gram[index, index] }
    return try Cholesky(gram).inverse()
  }

  /// How a change of codes changes what stands for being a door and for being red, `[2, p]`.
  ///
  /// - Parameters:
  ///   - codes: how the codes of some things change, `[rows, p]`.
  ///   - design: of those things.
  func change(_ codes: Matrix<Double>, by design: ConceptDesign) throws -> Matrix<Double> {
    Self.firstTwo(try design.effects(of: codes))
  }

  /// The share of a change (``change(_:by:)``) that lies in the span of the concepts' own directions.
  func insideShare(_ change: Matrix<Double>) -> Double {
    inside(change, Self.firstTwo(effects), inverseGram)
  }

  /// The same of the span of two directions drawn with the spread of the codes.
  func insideRandomSpan(
    _ change: Matrix<Double>, of codes: Matrix<Double>, using random: inout RandomStream
  ) throws -> Double {
    let means = codes.columnMeans()
    var span = Matrix<Double>(rows: 2, columns: codes.columns)
    for direction in 0..<2 {
      for row in 0..<codes.rows {
        let weight = random.normal()
        for column in 0..<codes.columns {
          span[direction, column] += weight * (codes[row, column] - means[column])
        }
      }
    }
    return inside(change, span, try Self.inverseGram(span, metric))
  }

  private func inside(
    _ change: Matrix<Double>, _ span: Matrix<Double>, _ inverse: Matrix<Double>
  ) -> Double {
    let weighed = change.multiplied(by: metric)
    let along = weighed.multiplied(byTransposeOf: span)
    let kept = along.multiplied(by: inverse).multiplied(byTransposeOf: along)
    let whole = weighed.multiplied(byTransposeOf: change)
    let (inside, all) = (kept[0, 0] + kept[1, 1], whole[0, 0] + whole[1, 1])
    return all > 0 ? inside / all : .nan
  }

  /// How much better the base is told by its own direction after a change, relative to how well it is
  /// told: the derivative of the logarithm of `a' S^-1 a`.
  func growth(_ change: Matrix<Double>) -> Double {
    let own = Self.firstTwo(effects)
    let weighed = own.multiplied(by: metric)
    let all = weighed.multiplied(byTransposeOf: own)[0, 0]
    return all > 0 ? 2 * weighed.multiplied(byTransposeOf: change)[0, 0] / all : .nan
  }
}

/// What rows of codes are regressed on: a constant, door, red, both, and circumstances.
struct ConceptDesign {
  let matrix: Matrix<Double>
  private let factor: Cholesky

  var columns: Int { matrix.columns }

  /// - Parameter beside: what else of a thing its code may tell, `[rows, k]`.
  init(door: [Int], red: [Int], beside: Matrix<Double>) throws {
    let count = Double(max(1, door.count))
    let doors = Double(door.reduce(0, +)) / count
    let reds = Double(red.reduce(0, +)) / count
    var elements: [Double] = []
    for row in door.indices {
      let (isDoor, isRed) = (Double(door[row]) - doors, Double(red[row]) - reds)
      elements += [1, isDoor, isRed, isDoor * isRed]
      elements += (0..<beside.columns).map { beside[row, $0] }
    }
    matrix = Matrix(rows: door.count, columns: 4 + beside.columns, elements: elements)
    var gram = matrix.gram()
    for index in 0..<gram.rows { gram[index, index] += 1e-9 * count }
    factor = try Cholesky(gram)
  }

  private func coefficients(of codes: Matrix<Double>) -> Matrix<Double> {
    factor.solve(matrix.transposedMultiplied(by: codes))
  }

  /// `[3, p]`.
  func effects(of codes: Matrix<Double>) throws -> Matrix<Double> {
    let all = coefficients(of: codes)
    return Matrix(
      rows: 3, columns: codes.columns,
      elements: Array(all.elements[codes.columns..<4 * codes.columns]))
  }

  func residuals(of codes: Matrix<Double>) throws -> Matrix<Double> {
    let fitted = matrix.multiplied(by: coefficients(of: codes))
    return Matrix(
      rows: codes.rows, columns: codes.columns,
      elements: zip(codes.elements, fitted.elements).map { $0 - $1 })
  }
}
