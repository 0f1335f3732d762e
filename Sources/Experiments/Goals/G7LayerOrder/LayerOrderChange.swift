internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Statistics

/// A change of levels in the picture, and what is left of its effect where it is made in activations from
/// some depth on.
struct LayerOrderChange {
  private let network: GoalNetwork
  private let levels: [Int]
  private let changed: Tensor
  private let centres: [[Cell]]
  /// The first actions for which the choice counts before and after.
  private let toward: [(before: ActionSet, after: ActionSet)]

  init(
    _ network: GoalNetwork, _ levels: [Int], pictures: [MazeLevel], centres: [[Cell]],
    toward: [(ActionSet, ActionSet)]
  ) {
    self.network = network
    self.levels = levels
    changed = network.encoder.observations(of: pictures)
    self.centres = centres
    self.toward = toward.map { (before: $0.0, after: $0.1) }
  }

  /// How far each first action is for what counts after the change, from -1 to 1.
  private func leaning(_ observations: Tensor, edits: [SiteEdit] = []) throws -> [Double] {
    let decisions = Decisions(
      try network.agent.run(
        observations, reads: levels.map { [network.read(of: $0)] }, ticks: network.ticks,
        edits: edits
      ).logits)
    return toward.indices.map {
      decisions.share($0, in: toward[$0].after) - decisions.share($0, in: toward[$0].before)
    }
  }

  /// - Parameter starts: for each depth the sites from there on.
  func profile(
    from starts: [[Site]], replicates: Int, random: RandomStream
  ) throws -> LayerOrder.Profile {
    let observations = network.observations(of: levels)
    let all = starts.first ?? []
    let codes = try network.agent.run(
      changed, reads: levels.map { [network.read(of: $0)] }, ticks: network.ticks, capturing: all
    ).activations
    func edits(_ sites: [Site], _ centres: [[Cell]]) throws -> [SiteEdit] {
      try sites.map { site in
        guard let values = codes[site] else { throw CaptureError.notCaptured(site: site.name) }
        return SiteEdit(
          at: site,
          .replaceMarked(
            values,
            marks: SquareMarks.around(
              centres, radius: 1, except: levels.map { network.levels.levels[$0].start },
              shape: values.shape)))
      }
    }
    let before = try leaning(observations)
    let picture = try leaning(changed)
    let units = levels.map { network.trials[$0].unit }
    let clusters = ClusterIndex(units)
    func rows(_ after: [Double]) -> [(both: Double, one: Double)] {
      GoalNetwork.likeness(before: before, changed: picture, another: after)
    }
    var sums = Matrix<Double>(rows: clusters.count, columns: starts.count + 1)
    for (depth, sites) in starts.enumerated() {
      for (row, like) in rows(try leaning(observations, edits: edits(sites, centres))).enumerated()
      {
        sums[clusters.places[row], depth] += like.both
        if depth == 0 { sums[clusters.places[row], starts.count] += like.one }
      }
    }
    let other = rows(
      try leaning(observations, edits: edits(all, elsewhere(random.split("elsewhere")))))
    let whole = other.reduce(0) { $0 + $1.one }
    var drawing = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: clusters.count, replicates: replicates, using: &drawing)
    func share(_ totals: ArraySlice<Double>, _ depth: Int) -> Double {
      let one = totals[totals.startIndex + starts.count]
      return one > 0 ? totals[totals.startIndex + depth] / one : .nan
    }
    return LayerOrder.Profile(
      left: starts.indices.map { depth in bootstrap.estimate(sums) { share($0, depth) } },
      centre: bootstrap.estimate(sums) { totals in
        let left = starts.indices.map { share(totals, $0) } + [0]
        let drops = starts.indices.map { max(0, left[$0] - left[$0 + 1]) }
        let all = drops.reduce(0, +)
        return all > 0
          ? drops.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } / all : .nan
      }, levels: clusters.count,
      elsewhere: whole > 0 ? other.reduce(0) { $0 + $1.both } / whole : .nan)
  }

  /// As many squares of every level away from those that are changed.
  private func elsewhere(_ random: RandomStream) -> [[Cell]] {
    levels.indices.map { place in
      let level = network.levels.levels[levels[place]]
      var drawing = random.split(level.digest)
      var cells = level.grid.freeCells.filter { cell in
        (centres[place] + [level.start]).allSatisfy {
          max(abs($0.row - cell.row), abs($0.column - cell.column)) > 2
        }
      }
      drawing.shuffle(&cells)
      return Array(cells.prefix(centres[place].count))
    }
  }
}
