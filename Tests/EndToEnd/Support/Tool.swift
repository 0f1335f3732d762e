import Foundation
import TestSupport
import Testing

/// The built command, run as a process of its own.
enum Tool {
  /// What a finished process left.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// The executable, which the build puts beside the tests.
  static let path: String = {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).standardizedFileURL
    return tests.deletingLastPathComponent().appendingPathComponent("mesascope").path
  }()

  /// Runs to the end.
  ///
  /// - Parameters:
  ///   - arguments: without the name of the program.
  ///   - folder: where it runs; the package's root if nil.
  static func run(_ arguments: [String], in folder: String? = nil) throws -> Result {
    let process = try start(arguments, in: folder)
    return try process.finish()
  }

  /// Starts and does not wait.
  static func start(_ arguments: [String], in folder: String? = nil) throws -> Running {
    try Running(arguments, in: folder)
  }

  /// A process with its output in files, so that no pipe can fill up.
  final class Running {
    let process = Process()
    private let scratch: ScratchFolder

    init(_ arguments: [String], in folder: String?) throws {
      scratch = try ScratchFolder()
      process.executableURL = URL(fileURLWithPath: Tool.path)
      process.arguments = arguments
      if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = try Self.handle(scratch.file("output"))
      process.standardError = try Self.handle(scratch.file("errors"))
      try process.run()
    }

    private static func handle(_ path: String) throws -> FileHandle {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
      return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    }

    func finish() throws -> Result {
      process.waitUntilExit()
      func text(_ name: String) throws -> String {
        try String(contentsOfFile: scratch.file(name), encoding: .utf8)
      }
      return Result(
        status: process.terminationStatus, output: try text("output"), errors: try text("errors"))
    }
  }
}

/// Expects a command to end with a failure, one line on the standard error stream that holds some
/// words, and nothing on the standard output.
func expectRefusal(
  _ arguments: [String], saying words: [String], status: Int32 = 1, in folder: String? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let result = try Tool.run(arguments, in: folder)
  #expect(result.status == status, sourceLocation: sourceLocation)
  let lines = result.errors.split(separator: "\n")
  #expect(lines.count == 1, "\(result.errors)", sourceLocation: sourceLocation)
  for word in words {
    #expect(result.errors.contains(word), "\(result.errors)", sourceLocation: sourceLocation)
  }
  #expect(result.output.isEmpty, "\(result.output)", sourceLocation: sourceLocation)
}

/// A JSON document that a command printed.
func document(_ text: String) throws -> [String: Any] {
  let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
  return try #require(value as? [String: Any])
}
