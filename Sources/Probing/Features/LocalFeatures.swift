package import LinearAlgebra
internal import Statistics

/// The squares around a cell whose activations a local probe reads.
package enum Neighbourhood: Int, Sendable, Codable, CaseIterable {
  /// The cell alone: as many features as channels.
  case single = 0
  /// The cell and its eight neighbours: nine times as many.
  case threeByThree = 1

  /// How many squares it reaches from the cell.
  package var radius: Int { rawValue }
}

/// Feature rows cut out of activation maps, one a labelled cell.
package enum LocalFeatures {
  /// The activations around each labelled cell.
  ///
  /// - Parameter activations: `[levels, row, column, channel]`; zeros stand outside of the map.
  /// - Returns: `[rows, (2 radius + 1)^2 channels]`, squares in row-major order, channels within.
  /// - Throws: ``ProbingError/sizeMismatch(what:expected:found:)``.
  package static func gather(
    _ activations: Tensor, _ neighbourhood: Neighbourhood, for data: ProbeData
  ) throws -> Matrix<Float> {
    try patches(activations, radius: neighbourhood.radius, what: "activation maps", for: data)
  }

  static func patches(
    _ maps: Tensor, radius: Int, what: String, for data: ProbeData
  ) throws -> Matrix<Float> {
    guard maps.shape.count == 4 else {
      throw ProbingError.sizeMismatch(
        what: "axes of the \(what)", expected: 4, found: maps.shape.count)
    }
    let (height, width, channels) = (maps.shape[1], maps.shape[2], maps.shape[3])
    guard maps.shape[0] == data.levels.count else {
      throw ProbingError.sizeMismatch(what: what, expected: data.levels.count, found: maps.shape[0])
    }
    guard height * width == data.cells else {
      throw ProbingError.sizeMismatch(
        what: "cells of the \(what)", expected: data.cells, found: height * width)
    }
    let side = 2 * radius + 1
    let columns = side * side * channels
    var elements = [Float](repeating: 0, count: data.rows * columns)
    elements.withUnsafeMutableBufferPointer { features in
      maps.elements.withUnsafeBufferPointer { source in
        for row in 0..<data.rows {
          let level = data.rowLevel[row] * height * width
          let (y, x) = (data.rowCell[row] / width, data.rowCell[row] % width)
          for dy in max(-radius, -y)...min(radius, height - 1 - y) {
            for dx in max(-radius, -x)...min(radius, width - 1 - x) {
              let place = row * columns + ((dy + radius) * side + dx + radius) * channels
              let start = (level + (y + dy) * width + x + dx) * channels
              for channel in 0..<channels { features[place + channel] = source[start + channel] }
            }
          }
        }
      }
    }
    return Matrix(rows: data.rows, columns: columns, elements: elements)
  }
}
