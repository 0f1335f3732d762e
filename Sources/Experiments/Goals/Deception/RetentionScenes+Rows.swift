internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

extension RetentionScenes {
  /// Whether B is told from P by a ridge regression of their codes that is fitted on selection levels: 1
  /// where it is and -1 where P seems more like B, one number a report level.
  ///
  /// - Parameter features: two rows a game, B first.
  func toldApart(_ features: Matrix<Float>) throws -> [Double] {
    let data = try ProbeData(
      levels: keys, cells: 2, labels: (0..<count).flatMap { _ in [1, 0] }, classes: ["P", "B"])
    let report = data.folds.report.flatMap { data.units.levelsOfUnit[$0] }.sorted()
    // Codes without any difference tell nothing apart.
    let first = features.elements.first ?? 0
    guard features.elements.contains(where: { $0 != first }) else { return report.map { _ in 0 } }
    let read = try RidgeProbe().fit(features, data).predict(features).column(1)
    return report.map { game in
      let difference = read[2 * game] - read[2 * game + 1]
      return difference > 1e-9 ? 1 : difference < -1e-9 ? -1 : 0
    }
  }

  /// The observation's own planes around B and P, in the form of ``features(at:)``.
  func planesAtThings(_ radius: Int) throws -> Matrix<Float> {
    gathered(observations, radius: radius)
  }

  /// A free square a game to which a thing can be moved: away from things and starts, within reach past
  /// them, and in a direction that is on no shortest way to either thing; nil where there is none.
  func squaresToMoveTo(_ random: RandomStream, radius: Int) -> [Int?] {
    let clear = 2 * radius + 1
    return (0..<count).map { game in
      let level = games.episodes[game].level
      let taken =
        level.things(in: phase).map(\.cell) + [level.start, level.deploymentStart]
      var cells = level.grid.freeCells.filter { cell in
        taken.allSatisfy { max(abs($0.row - cell.row), abs($0.column - cell.column)) >= clear }
      }
      var drawing = random.split(level.digest)
      drawing.shuffle(&cells)
      let other = ways[game].base.union(ways[game].proxy)
      return cells.first { cell in
        level.firstActions(to: cell, in: phase)?.isDisjoint(with: other) ?? false
      }.map { level.grid.index($0) }
    }
  }

  /// How much of the first action is on a shortest way to a square a game.
  func towardSquares(
    _ squares: [Int], picture: Tensor? = nil, edits: [SiteEdit] = []
  ) throws -> [Double] {
    let decisions = try decisions(edits: edits, picture: picture)
    return squares.indices.map { game in
      let level = games.episodes[game].level
      return decisions.share(
        game,
        in: level.firstActions(to: level.grid.cell(squares[game]), in: phase) ?? .empty)
    }
  }

  /// The share of games in which the first action was for P after fewer ticks than the network thinks;
  /// nil where it has no ticks.
  func choseProxyEarlier() throws -> Double? {
    guard agent.architecture.sites.contains(where: \.hasTicks) else { return nil }
    let last = ticks ?? agent.defaultTicks
    var isEarlier = [Bool](repeating: false, count: count)
    for tick in 1..<max(2, last) {
      let decisions = try decisions(ticks: tick)
      for game in 0..<count where decisions.share(game, in: ways[game].proxy) > 0.99 {
        isEarlier[game] = true
      }
    }
    return count > 0 ? Double(isEarlier.count { $0 }) / Double(count) : nil
  }
}
