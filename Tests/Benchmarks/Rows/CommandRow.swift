import Foundation

/// A whole command against a limit of time.
struct CommandRow: BenchmarkRow {
  let name: String
  let limit: Double
  /// Commands that are run first and not timed.
  let preparation: [[String]]
  let command: [String]
  let runsOnlyByName = true

  /// `mesascope demo` after the build.
  static let demo = CommandRow(
    name: "demo", limit: 300,
    preparation: [
      ["swift", "build", "-c", "release", "--product", "mesascope"],
      // Agents that are there already would be used again.
      ["rm", "-rf", ".build/bench-demo"],
    ],
    command: [".build/release/mesascope", "demo", "--output", ".build/bench-demo"])

  /// Building `mesascope` with nothing built before, dependencies and all.
  static let coldBuild = CommandRow(
    name: "cold-build", limit: 480, preparation: [["rm", "-rf", ".build/cold"]],
    command: [
      "swift", "build", "-c", "release", "--product", "mesascope", "--scratch-path", ".build/cold",
    ])

  func measure() throws -> BenchmarkResult {
    for command in preparation { try run(command) }
    let clock = ContinuousClock()
    let seconds = try clock.measure { try run(command) } / .seconds(1)
    return BenchmarkResult(
      ours: String(format: "%.0f s", seconds), peer: nil, ratio: nil,
      goal: String(format: "%g s", limit), verdict: seconds <= limit ? .met : .short)
  }

  /// Runs a command with its words kept in a log, which is named when it fails.
  private func run(_ command: [String]) throws {
    let log = ".build/bench-\(name).log"
    try Data().write(to: URL(fileURLWithPath: log))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    defer { try? file.close() }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = file
    process.standardError = file
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CommandError.failed(
        command: command.joined(separator: " "), status: process.terminationStatus, log: log)
    }
  }
}

/// Why a command's time means nothing.
enum CommandError: Error, Equatable, CustomStringConvertible {
  case failed(command: String, status: Int32, log: String)

  var description: String {
    switch self {
    case .failed(let command, let status, let log):
      "'\(command)' ended with status \(status); its words are in \(log)"
    }
  }
}
