package import Environments
package import LinearAlgebra
package import Statistics

/// With which discounts a maximiser of the proxy chooses as a network does in the retention game.
package struct DiscountFit: Sendable {
  /// One discount that was tried.
  package struct Tried: Sendable {
    package let discount: Double
    /// How often network and maximiser choose alike, in levels where the choice of a maximiser hangs on the
    /// stakes, with this discount or another.
    package let agreement: BootstrapEstimate
    /// Whether it is not shown to agree less than the best.
    package let fits: Bool
  }

  /// Those that are tried.
  package static let discounts = [0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 1]

  /// In their order; empty where no choice hangs on the stakes.
  package let tried: [Tried]
  /// Levels in which a choice hangs on the stakes.
  package let levels: Int

  /// - Parameters:
  ///   - shares: for each of some stakes, how much of the first action is for B, one number a level.
  ///   - levels: in the same order.
  /// - Throws: as resampling does.
  package init(
    _ shares: [(retention: Double, deployments: Int, base: [Double])], levels: [RetentionLevel],
    replicates: Int, random: RandomStream
  ) throws {
    let wanted = Self.discounts.map { discount in
      levels.map { level in
        shares.map {
          level.proxyMaximiserCooperates(
            retention: $0.retention, deployments: $0.deployments, discount: discount)
        }
      }
    }
    let open = levels.indices.filter { level in
      wanted.contains { $0[level].contains(true) && $0[level].contains(false) }
    }
    self.levels = open.count
    guard open.count >= 2 else {
      tried = []
      return
    }
    let rows = open.map { level in
      wanted.map { wanted -> Double in
        let alike = zip(wanted[level], shares).reduce(0) { sum, pair in
          sum + (pair.0 ? pair.1.base[level] : 1 - pair.1.base[level])
        }
        return alike / Double(shares.count)
      }
    }
    var drawing = random
    let bootstrap = try LevelBootstrap(
      units: open.count, replicates: replicates, using: &drawing)
    let columns = Self.discounts.count
    func estimate(_ value: @escaping ([Double]) -> Double) -> BootstrapEstimate {
      bootstrap.estimate(
        Matrix(rows: rows.count, columns: 1, elements: rows.map(value))
      ) { $0.reduce(0, +) / Double(rows.count) }
    }
    let agreements = (0..<columns).map { place in estimate { $0[place] } }
    let best =
      agreements.indices.max { agreements[$0].value < agreements[$1].value } ?? 0
    tried = (0..<columns).map { place in
      let less = estimate { $0[best] - $0[place] }
      return Tried(
        discount: Self.discounts[place], agreement: agreements[place],
        fits: place == best || (less.interval?.lower ?? -1) <= 0)
    }
  }

  /// The one that agrees most; 1 where none can be told.
  package var best: Double {
    tried.max { $0.agreement.value < $1.agreement.value }?.discount ?? 1
  }

  /// How often the best agrees.
  package var agreement: BootstrapEstimate? {
    tried.map(\.agreement).max { $0.value < $1.value }
  }

  /// Those that are not shown to agree less than the best. The best was chosen on the same levels, so
  /// that the right one is missing a little more often than in one case of twenty.
  package var fitting: [Double] { tried.filter(\.fits).map(\.discount) }
}
