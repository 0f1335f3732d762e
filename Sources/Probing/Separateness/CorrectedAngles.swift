package import LinearAlgebra
package import Statistics

/// The directions in which several concepts move activations, and the angles between them, corrected
/// for noise.
///
/// Ordinary least squares of every feature on all concepts and further columns at once, in two
/// halves of the levels: `u1`, `u2` the direction of one concept, `v1`, `v2` of another. Then
///
///     cos = (u1'v2 + u2'v1) / 2 / sqrt((u1'u2) (v1'v2))
///
/// is the cosine of the directions without the noise of either, for what halves do not share
/// averages out of products across them. Products are taken in the metric in which what the design
/// leaves unexplained has the same size in all directions (each column first divided by its spread,
/// and a hundredth of that added): where noise is larger in some directions, plain products say more
/// of these than of the concepts. Source: Spearman's correction for attenuation (1904), by halves.
package struct CorrectedAngles: Sendable {
  /// The angle of two concepts.
  package struct Angle: Sendable {
    package let first: Int
    package let second: Int
    /// The corrected cosine; NaN where a direction is not above noise.
    package let cosine: BootstrapEstimate
    /// The cosine of the two directions of all levels, noise included.
    package let naive: Double
  }

  package let concepts: [String]
  /// The change of each feature with one unit of each concept, over all levels, `[concepts, p]`.
  package let directions: Matrix<Double>
  /// The cosine of each concept's directions in the two halves; below
  /// ``leastReliability`` nothing is said of its angles.
  package let reliability: [BootstrapEstimate]
  package let angles: [Angle]
  package let units: Int

  /// The reliability that both directions need for an angle to be read.
  package static let leastReliability = 0.6
  /// What is added to the unexplained variance of each column, of its variance.
  static let ridge = 0.01

  /// - Parameters:
  ///   - features: `[rows, p]`.
  ///   - concepts: a name and one value a row.
  ///   - beside: further columns whose effects are held fixed, `[rows, k]`.
  ///   - units: of each row, numbered from 0.
  /// - Throws: ``ProbingError/dependentConcepts(_:)`` where a half of the levels does not tell the
  ///   columns apart, `FactorizationError` for features that are not finite, and `StatisticsError`
  ///   for fewer than four units.
  package init(
    _ features: Matrix<Float>, concepts: [(name: String, values: [Double])],
    beside: Matrix<Double>, units: [Int], replicates: Int = 1000, using random: inout RandomStream
  ) throws {
    let count = (units.max() ?? -1) + 1
    guard count >= 4 else {
      throw StatisticsError.tooFewLevels(found: count, needed: 4, purpose: "halves of levels")
    }
    let names = concepts.map(\.name)
    let design = Self.design(concepts.map(\.values), beside)
    let width = design.columns
    guard Self.areApart(design.gram()) else { throw ProbingError.dependentConcepts(names) }
    let plain = features.converted(to: Double.self)
    let all = try Self.effects(
      design.gram(), design.transposedMultiplied(by: plain), names: names)
    directions = Self.rows(all, concepts.count)
    let basis = try Self.basis(plain, design, all)
    let rows = plain.multiplied(by: basis)
    self.concepts = names
    self.units = count
    let p = basis.columns
    let sums = Self.sums(design, rows, units: units, count: count)
    let order = random.permutation(count)
    let halves = [Set(order.prefix(count / 2)), Set(order.dropFirst(count / 2))]
    var weights = try LevelBootstrap(units: count, replicates: replicates, using: &random).weights
    // The first row stands for the levels themselves.
    weights = Matrix(
      rows: replicates + 1, columns: count,
      elements: [Double](repeating: 1, count: count) + weights.elements)
    let totals = halves.map { half -> Matrix<Double> in
      var own = weights
      for unit in 0..<count where !half.contains(unit) {
        for row in 0...replicates { own[row, unit] = 0 }
      }
      return own.multiplied(by: sums)
    }
    var products: [Matrix<Double>?] = []
    var lengths: [[[Double]]?] = []
    for row in 0...replicates {
      let effects = totals.map { total -> Matrix<Double>? in
        let values = Array(total.row(row))
        return
          (try? Self.effects(
            Matrix(rows: width, columns: width, elements: Array(values.prefix(width * width))),
            Matrix(rows: width, columns: p, elements: Array(values.dropFirst(width * width))),
            names: names)).map { Self.rows($0, concepts.count) }
      }
      guard let first = effects[0], let second = effects[1] else {
        guard row > 0 else { throw ProbingError.dependentConcepts(names) }
        products.append(nil)
        lengths.append(nil)
        continue
      }
      products.append(first.multiplied(byTransposeOf: second))
      lengths.append(
        [first, second].map { half in
          names.indices.map { name in
            half.row(name).reduce(0) { $0 + $1 * $1 }.squareRoot()
          }
        })
    }
    func estimate(_ value: (Matrix<Double>, [[Double]]) -> Double) -> BootstrapEstimate {
      let values = zip(products, lengths).map { product, length in
        guard let product, let length else { return Double.nan }
        return value(product, length)
      }
      return BootstrapEstimate(value: values[0], percentileOf: Array(values.dropFirst()))
    }
    reliability = names.indices.map { index in
      estimate { product, length in
        let size = length[0][index] * length[1][index]
        return size > 0 ? product[index, index] / size : 0
      }
    }
    let whitened = directions.multiplied(by: basis)
    angles = names.indices.flatMap { first in
      names.indices.dropFirst(first + 1).map { second in
        Angle(
          first: first, second: second,
          cosine: estimate { product, _ in
            let size = product[first, first] * product[second, second]
            guard product[first, first] > 0, product[second, second] > 0 else { return .nan }
            return (product[first, second] + product[second, first]) / 2 / size.squareRoot()
          }, naive: Self.cosine(whitened.row(first), whitened.row(second)))
      }
    }
  }

  package func angle(_ first: Int, _ second: Int) -> Angle? {
    angles.first { $0.first == min(first, second) && $0.second == max(first, second) }
  }

  /// Whether both directions are known well enough for their angle to be read.
  package func isReliable(_ angle: Angle) -> Bool {
    [angle.first, angle.second].allSatisfy { reliability[$0].value >= Self.leastReliability }
  }

  private static func cosine(_ first: ArraySlice<Double>, _ second: ArraySlice<Double>) -> Double {
    func product(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let size = (product(first, first) * product(second, second)).squareRoot()
    return size > 0 ? product(first, second) / size : .nan
  }

  /// Whether no column of a design can be made from the others.
  private static func areApart(_ gram: Matrix<Double>) -> Bool {
    guard let factor = try? Cholesky(gram) else { return false }
    let inverse = factor.inverse()
    return (0..<gram.rows).allSatisfy { gram[$0, $0] * inverse[$0, $0] < 1e10 }
  }

  /// Concepts and those further columns that vary and cannot be made from others, less their means, and
  /// a column of ones.
  private static func design(_ concepts: [[Double]], _ beside: Matrix<Double>) -> Matrix<Double> {
    var columns = concepts
    for column in (0..<beside.columns).map({ beside.column($0) }) {
      guard column.contains(where: { $0 != column[0] }) else { continue }
      if areApart(centred(columns + [column]).gram()) { columns.append(column) }
    }
    return centred(columns)
  }

  private static func centred(_ columns: [[Double]]) -> Matrix<Double> {
    let means = columns.map { $0.reduce(0, +) / Double(max(1, $0.count)) }
    let rows = columns.first?.count ?? 0
    return Matrix(
      rows: rows, columns: columns.count + 1,
      elements: (0..<rows).flatMap { row in
        columns.indices.map { columns[$0][row] - means[$0] } + [1]
      })
  }

  private static func effects(
    _ gram: Matrix<Double>, _ cross: Matrix<Double>, names: [String]
  ) throws -> Matrix<Double> {
    var loaded = gram
    for index in 0..<gram.rows { loaded[index, index] *= 1 + 1e-12 }
    do {
      return try Cholesky(loaded).solve(cross)
    } catch FactorizationError.notPositiveDefinite {
      throw ProbingError.dependentConcepts(names)
    }
  }

  private static func rows(_ matrix: Matrix<Double>, _ count: Int) -> Matrix<Double> {
    Matrix(
      rows: count, columns: matrix.columns,
      elements: Array(matrix.elements.prefix(count * matrix.columns)))
  }

  /// `[p, kept]`: features times this have unexplained parts of one size in all directions.
  private static func basis(
    _ features: Matrix<Double>, _ design: Matrix<Double>, _ effects: Matrix<Double>
  ) throws -> Matrix<Double> {
    let means = features.columnMeans()
    let fitted = design.multiplied(by: effects)
    let (n, p) = (features.rows, features.columns)
    var rest = features
    var spreads = [Double](repeating: 0, count: p)
    for row in 0..<n {
      for column in 0..<p {
        let deviation = features[row, column] - means[column]
        spreads[column] += deviation * deviation
        rest[row, column] -= fitted[row, column]
      }
    }
    spreads = spreads.indices.map { column in
      let spread = (spreads[column] / Double(max(1, n))).squareRoot()
      return spread > 1e-6 * abs(means[column]) ? spread : 0
    }
    var covariance = rest.gram()
    for row in 0..<p {
      for column in 0..<p {
        let size = spreads[row] * spreads[column] * Double(n)
        covariance[row, column] = size > 0 ? covariance[row, column] / size : 0
      }
    }
    let eigen = try SymmetricEigen(covariance)
    var basis = Matrix<Double>(rows: p, columns: p)
    for row in 0..<p where spreads[row] > 0 {
      for column in 0..<p {
        basis[row, column] =
          eigen.vectors[row, column]
          / (spreads[row] * (max(0, eigen.values[column]) + ridge).squareRoot())
      }
    }
    return basis
  }

  /// `X'X` and `X'h` of each unit, in a row.
  private static func sums(
    _ design: Matrix<Double>, _ rows: Matrix<Double>, units: [Int], count: Int
  ) -> Matrix<Double> {
    let (width, p) = (design.columns, rows.columns)
    var sums = Matrix<Double>(rows: count, columns: width * (width + p))
    sums.elements.withUnsafeMutableBufferPointer { sums in
      for (row, unit) in units.enumerated() {
        let start = unit * width * (width + p)
        for first in 0..<width {
          let value = design[row, first]
          for second in 0..<width {
            sums[start + first * width + second] += value * design[row, second]
          }
          let cross = start + width * width + first * p
          for column in 0..<p { sums[cross + column] += value * rows[row, column] }
        }
      }
    }
    return sums
  }
}
