internal import Storage
internal import Training

/// A training that is made once: found where it is there, and gone on with where it was stopped.
struct TrainedRun: Sendable {
  let configuration: RunConfiguration
  let path: String
  /// The option that names another folder.
  var option = "--output"

  /// What was there before.
  enum Origin: Sendable, Equatable {
    case found
    case resumed(update: Int)
    case made
  }

  /// Trains what is not there yet.
  ///
  /// - Parameter begin: told what was there, before anything is trained.
  /// - Throws: ``CommandFailure/otherRun(path:option:)`` for a folder that holds another run.
  /// - Returns: how it ended; finished without a training where all was there.
  func train(
    progress: @escaping ProgressHandler = { _ in }, interruption: Interruption = .never,
    begin: (Origin) -> Void = { _ in }
  ) throws -> TrainingSession.Outcome {
    var session: TrainingSession
    if Folder.exists(Path.join(path, "run.yaml")) {
      let run = try RunFolder(path: path)
      guard try run.configuration() == configuration.yaml else {
        throw CommandFailure.otherRun(path: path, option: option)
      }
      if try run.steps().last == configuration.updates {
        begin(.found)
        return .finished
      }
      session = try TrainingSession(resuming: path)
      begin(.resumed(update: session.update))
    } else {
      session = try TrainingSession(creating: path, configuration)
      begin(.made)
    }
    return try session.train(progress: progress, interruption: interruption)
  }
}
