internal import Agents
internal import Environments
package import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

/// How hard training pushes along the direction that the decision reads, beside directions of equal
/// variance that it does not read, and beside what it would be pushed by levels that tell base and
/// proxy apart.
///
/// `g'Mg` with `M` the mean of `grad_h L grad_h L'` over things, `L` being the loss of the task's best
/// first actions. A goal that is not pushed stays for want of a reason to move; only where levels that
/// tell the concepts apart would push it as well is its rest the network's own doing.
package struct GradientShare: Sendable {
  /// Along the direction, over the median of the controls; nil where either is nothing.
  package let ofControls: Double?
  /// Along the direction on training levels, over the same on levels that tell apart.
  package let identifiable: Double?

  /// - Throws: as a run of the agent does.
  package init(
    _ edits: GoalEdits, direction: [Double], training: LevelSet, controls count: Int,
    using random: inout RandomStream
  ) throws {
    let network = edits.network
    let slopes = try Self.slopes(
      edits, of: training,
      wanted: training.levels.map { $0.paths().optimalActions(at: $0.start) })
    func energy(_ slopes: Matrix<Double>, _ direction: [Double]) -> Double {
      let along = slopes.multiplied(
        by: Matrix(rows: direction.count, columns: 1, elements: direction))
      return along.elements.reduce(0) { $0 + $1 * $1 } / Double(max(1, along.rows))
    }
    let own = energy(slopes, direction)
    let unread = UnreadDirections(
      beside: direction, in: edits.features[0].converted(to: Double.self), count: count,
      using: &random
    ).columns
    let others = (0..<unread.columns).map { energy(slopes, unread.column($0)) }
    let median = others.isEmpty ? 0 : Sample.median(others)
    ofControls = median > 0 ? own / median : nil
    // Levels in which one thing alone is a door and the other alone is red.
    let apart = network.trials.indices.filter {
      let (first, second) = (network.trials[$0].first, network.trials[$0].second)
      return first.isDoor != second.isDoor && first.isRed != second.isRed
        && first.isDoor != first.isRed
    }
    guard apart.count >= 10 else {
      identifiable = nil
      return
    }
    let telling = try Self.slopes(
      edits, of: network.levels.selecting(apart),
      wanted: apart.map {
        let trial = network.trials[$0]
        return trial.first.isDoor ? trial.first.optimal : trial.second.optimal
      })
    let wanted = energy(telling, direction)
    identifiable = wanted > 0 ? own / wanted : nil
  }

  private static func slopes(
    _ edits: GoalEdits, of levels: LevelSet, wanted: [ActionSet]
  ) throws -> Matrix<Double> {
    let network = edits.network
    let gradient = try network.agent.gradient(
      at: edits.place.sites[0], of: network.encoder.observations(of: levels.levels),
      reads: levels.levels.map { [$0.grid.index($0.start)] },
      wanted: wanted.map { Int32($0.rawValue) }, ticks: network.ticks
    ).gradient
    return ThingPatches(levels, radius: edits.place.radius).gather(gradient)
      .converted(to: Double.self)
  }
}
