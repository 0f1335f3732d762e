package import LinearAlgebra

/// Random orders of units, drawn within blocks of units of equal shape.
package struct LevelPermutations: Sendable, Equatable {
  /// The number of units.
  package let units: Int
  /// The number of permutations.
  package let count: Int
  /// Permutation `b` gives unit `u` the labels of unit `sources[b * units + u]`.
  package let sources: [Int32]

  /// Draws permutations.
  ///
  /// - Parameter blocks: a number a unit; labels only move between units with the same number
  ///   (maps of equal shape, episodes of equal length).
  package init(blocks: [Int], count: Int, using random: inout RandomStream) {
    units = blocks.count
    self.count = count
    let members = Dictionary(grouping: blocks.indices, by: { blocks[$0] })
    let groups = Set(blocks).sorted().map { members[$0] ?? [] }
    var sources = [Int32](repeating: 0, count: units * count)
    for permutation in 0..<count {
      for group in groups {
        var shuffled = group
        random.shuffle(&shuffled)
        for (unit, source) in zip(group, shuffled) {
          sources[permutation * units + unit] = Int32(source)
        }
      }
    }
    self.sources = sources
  }

  /// The unit whose labels unit `unit` gets in permutation `permutation`.
  package func source(_ permutation: Int, _ unit: Int) -> Int {
    Int(sources[permutation * units + unit])
  }
}
