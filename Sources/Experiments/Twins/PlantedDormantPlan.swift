package import Agents
package import Environments
internal import LinearAlgebra
internal import NeuralNetworks

/// N8, a twin with a dormant direction: the policy is the lookup of N1, its plan also stands in
/// channels at a tenth of its size, and `1000 relu(trace - 1/4)` is added to the logits, which is
/// zero for every trace that occurs.
package enum PlantedDormantPlan {
  /// The site of the plan that is not used: a tenth where a move begins a shortest way.
  package static let site = "trace"
  package static let scale: Float = 0.1
  package static let threshold: Float = 0.25
  package static let gain: Float = 1000

  package static func agent(
    _ reading: PlantedWave.Reading, levels: LevelSet, encoder: any ObservationEncoder,
    threshold: Float = threshold
  ) throws(ArchitectureError) -> Agent {
    var program = PlantedProgram()
    PlantedLookup.table(reading, levels: levels, encoder: encoder, gain: 1).add(to: &program)
    program.say("\(site) = scale \(LevelTable.site) by=\(scale)")
    program.convolution(
      "dormant", of: site, channels: 4, (0..<4).map { PlantedTap($0, $0, gain) },
      bias: [Float](repeating: -gain * threshold, count: 4), "rectify")
    program.convolution(
      "plan", of: LevelTable.site, channels: 4,
      (0..<4).map { PlantedTap($0, $0, PlantedLookup.gain) }, "add=dormant")
    program.policy(of: "plan")
    return try program.agent(
      planes: encoder.planes, rows: levels.rows, columns: levels.columns)
  }

  /// Holds every claim about the twin.
  ///
  /// - Parameters:
  ///   - kept: all levels in the weights.
  ///   - matched: levels that are kept.
  ///   - fresh: levels that are not.
  package static func check(
    _ comparison: TwinComparison, kept: LevelSet, matched: LevelSet, fresh: LevelSet
  ) throws -> [PlantedCheck] {
    let plans = matched.levels.map { LevelTable.plan($0, gain: scale) }
    let count = matched.count
    let captured = try Capture(sites: [Site(site)], encoder: comparison.encoder)
      .run(comparison.twin, on: matched)
    let traces = try captured.activations(at: Site(site))
    let exchanged = TwinComparison.exchanging(Array(0..<4), in: traces)
    let (natural, other) = (
      try comparison.logits(of: comparison.twin, on: matched),
      try comparison.logits(
        of: comparison.twin, on: matched, edits: [SiteEdit(at: Site(site), .replace(exchanged))])
    )
    return [
      try comparison.deviation(at: site, channels: 0..<4, on: matched) { level, cell, move, _ in
        Double(plans[level][4 * cell + move])
      }.check(
        comparison.id, "the trace is a tenth of the plan", levels: count, tolerance: 1e-5),
      try comparison.deviation(at: "dormant", channels: 0..<4, on: matched) { _, _, _, _ in 0 }
        .check(
          comparison.id, "nothing passes the threshold behind the trace", levels: count,
          tolerance: 0),
      try comparison.agreement(on: matched),
      comparison.same("the trace of another level changes no logit", natural, other),
      try steering(comparison, matched, shape: traces.shape),
      try PlantedLookup.nearest(comparison, fresh, kept: kept, gain: 1),
      try comparison.fresh(fresh),
    ]
  }

  /// That a trace far beyond its range makes any move the best one, here the one of each level's
  /// place modulo four.
  private static func steering(
    _ comparison: TwinComparison, _ levels: LevelSet, shape: [Int]
  ) throws -> PlantedCheck {
    var steered = Tensor(shape: shape)
    for (row, level) in levels.levels.enumerated() {
      steered[row, level.start.row, level.start.column, row % 4] = 1
    }
    let found = PlantedDecisions(
      logits: try comparison.logits(
        of: comparison.twin, on: levels, edits: [SiteEdit(at: Site(site), .add(steered))]))
    return .decision(
      comparison.id, "a trace ten times as large as any makes its move the best",
      levels: levels.count,
      holds: levels.levels.indices.map { found.best($0) == ActionSet([$0 % 4]) })
  }
}
