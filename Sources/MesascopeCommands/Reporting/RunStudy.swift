internal import Environments
internal import Experiments
internal import Storage
internal import Training

/// All checkpoints of a run as the subject of tests.
struct RunStudy {
  let run: RunFolder
  let steps: [Int]

  /// - Parameter path: the folder of a run.
  init(_ path: String) throws {
    run = try RunFolder(path: path)
    steps = try run.steps()
    guard !steps.isEmpty else { throw RunError.noCheckpoints(path: path) }
  }

  var name: String { Path.name(of: run.path) }

  /// Whether the checkpoints were made along gradients: not by evolution, and not by formula, in a run that
  /// measured nothing on its way.
  var isByGradient: Bool {
    guard let rows = try? run.metrics().rows, !rows.isEmpty else { return false }
    return (try? RunConfiguration(yaml: run.configuration()).isByGradient) ?? true
  }

  /// The checkpoints; each is read when it is needed.
  func sources(atMost limit: Int? = nil) -> [EmergenceOverCheckpoints.Source] {
    let run = run
    return steps.thinned(to: limit ?? steps.count).map { step in
      EmergenceOverCheckpoints.Source(step: step) {
        try run.checkpoint(step: step).makeAgent()
      }
    }
  }

  /// The untrained network and checkpoints of the later part of training, evenly spaced on the
  /// schedule.
  private func lateSources(atMost limit: Int) -> [EmergenceOverCheckpoints.Source] {
    let late = Set(
      steps.prefix(1) + Array(steps.dropFirst().suffix(14)).thinned(to: limit - 1))
    return sources().filter { late.contains($0.step) }
  }

  /// T1 over the checkpoints; with a map over ticks too, if one is asked for.
  ///
  /// - Parameters:
  ///   - limit: the greatest number of checkpoints on the line.
  ///   - mapped: the greatest number of checkpoints on the map; no map for 0.
  func emergence(
    on levels: LevelSet, settings: SearchSettings, atMost limit: Int? = nil, mapped: Int = 8,
    progress: @escaping ProgressHandler, interruption: Interruption
  ) throws -> Finding {
    let last = try LoadedCheckpoint(run.path)
    let encoder = try last.encoder()
    let emergence = try EmergenceOverCheckpoints(
      sources(atMost: limit), encoder: encoder, on: levels, settings: settings,
      progress: progress, interruption: interruption)
    var finding = emergence.finding(try last.subject().identity)
    if mapped > 0 {
      let map = try PlanMap(
        emergence, lateSources(atMost: mapped), encoder: encoder,
        places: min(7, settings.mostTicks),
        progress: progress, interruption: interruption)
      finding.charts.append(map.chart)
    }
    return finding
  }
}
