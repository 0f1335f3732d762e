internal import LinearAlgebra
internal import Statistics

/// The permutation null of an increment: whole maps of the baseline's residuals move between levels.
///
/// Freedman and Lane's scheme with levels as the unit. The residuals `(I - A) Y` of a level form a
/// map; a permutation gives each selection level the map of another one of equal shape. Rows that
/// count are the cells labelled in both levels; over those the map is centred, elsewhere it is zero.
/// The statistic is `sum_t |M^(1/2) U'z_t|^2 / sum_t |z_t|^2` with `M = (S + l)^-1` at a penalty
/// that no label had a say in, for the observed maps as for permuted ones.
///
/// `U'z` of a permutation is a sum over levels of products of one level's activations with another
/// level's map, so all pairs are multiplied once and a permutation only adds. Cost of a site:
/// `2 p (targets + 1) cells levels^2` for any number of permutations.
struct IncrementNull: Sendable {
  static let name =
    "residual label maps permuted between levels of equal shape (Freedman-Lane, selection folds)"

  let permutations: LevelPermutations
  let width: Int
  let cells: Int
  let groups: [Group]
  /// For each draw, the observed one first: rows that count, and each target's mean over them.
  let means: [[Double]]
  /// For each draw the sum of squares of the centred maps.
  let squares: [Double]

  /// Selection levels whose maps have the same shape.
  struct Group: Sendable {
    /// Places in the selection list.
    let members: [Int]
    /// The number of cells of a unit's map.
    let cells: Int
    /// For each member the map cell of each of its rows.
    let places: [[Int]]
    /// The residual maps and the mask, `[members, width + 1, cells]`.
    let maps: [Double]
  }

  init?(_ baseline: BaselineFit, _ data: ProbeData, count: Int, using random: inout RandomStream) {
    guard count > 0 else { return nil }
    let selection = baseline.order.selection
    let shapes = selection.map { data.units.levelsOfUnit[$0.unit].count }
    let permutations = LevelPermutations(blocks: shapes, count: count, using: &random)
    let width = baseline.width
    groups = Set(shapes).sorted().map { shape in
      Group(
        selection.indices.filter { shapes[$0] == shape }, shape: shape, baseline, data)
    }
    self.permutations = permutations
    self.width = width
    cells = data.cells
    (means, squares) = Self.moments(groups, permutations, width: width)
  }

  /// The draws in order: the observed one, then the permutations; each a list of sources.
  static func sources(_ permutations: LevelPermutations, draw: Int, place: Int) -> Int {
    draw == 0 ? place : permutations.source(draw - 1, place)
  }

  private static func moments(
    _ groups: [Group], _ permutations: LevelPermutations, width: Int
  ) -> ([[Double]], [Double]) {
    let draws = permutations.count + 1
    var counts = [Double](repeating: 0, count: draws)
    var sums = [[Double]](repeating: [Double](repeating: 0, count: width), count: draws)
    var squares = [Double](repeating: 0, count: draws)
    for group in groups {
      let pairs = group.pairMoments(width: width)
      let size = group.members.count
      var local = [Int](repeating: 0, count: permutations.units)
      for (index, member) in group.members.enumerated() { local[member] = index }
      for draw in 0..<draws {
        for (index, member) in group.members.enumerated() {
          let source = local[sources(permutations, draw: draw, place: member)]
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
}

extension IncrementNull.Group {
  init(_ members: [Int], shape: Int, _ baseline: BaselineFit, _ data: ProbeData) {
    let width = baseline.width
    let cells = shape * data.cells
    var places: [[Int]] = []
    var maps = [Double](repeating: 0, count: members.count * (width + 1) * cells)
    for (index, member) in members.enumerated() {
      let entry = baseline.order.selection[member]
      let levels = data.units.levelsOfUnit[entry.unit]
      let own = entry.places.map { place -> Int in
        let row = baseline.order.rows[place]
        let block = levels.firstIndex(of: data.rowLevel[row]) ?? 0
        return block * data.cells + data.rowCell[row]
      }
      let start = index * (width + 1) * cells
      for (offset, cell) in own.enumerated() {
        let place = entry.places.lowerBound + offset
        for target in 0..<width {
          maps[start + target * cells + cell] = baseline.residuals[place, target]
        }
        maps[start + width * cells + cell] = 1
      }
      places.append(own)
    }
    self.members = members
    self.cells = cells
    self.places = places
    self.maps = maps
  }

  /// For each pair (rows of the first, map of the second): count of shared cells, sum of squares
  /// over targets, and each target's sum, `[members, members, width + 2]`.
  func pairMoments(width: Int) -> [Double] {
    let size = members.count
    var result = [Double](repeating: 0, count: size * size * (width + 2))
    for first in 0..<size {
      for second in 0..<size {
        let map = second * (width + 1) * cells
        let out = (first * size + second) * (width + 2)
        for cell in places[first] where maps[map + width * cells + cell] != 0 {
          result[out] += 1
          for target in 0..<width {
            let value = maps[map + target * cells + cell]
            result[out + 1] += value * value
            result[out + 2 + target] += value
          }
        }
      }
    }
    return result
  }
}
