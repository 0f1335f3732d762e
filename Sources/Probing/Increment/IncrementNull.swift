internal import LinearAlgebra
internal import Statistics

/// The permutation null of an increment: whole maps of the baseline's residuals move between levels.
///
/// Freedman and Lane's scheme with levels as the unit. The residuals `(I - A) Y` of a level form a
/// map; a permutation gives each selection level the map of another one of equal shape. Rows that
/// count are the cells labelled in both levels; over those the map is centred, elsewhere it is zero.
/// The statistic of maps `z` is `sum_t |M^(1/2) U'z_t|^2 / sum_t |(I - A) z_t|^2`, with
/// `M = (S + l)^-1` at a penalty that no label had a say in. Without freeing the permuted maps of
/// the baseline again in the denominator a baseline of many columns would make the test reject too
/// often.
///
/// Maps that lose cells also lose some of the agreement between cells of a level, which would do
/// the same. The expected loss follows from how the activations and how the maps agree between
/// each pair of cells, neither of which knows of the other, and the draws are divided by it; where
/// all levels have the same labelled cells it is one.
///
/// `U'z` of a permutation is a sum over levels of products of one level's activations with another
/// level's map, so all pairs are multiplied once and a permutation only adds. Cost of a site:
/// `2 p (targets + 1) cells levels^2` for any number of permutations.
struct IncrementNull: Sendable {
  static let name =
    "residual label maps permuted between levels of equal shape (Freedman-Lane, selection folds)"
  /// How many permuted maps are laid out at once.
  private static let chunk = 32
  /// How many multiplications the exact denominators of permuted maps may cost; the denominators of
  /// permutations beyond that use the mean share that the baseline explains of the others.
  private static let exactBudget = 2_000_000_000

  let permutations: LevelPermutations
  let width: Int
  let groups: [MapGroup]
  /// The place of each selection level in its group.
  let placeInGroup: [Int]
  /// Each target's mean over the rows that count, a draw.
  let means: [[Double]]
  /// The denominator of each draw.
  let denominators: [Double]
  /// The denominator of the observed maps.
  let observedDenominator: Double
  /// The share of the maps' sum of squares that the masks leave, on average.
  let squaresKept: Double

  init?(_ baseline: BaselineFit, _ data: ProbeData, count: Int, using random: inout RandomStream) {
    guard count > 0 else { return nil }
    let selection = baseline.order.selection
    let shapes = selection.map { data.units.levelsOfUnit[$0.unit].count }
    let permutations = LevelPermutations(blocks: shapes, count: count, using: &random)
    let width = baseline.width
    let groups = Set(shapes).sorted().map { shape in
      MapGroup(
        selection.indices.filter { shapes[$0] == shape }, shape: shape, baseline, data)
    }
    var placeInGroup = [Int](repeating: 0, count: selection.count)
    for group in groups {
      for (index, member) in group.members.enumerated() { placeInGroup[member] = index }
    }
    let maps = PermutedMaps(
      baseline: baseline, groups: groups, permutations: permutations, placeInGroup: placeInGroup)
    let (means, squares) = maps.moments()

    let cost = 2 * baseline.selectionRows * max(1, baseline.ridge.order) * width
    let exact = min(count, max(2 * Self.chunk, Self.exactBudget / cost))
    var shares: [Double] = []
    for start in stride(from: 0, to: exact, by: Self.chunk) {
      let draws = start..<min(start + Self.chunk, exact)
      let left = baseline.squaresLeft(of: maps.columns(draws), width: width)
      shares += zip(left, draws).map { squares[$1] > 0 ? $0 / squares[$1] : 1 }
    }
    let share = Sample.mean(shares)
    denominators = squares.indices.map { squares[$0] * ($0 < exact ? shares[$0] : share) }

    observedDenominator = baseline.squaresLeft(of: baseline.residuals, width: width)[0]
    squaresKept = MapGroup.squaresKept(groups)
    self.permutations = permutations
    self.width = width
    self.groups = groups
    self.placeInGroup = placeInGroup
    self.means = means
  }
}

extension BaselineFit {
  /// `sum_t |(I - A) z_t|^2` for columns `z` of zero sum, `width` consecutive columns summed.
  func squaresLeft(of columns: Matrix<Double>, width: Int) -> [Double] {
    let order = ridge.order
    let top = ridge.eigenvalues.last ?? 0
    let factors = ridge.eigenvalues.map { value -> Double in
      guard value > top * 1e-12 else { return 0 }
      let kept = ridge.penalty / (value + ridge.penalty)
      return (1 - kept * kept) / value
    }
    var sums = [Double](repeating: 0, count: columns.columns / width)
    for row in 0..<columns.rows {
      for (index, value) in columns.row(row).enumerated() { sums[index / width] += value * value }
    }
    guard order > 0 else { return sums }
    let rotated = Matrix(rows: columns.rows, columns: order, elements: ridge.rotated)
    let projected = rotated.transposedMultiplied(by: columns)
    for row in 0..<order where factors[row] > 0 {
      for (index, value) in projected.row(row).enumerated() {
        sums[index / width] -= factors[row] * value * value
      }
    }
    return sums
  }
}
