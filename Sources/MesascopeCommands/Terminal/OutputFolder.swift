internal import Dispatch
internal import Foundation
internal import Storage

/// A folder for results that is there only if something comes of the work.
enum OutputFolder {
  /// Makes the folder, makes sure that files can be written in it, and does the work; if that
  /// fails, folders that were made for it and stayed empty go again.
  ///
  /// - Parameter leavesOnSignal: for work that does not ask whether it should stop: Ctrl-C and
  ///   SIGTERM then end the process here, with the status of an interruption, after empty folders
  ///   that were made are removed.
  static func using<Result>(
    _ path: String, leavesOnSignal: Bool = false, _ body: () throws -> Result
  ) throws -> Result {
    try keeping(missing(path), leavesOnSignal: leavesOnSignal) {
      try Folder.prepareForOutput(path)
      return try body()
    }
  }

  /// The folders of a path that are not there, innermost first.
  static func missing(_ path: String) -> [String] {
    var missing: [String] = []
    var parent = path
    while !Folder.exists(parent), !parent.isEmpty {
      missing.append(parent)
      let above = Path.folder(of: parent)
      if above == parent { break }
      parent = above
    }
    return missing
  }

  /// Does work, and removes folders that are made for it where it fails and they stayed empty.
  static func keeping<Result>(
    _ made: [String], leavesOnSignal: Bool, _ body: () throws -> Result
  ) throws -> Result {
    let watch = leavesOnSignal ? SignalWatch { remove(made) } : nil
    defer { watch?.end() }
    do {
      return try body()
    } catch {
      remove(made)
      throw error
    }
  }

  /// Innermost first; one with content refuses to go.
  private static func remove(_ made: [String]) {
    for folder in made { rmdir(folder) }
  }
}

/// Ends the process on Ctrl-C and SIGTERM, with something done before.
private final class SignalWatch {
  private static let signals = [SIGINT, SIGTERM]
  private let sources: [any DispatchSourceSignal]

  init(_ cleaning: @escaping @Sendable () -> Void) {
    sources = Self.signals.map { number in
      // The source hears of a signal only if nothing else acts on it.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        cleaning()
        Console.note("Stopped.")
        _exit(CommandLineTool.Status.interrupted)
      }
      source.resume()
      return source
    }
  }

  /// Signals do again what they did before.
  func end() {
    for source in sources { source.cancel() }
    for number in Self.signals { signal(number, SIG_DFL) }
  }
}
