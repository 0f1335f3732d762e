/// P-values adjusted so that a cut at `q` holds the share of false discoveries at `q`.
package enum FalseDiscovery {
  /// Benjamini and Hochberg (1995): for independent or positively dependent tests.
  package static func benjaminiHochberg(_ p: [Double]) -> [Double] { adjusted(p, factor: 1) }

  /// Benjamini and Yekutieli (2001): for any dependence.
  package static func benjaminiYekutieli(_ p: [Double]) -> [Double] {
    adjusted(p, factor: (1...max(1, p.count)).reduce(0) { $0 + 1 / Double($1) })
  }

  /// How many permutations a map of `cells` cells needs for one discovery at `q`.
  package static func permutationsNeeded(cells: Int, q: Double = 0.05) -> Int {
    max(1000, Int((Double(cells) / q).rounded(.up)))
  }

  private static func adjusted(_ p: [Double], factor: Double) -> [Double] {
    let order = p.indices.sorted { p[$0] > p[$1] }
    var result = p
    var smallest = 1.0
    for (place, index) in order.enumerated() {
      let rank = Double(p.count - place)
      smallest = min(smallest, p[index] * Double(p.count) * factor / rank)
      result[index] = smallest
    }
    return result
  }
}
