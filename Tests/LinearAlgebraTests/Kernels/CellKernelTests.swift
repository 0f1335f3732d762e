import LinearAlgebra
import Testing

@Test func theFirstOfEqualMaximaWinsAndWhatIsNotANumberShows() {
  // Two samples of three places and three channels.
  let source: [Float] = [1, -5, 2, 1, -4, .nan, 0, -4, 9, 0, 7, 3, 6, 7, 3, 6, 0, 3]
  var result = [Float](repeating: -1, count: 12)
  var winners = [Int32](repeating: -1, count: 6)
  PoolKernels.pool(
    source, into: &result, winners: &winners, batch: 2, positions: 3, channels: 3)
  #expect(Array(result[0..<2]) == [1, -4] && result[2].isNaN)
  #expect(abs(result[3] - 2.0 / 3) < 1e-6 && abs(result[4] + 13.0 / 3) < 1e-6 && result[5].isNaN)
  #expect(Array(result[6..<9]) == [6, 7, 3])
  #expect(abs(result[9] - 4) < 1e-6 && abs(result[10] - 14.0 / 3) < 1e-6 && result[11] == 3)
  #expect(winners == [0, 1, 1, 1, 0, 0])
}

@Test(arguments: [(1, 1), (1, 4), (2, 2), (3, 3), (7, 5)])
func everyClassOfPlacesComesUpAndTapsFallWherePlacesAre(rows: Int, columns: Int) {
  let classes = BorderClasses(rows: rows, columns: columns)
  var seen = Set<Int>()
  for row in 0..<rows {
    for column in 0..<columns {
      let index = classes.index(row: row, column: column)
      seen.insert(index)
      for tap in 0..<9 {
        let (y, x) = (row + tap / 3 - 1, column + tap % 3 - 1)
        let isInside = y >= 0 && y < rows && x >= 0 && x < columns
        #expect(classes.isInside(index, kernelRow: tap / 3, kernelColumn: tap % 3) == isInside)
      }
    }
  }
  #expect(seen == Set(0..<classes.count))
}
