import Foundation
import TestSupport

/// A run of a small agent, trained once for all tests that need some checkpoint.
enum TinyRun {
  /// The settings of small trainings.
  static let settings = [
    "--preset", "red-door", "--set", "environment.side=7", "--set", "training.ticks=2...3",
    "--set", "architecture.ticks=3", "--set", "training.evaluation-states=32",
    "--set", "training.episodes=8",
  ]

  private static let made = Result { () throws -> (ScratchFolder, String) in
    let scratch = try ScratchFolder()
    let path = scratch.file("tiny")
    let result = try Tool.run(["train"] + settings + ["--updates", "24", "--output", path])
    guard result.status == 0 else { throw Failure(text: result.errors) }
    return (scratch, path)
  }

  struct Failure: Error { let text: String }

  /// The folder of the run.
  static func path() throws -> String { try made.get().1 }

  /// A checkpoint of the run.
  static func checkpoint(step: Int = 24) throws -> String {
    let digits = String(step)
    let name = String(repeating: "0", count: 9 - digits.count) + digits
    return try path() + "/checkpoints/step-\(name).safetensors"
  }
}
