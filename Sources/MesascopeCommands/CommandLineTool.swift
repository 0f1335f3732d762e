internal import ArgumentParser
internal import Experiments
internal import Foundation
internal import LinearAlgebra

/// Runs a command line: what it prints and how it exits.
package enum CommandLineTool {
  /// Exit statuses beside success.
  enum Status {
    /// The work could not be done.
    static let failure: Int32 = 1
    /// The command line was not understood (sysexits' EX_USAGE).
    static let usage: Int32 = 64
    /// Stopped by Ctrl-C, with everything saved.
    static let interrupted: Int32 = 130
  }

  /// Parses and runs; an error is one line on the standard error stream.
  ///
  /// - Parameter arguments: without the name of the program.
  /// - Returns: the exit status.
  package static func run(_ arguments: [String]) -> Int32 {
    var command: any ParsableCommand
    do {
      command = try MesascopeCommand.parseAsRoot(arguments)
    } catch {
      return report(error, of: MesascopeCommand.self)
    }
    do {
      if !(command is DoctorCommand) { try checkProcessor() }
      try command.run()
      return 0
    } catch {
      return report(error, of: type(of: command))
    }
  }

  /// The build assumes instruction sets; without them the first product would crash.
  private static func checkProcessor() throws {
    let missing = Processor.missingInstructionSets
    guard missing.isEmpty else { throw CommandFailure.processorTooOld(missing: missing) }
  }

  private static func report(
    _ error: any Error, of command: any ParsableCommand.Type
  ) -> Int32 {
    let code = command.exitCode(for: error)
    if code == .success {
      // Help, the version and completion scripts come as errors.
      print(command.fullMessage(for: error))
      return 0
    }
    if let stop = error as? CommandFailure, case .interrupted = stop {
      Console.note(stop.description)
      return Status.interrupted
    }
    if isInterruption(error) {
      Console.note("Stopped; nothing was written.")
      return Status.interrupted
    }
    if code.rawValue == Status.usage {
      let message = oneLine(command.message(for: error))
      let hint = helpHint(command.fullMessage(for: error))
      Console.note("mesascope: \(message)\(nearCommand(message))\(hint)")
      return Status.usage
    }
    Console.note("mesascope: \(oneLine("\(error)"))")
    return Status.failure
  }

  /// Whether work below the commands stopped because it was asked to.
  private static func isInterruption(_ error: any Error) -> Bool {
    switch error {
    case EvaluationError.interrupted, CaptureError.interrupted, ScanError.interrupted: true
    default: false
    }
  }

  /// "See 'mesascope train --help'." for the command that was meant.
  private static func helpHint(_ text: String) -> String {
    guard let start = text.range(of: "See '", options: .backwards)?.lowerBound,
      let end = text[start...].range(of: "' for")?.lowerBound
    else { return "" }
    let command = text[start..<end].dropFirst("See '".count)
    return " See '\(command.hasPrefix("mesascope") ? "" : "mesascope ")\(command)'."
  }

  /// "Did you mean 'train'?" for a word that stands where a command was expected.
  private static func nearCommand(_ message: String) -> String {
    guard message.hasPrefix("Unexpected argument '"), let end = message.lastIndex(of: "'") else {
      return ""
    }
    let word = String(message[..<end].dropFirst("Unexpected argument '".count))
    let names = MesascopeCommand.configuration.subcommands.compactMap { command in
      command.configuration.commandName
    }
    // Two letters exchanged are the commonest slip of all.
    let near =
      names.filter { $0.sorted() == word.sorted() } + NearNames.closest(to: word, among: names)
    return near.first.map { " Did you mean '\($0)'?" } ?? ""
  }

  private static func oneLine(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    return line.hasSuffix(".") || line.hasSuffix("?") || line.hasSuffix("!") ? line : line + "."
  }
}
