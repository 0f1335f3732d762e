/// What a small change of parameters does to choices, split at a place: through the codes that stand
/// there, and through what is made of them.
///
/// For a choice `z = g'E dphi` and one step of gradient descent, what goes through `E` is
/// `|g|^2 |dphi|^2` and what goes through `g` is `|E dphi|^2`, both times the same number, so that the
/// second's share is `|E dphi|^2 / (|E dphi|^2 + |g|^2 |dphi|^2)`. It hangs on how scale is shared
/// between `E` and `g`, which means nothing: it is compared with that of other updates of the same
/// network, never with a number.
package struct UpdateSplit: Sendable, Equatable {
  /// How choices change for the whole update, one number a level.
  package let whole: [Double]
  /// With the codes of the changed network in the network as it was.
  package let before: [Double]
  /// With the codes of the network as it was in the changed one.
  package let after: [Double]

  package init(whole: [Double], before: [Double], after: [Double]) {
    precondition(
      whole.count == before.count && whole.count == after.count, "There is one number a level.")
    self.whole = whole
    self.before = before
    self.after = after
  }

  /// How much of the change goes through what is made of the codes: the two parts' shares of the length of
  /// their sum add up to one. NaN where nothing changes.
  package var pointerShare: Double {
    let sum = zip(before, after).map(+)
    let size = product(sum, sum)
    return size > 0 ? product(after, sum) / size : .nan
  }

  /// How long what the two parts leave over is, relative to the whole: small where steps are small.
  package var remainder: Double {
    let rest = whole.indices.map { whole[$0] - before[$0] - after[$0] }
    let size = product(whole, whole)
    return size > 0 ? (product(rest, rest) / size).squareRoot() : .nan
  }

  private func product(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
