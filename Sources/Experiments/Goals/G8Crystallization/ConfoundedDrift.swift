/// What training that cannot tell base from proxy is expected to do to how much a choice goes by each, if
/// the codes of things and what reads them were all there is to train.
///
/// With codes `b` of the base and `p` of the proxy and a reader `g`, the choice goes by the worths `g'b` and
/// `g'p`. Where base and proxy always come together a step of gradient descent moves `b` and `p` alike along
/// `g`, and `g` along `b + p`. So the difference of the worths moves by `|b|^2 - |p|^2` while their sum moves
/// by `|b + p|^2 + 2 |g|^2`: the first per the second is free of learning rate and loss, and where nothing
/// but the codes is trained, or codes of equal length are fixed, the difference is conserved. A proxy that
/// stays as this has it is a property of the data.
package struct ConfoundedDrift: Sendable, Equatable {
  /// What is trained.
  package enum Trained: Sendable, CaseIterable {
    case codes, reader, both
  }

  /// One checkpoint; all of `[p]`.
  package struct Point: Sendable, Equatable {
    /// What a code changes by for being of the base, and of the proxy.
    package let base: [Double]
    package let proxy: [Double]
    /// The gradient of the choice's log odds.
    package let reader: [Double]

    package init(base: [Double], proxy: [Double], reader: [Double]) {
      self.base = base
      self.proxy = proxy
      self.reader = reader
    }

    /// Worths in log odds.
    var sum: Double { Self.product(reader, base) + Self.product(reader, proxy) }
    var difference: Double { Self.product(reader, base) - Self.product(reader, proxy) }

    /// How much the difference moves for each unit that the sum does.
    func rate(_ trained: Trained) -> Double {
      let both = zip(base, proxy).map { $0 + $1 }
      let ofReader = trained == .codes ? 0 : Self.product(both, both)
      let ofCodes = trained == .reader ? 0 : 2 * Self.product(reader, reader)
      guard trained != .codes, ofReader + ofCodes > 0 else { return 0 }
      return (Self.product(base, base) - Self.product(proxy, proxy)) / (ofReader + ofCodes)
    }

    private static func product(_ first: [Double], _ second: [Double]) -> Double {
      zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  /// By how much the base's worth less the proxy's is expected to change from the first checkpoint to the
  /// last, as their sum changed as it did, in log odds.
  package let expected: Double
  /// By how much it did.
  package let observed: Double

  /// - Parameter points: in the order of training; rates between two are the mean of theirs.
  package init?(_ points: [Point], trained: Trained = .both) {
    guard let first = points.first, let last = points.last, points.count > 1 else { return nil }
    expected = zip(points, points.dropFirst()).reduce(0) { total, pair in
      total + 0.5 * (pair.0.rate(trained) + pair.1.rate(trained)) * (pair.1.sum - pair.0.sum)
    }
    observed = last.difference - first.difference
  }
}
