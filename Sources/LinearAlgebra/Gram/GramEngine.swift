/// Makes Gram statistics, one a fold, from rows of activations and labels.
///
/// Rows are taken in chunks of 4096, converted to double precision, centred by the chunk's own
/// mean and multiplied by `dsyrk`; chunks are joined by a pairwise tree, so that the result is a
/// function of the rows and their order alone, whatever the number of threads.
package struct GramEngine: Sendable {
  /// The number of rows of a chunk.
  package static let chunk = 4096

  /// What the rows are of.
  package let descriptor: GramDescriptor
  /// The statistics of each fold.
  package private(set) var folds: [GramStatistics]

  package init(_ descriptor: GramDescriptor, folds: Int) {
    self.descriptor = descriptor
    self.folds = [GramStatistics](repeating: GramStatistics(descriptor), count: folds)
  }

  /// Adds rows of `[rows, columns]` to a fold.
  ///
  /// - Throws: ``GramError`` for an unknown fold, another number of columns, or values that are
  ///   not finite; the statistics are then unchanged.
  package mutating func add(_ rows: Matrix<Float>, fold: Int) throws {
    guard folds.indices.contains(fold) else {
      throw GramError.unknownFold(fold, count: folds.count)
    }
    folds[fold] = try folds[fold].merged(with: Self.statistics(of: rows, descriptor))
  }

  /// The statistics of some folds together, joined in ascending order of fold.
  package func statistics(of selected: [Int]) throws -> GramStatistics {
    try GramStatistics.merging(
      selected.sorted().map {
        guard folds.indices.contains($0) else {
          throw GramError.unknownFold($0, count: folds.count)
        }
        return folds[$0]
      })
  }

  /// The folds of both engines, joined one by one.
  package func merged(with other: GramEngine) throws -> GramEngine {
    guard folds.count == other.folds.count else {
      throw GramError.descriptorMismatch(
        fact: "number of folds", first: "\(folds.count)", second: "\(other.folds.count)")
    }
    var result = self
    for fold in folds.indices {
      result.folds[fold] = try folds[fold].merged(with: other.folds[fold])
    }
    return result
  }

  /// The statistics of rows of `[rows, columns]`.
  package static func statistics(
    of rows: Matrix<Float>, _ descriptor: GramDescriptor
  ) throws -> GramStatistics {
    guard rows.columns == descriptor.columns else {
      throw GramError.columnMismatch(expected: descriptor.columns, found: rows.columns)
    }
    try requireFinite(rows)
    let chunks = (rows.rows + chunk - 1) / chunk
    guard chunks > 0 else { return GramStatistics(descriptor) }
    return try GramStatistics.merging(
      Parallel.map(chunks) { index in
        let start = index * chunk
        return block(rows, start..<min(start + chunk, rows.rows), descriptor)
      })
  }

  private static func block(
    _ rows: Matrix<Float>, _ range: Range<Int>, _ descriptor: GramDescriptor
  ) -> GramStatistics {
    let columns = rows.columns
    var offset = [Double](repeating: 0, count: columns)
    var centred = [Double](repeating: 0, count: range.count * columns)
    var scatter = Matrix<Double>(rows: columns, columns: columns)
    rows.elements.withUnsafeBufferPointer { source in
      centred.withUnsafeMutableBufferPointer { work in
        offset.withUnsafeMutableBufferPointer { offset in
          descriptor.reference.withUnsafeBufferPointer { reference in
            let start = range.lowerBound * columns
            for row in 0..<range.count {
              for column in 0..<columns {
                let index = row * columns + column
                let value = Double(source[start + index]) - reference[column]
                work[index] = value
                offset[column] += value
              }
            }
            for column in 0..<columns { offset[column] /= Double(range.count) }
            for row in 0..<range.count {
              for column in 0..<columns { work[row * columns + column] -= offset[column] }
            }
          }
        }
        scatter.elements.withUnsafeMutableBufferPointer { scatter in
          guard let work = work.baseAddress, let scatter = scatter.baseAddress else { return }
          DoubleProducts.symmetric(
            order: columns, inner: range.count, UnsafePointer(work), leading: columns,
            transposed: true, into: scatter)
          DoubleProducts.mirrorLower(scatter, order: columns)
        }
      }
    }
    return GramStatistics(
      descriptor: descriptor, count: range.count, offset: offset, scatter: scatter)
  }

  private static func requireFinite(_ rows: Matrix<Float>) throws {
    var count = 0
    var first = 0
    rows.elements.withUnsafeBufferPointer { elements in
      for index in 0..<elements.count where !elements[index].isFinite {
        if count == 0 { first = index }
        count += 1
      }
    }
    guard count == 0 else {
      throw GramError.notFinite(
        row: first / rows.columns, column: first % rows.columns, count: count)
    }
  }
}
