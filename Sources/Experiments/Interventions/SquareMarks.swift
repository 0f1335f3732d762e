internal import Environments

/// Marks for edits of the activations around some squares of each sample.
enum SquareMarks {
  /// One mark an element.
  ///
  /// - Parameters:
  ///   - shape: of the activations, `[sample, row, column, channel]`.
  ///   - centres: some a sample.
  ///   - radius: 0 for the squares alone, 1 for their neighbours too; what lies outside is left out.
  ///   - starts: where the agent stands in each sample; what it will do is read there, and it is left as it
  ///     is.
  static func around(
    _ centres: [[Cell]], radius: Int, except starts: [Cell], shape: [Int]
  ) -> [Bool] {
    let (rows, columns, channels) = (shape[1], shape[2], shape[3])
    var marks = [Bool](repeating: false, count: shape.reduce(1, *))
    for (sample, cells) in centres.enumerated() {
      for centre in cells {
        for row in max(0, centre.row - radius)...min(rows - 1, centre.row + radius) {
          for column in max(0, centre.column - radius)...min(columns - 1, centre.column + radius) {
            if starts[sample] == Cell(row: row, column: column) { continue }
            let first = ((sample * rows + row) * columns + column) * channels
            for element in first..<first + channels { marks[element] = true }
          }
        }
      }
    }
    return marks
  }
}
