package import LinearAlgebra
package import Statistics

/// The permutation nulls of a choice: types of things move between levels.
///
/// Types are drawn apart from the squares that they stand on, so under "being a door does not
/// matter, whatever the colours" the pairs of shapes may be dealt anew among the levels with the
/// same pair of colours, and the choices stay. The statistic is the size of
/// `sum over choices of +-1 (chose the first) times the difference`. It needs no fit, so it also
/// holds where the likelihood has no maximum.
package enum ChoiceNull {
  /// The null of one feature given the other.
  package static func make(
    _ design: ChoiceDesign, of feature: ChoiceModel.Feature, given other: ChoiceModel.Feature,
    trials: [FactorialTrial], draws: Int, using random: inout RandomStream
  ) -> PermutationNull? {
    guard draws > 0, design.differences.rows > 1 else { return nil }
    let signs = design.choseFirst.map { $0 ? 1.0 : -1.0 }
    let values = design.differences.column(feature.rawValue)
    // Levels in which the other feature has the same value at both things, in order.
    let blocks = trials.map { trial -> Int in
      let isMarked =
        other == .red
        ? (trial.first.isRed, trial.second.isRed) : (trial.first.isDoor, trial.second.isDoor)
      return (isMarked.0 ? 2 : 0) + (isMarked.1 ? 1 : 0)
    }
    let permutations = LevelPermutations(blocks: blocks, count: draws, using: &random)
    func statistic(_ value: (Int) -> Double) -> Double {
      abs(signs.indices.reduce(0.0) { $0 + signs[$1] * value($1) })
    }
    return PermutationNull(
      name: "\(feature.name) dealt anew among levels with the same \(other.name)",
      observed: statistic { values[$0] },
      draws: (0..<draws).map { draw in statistic { values[permutations.source(draw, $0)] } })
  }

  /// P-values adjusted for looking at several (Holm's method).
  package static func holm(_ p: [Double]) -> [Double] {
    let order = p.indices.sorted { p[$0] < p[$1] }
    var result = p
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, p[index] * Double(p.count - rank)))
      result[index] = largest
    }
    return result
  }
}
