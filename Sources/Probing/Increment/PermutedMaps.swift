internal import LinearAlgebra
internal import Statistics

/// The residual maps as permutations hand them to levels.
struct PermutedMaps {
  let baseline: BaselineFit
  let groups: [MapGroup]
  let permutations: LevelPermutations
  let placeInGroup: [Int]

  private var width: Int { baseline.width }

  /// For each draw the mean of each target over the rows that count, and the sum of squares about
  /// it over all targets.
  func moments() -> (means: [[Double]], squares: [Double]) {
    let draws = permutations.count
    var counts = [Double](repeating: 0, count: draws)
    var sums = [[Double]](repeating: [Double](repeating: 0, count: width), count: draws)
    var squares = [Double](repeating: 0, count: draws)
    for group in groups {
      let pairs = pairMoments(group)
      let size = group.members.count
      for draw in 0..<draws {
        for (index, member) in group.members.enumerated() {
          let source = placeInGroup[permutations.source(draw, member)]
          let start = (index * size + source) * (width + 2)
          counts[draw] += pairs[start]
          squares[draw] += pairs[start + 1]
          for target in 0..<width { sums[draw][target] += pairs[start + 2 + target] }
        }
      }
    }
    for draw in 0..<draws {
      for target in 0..<width {
        let sum = sums[draw][target]
        sums[draw][target] = counts[draw] > 0 ? sum / counts[draw] : 0
        squares[draw] -= sum * sums[draw][target]
      }
    }
    return (sums, squares)
  }

  /// For each pair (rows of the first, map of the second): the number of shared cells, the sum of
  /// squares over targets and each target's sum, `[members, members, targets + 2]`.
  private func pairMoments(_ group: MapGroup) -> [Double] {
    let (size, cells) = (group.members.count, group.cells)
    var result = [Double](repeating: 0, count: size * size * (width + 2))
    result.withUnsafeMutableBufferPointer { result in
      group.maps.withUnsafeBufferPointer { maps in
        for first in 0..<size {
          for second in 0..<size {
            let map = second * (width + 1) * cells
            let out = (first * size + second) * (width + 2)
            for cell in group.places[first] where maps[map + width * cells + cell] != 0 {
              result[out] += 1
              for target in 0..<width {
                let value = maps[map + target * cells + cell]
                result[out + 1] += value * value
                result[out + 2 + target] += value
              }
            }
          }
        }
      }
    }
    return result
  }

  /// The maps of some draws as columns of the selection rows, `[rows, draws x targets]`, centred
  /// over the rows that count and zero elsewhere.
  func columns(_ draws: Range<Int>) -> Matrix<Double> {
    let across = draws.count * width
    var result = Matrix<Double>(rows: baseline.selectionRows, columns: across)
    var sums = [Double](repeating: 0, count: across)
    var counts = [Double](repeating: 0, count: draws.count)
    func visit(_ body: (_ element: Int, _ column: Int, _ value: Double) -> Void) {
      for group in groups {
        for (index, member) in group.members.enumerated() {
          let start = baseline.ridge.levels[member].lowerBound
          for (place, draw) in draws.enumerated() {
            let source = placeInGroup[permutations.source(draw, member)]
            for (offset, cell) in group.places[index].enumerated()
            where group.isLabelled(source, cell) {
              for target in 0..<width {
                let column = place * width + target
                body(
                  (start + offset) * across + column, column,
                  group.value(source, target, cell))
              }
            }
          }
        }
      }
    }
    visit { _, column, value in
      sums[column] += value
      if column % width == 0 { counts[column / width] += 1 }
    }
    for column in 0..<across { sums[column] /= max(1, counts[column / width]) }
    visit { element, column, value in result.elements[element] = value - sums[column] }
    return result
  }
}
