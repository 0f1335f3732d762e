import LinearAlgebra
import Probing
import Statistics

/// The permutation statistic spelled out row by row, for a target of one column.
struct DirectNull {
  let data: ProbeData
  let features: Matrix<Double>
  let values: [Double]
  let mask: [Bool]

  init(_ data: ProbeData, _ features: Matrix<Float>, _ values: [Double], _ mask: [Bool]) throws {
    self.data = data
    self.features = JointRidge.scaled(features)
    self.values = values
    self.mask = mask
  }

  func statistic(_ selected: [Int], sources: [Int]) throws -> Double {
    let (rows, u, labels) = centred(selected)
    var moved = [Double?](repeating: nil, count: rows.count)
    for (place, row) in rows.enumerated() {
      guard let index = selected.firstIndex(of: data.rowLevel[row]) else { continue }
      let source = selected[sources[index]] * data.cells + data.rowCell[row]
      if mask[source] { moved[place] = values[source] - labels }
    }
    let kept = moved.compactMap { $0 }
    let centre = kept.reduce(0, +) / Double(kept.count)
    let z = Matrix(
      rows: rows.count, columns: 1, elements: moved.map { $0.map { $0 - centre } ?? 0 })
    let projected = u.transposedMultiplied(by: z)
    let solved = try Cholesky(penalised(u)).solve(projected)
    let top = zip(projected.elements, solved.elements).reduce(0) { $0 + $1.0 * $1.1 }
    return top / z.elements.reduce(0) { $0 + $1 * $1 }
  }

  /// The expected share of the statistic that permuted masks leave, over all pairs of cells.
  func kept(_ selected: [Int]) throws -> Double {
    let (rows, u, labels) = centred(selected)
    let metric = try Cholesky(penalised(u)).inverse()
    let products = u.multiplied(by: metric).multiplied(byTransposeOf: u)
    var (top, topKept, bottom, bottomKept) = (0.0, 0.0, 0.0, 0.0)
    for (a, first) in rows.enumerated() {
      for (b, second) in rows.enumerated() where data.rowLevel[first] == data.rowLevel[second] {
        let (i, j) = (data.rowCell[first], data.rowCell[second])
        var (agreement, shared) = (0.0, 0.0)
        for level in selected where mask[level * data.cells + i] && mask[level * data.cells + j] {
          shared += 1
          agreement +=
            (values[level * data.cells + i] - labels) * (values[level * data.cells + j] - labels)
        }
        let share = shared / Double(selected.count)
        top += products[a, b] * agreement / share
        topKept += products[a, b] * agreement
        if a == b {
          bottom += agreement / shared
          bottomKept += agreement / shared * share
        }
      }
    }
    return topKept / top / (bottomKept / bottom)
  }

  /// The rows of some levels, their centred features and their mean label.
  private func centred(_ selected: [Int]) -> ([Int], Matrix<Double>, Double) {
    let rows = (0..<data.rows).filter { selected.contains(data.rowLevel[$0]) }
    var u = features.selectingRows(rows)
    let means = u.columnMeans()
    for row in 0..<u.rows {
      for column in 0..<u.columns { u[row, column] -= means[column] }
    }
    let labels = rows.map { values[data.rowLevel[$0] * data.cells + data.rowCell[$0]] }
    return (rows, u, labels.reduce(0, +) / Double(labels.count))
  }

  private func penalised(_ u: Matrix<Double>) -> Matrix<Double> {
    var gram = u.gram()
    let trace = (0..<u.columns).reduce(0.0) { $0 + gram[$1, $1] } / Double(u.columns)
    for index in 0..<u.columns { gram[index, index] += 0.1 * trace }
    return gram
  }
}

/// Freedman and Lane's scheme with dense matrices, for levels of equal size without gaps.
struct DirectFreedmanLane {
  let labels: Matrix<Double>
  /// `I - A`.
  let kept: Matrix<Double>
  let features: Matrix<Double>
  let size: Int

  init(
    _ b: Matrix<Double>, _ h: Matrix<Double>, _ values: [Double], rows: [Int], size: Int,
    penalty: Double
  ) throws {
    func centred(_ matrix: Matrix<Double>) -> Matrix<Double> {
      var result = matrix
      let means = matrix.columnMeans()
      for row in 0..<matrix.rows {
        for column in 0..<matrix.columns { result[row, column] -= means[column] }
      }
      return result
    }
    let base = centred(b.selectingRows(rows))
    var gram = base.gram()
    for column in 0..<base.columns { gram[column, column] += penalty }
    let hat = try base.multiplied(by: Cholesky(gram).solve(base.transposed()))
    var kept = Matrix<Double>.identity(rows.count)
    for index in kept.elements.indices { kept.elements[index] -= hat.elements[index] }
    self.kept = kept
    features = centred(h.selectingRows(rows))
    labels = centred(Matrix(rows: rows.count, columns: 1, elements: rows.map { values[$0] }))
    self.size = size
  }

  func statistic(_ labels: Matrix<Double>) throws -> Double {
    let left = kept.multiplied(by: labels)
    var schur = features.transposedMultiplied(by: kept.multiplied(by: features))
    let mean = (0..<schur.rows).reduce(0.0) { $0 + schur[$1, $1] } / Double(schur.rows)
    for index in 0..<schur.rows { schur[index, index] += 0.1 * mean }
    let projected = features.transposedMultiplied(by: left)
    let solved = try Cholesky(schur).solve(projected)
    let top = zip(projected.elements, solved.elements).reduce(0) { $0 + $1.0 * $1.1 }
    return top / left.elements.reduce(0) { $0 + $1 * $1 }
  }

  func moved(_ sources: [Int]) throws -> Matrix<Double> {
    let residuals = kept.multiplied(by: labels)
    let square = kept.multiplied(by: kept)
    var whitened = residuals
    for level in sources.indices {
      let places = Array(level * size..<(level + 1) * size)
      var own = Matrix<Double>(rows: size, columns: size)
      for row in 0..<size {
        for column in 0..<size { own[row, column] = square[places[row], places[column]] }
      }
      let eigen = try SymmetricEigen(own)
      var inner = eigen.vectors.transposedMultiplied(by: residuals.selectingRows(places))
      for row in 0..<size { inner[row, 0] /= eigen.values[row].squareRoot() }
      let result = eigen.vectors.multiplied(by: inner)
      for row in 0..<size { whitened[places[row], 0] = result[row, 0] }
    }
    let mean = whitened.columnMeans()[0]
    var result = labels
    for level in sources.indices {
      for offset in 0..<size {
        let row = level * size + offset
        result[row, 0] +=
          whitened[sources[level] * size + offset, 0] - mean - residuals[row, 0]
      }
    }
    return result
  }
}
