package import LinearAlgebra

extension PermutationNull {
  /// The mean of paired differences beside that with the sign of each drawn anew: what it would be if
  /// the two members of every pair could as well be exchanged.
  ///
  /// Source: Fisher, *The design of experiments* (1935), section 21.
  package static func signFlips(
    _ differences: [Double], draws: Int = 999, using random: inout RandomStream
  ) -> PermutationNull {
    let count = Double(max(1, differences.count))
    return PermutationNull(
      name: "the two members of each pair exchanged at random",
      observed: differences.reduce(0, +) / count,
      draws: (0..<draws).map { _ in
        differences.reduce(0) { $0 + (random.below(2) == 0 ? $1 : -$1) } / count
      })
  }
}
