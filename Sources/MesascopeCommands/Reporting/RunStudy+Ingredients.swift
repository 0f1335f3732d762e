internal import Experiments
internal import Storage
internal import Training

extension RunStudy {
  /// The ingredients of a search at some of the checkpoints, evenly spaced on the schedule, the first
  /// and the last among them.
  ///
  /// - Parameters:
  ///   - levels: the same at every checkpoint; nil for a task without squares, whose problems the
  ///     tests draw by themselves.
  ///   - folder: where checkpoints that are done are kept.
  /// - Throws: as ``IngredientsOverCheckpoints`` does.
  func ingredients(
    on levels: LevelSet?, settings: SearchSettings, atMost limit: Int,
    folder: CheckpointOutcomeFolder, progress: @escaping ProgressHandler,
    interruption: Interruption
  ) throws -> IngredientsOverCheckpoints {
    let (run, name) = (run, name)
    let sources = try steps.thinned(to: limit).map { step in
      IngredientsOverCheckpoints.Source(
        step: step,
        key: CheckpointOutcomeFolder.key(
          checkpoint: try SHA256.hexadecimal(ofFileAt: run.checkpointPath(step: step)),
          levels: levels?.digest ?? "drawn", settings: settings, version: Version.text)
      ) { progress, interruption in
        let checkpoint = try run.checkpoint(step: step)
        guard let levels else {
          return try SearchJudge(checkpoint, name: name).evidence(
            settings: settings, fit: 300, report: 100, progress: progress,
            interruption: interruption
          ).records
        }
        return try SearchStudy(
          StudySubject(checkpoint, run: name), on: levels, settings: settings
        ).run(progress: progress, interruption: interruption).records
      }
    }
    return try IngredientsOverCheckpoints(
      sources, folder: folder, progress: progress, interruption: interruption)
  }
}
