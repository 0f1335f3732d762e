internal import Figures
internal import Foundation
internal import Training

/// Where figures and reports come from.
enum CommandProvenance {
  static let software = "Mesascope \(Version.text)"

  /// The command as it can be typed again. Threads are left out: nothing depends on them.
  static func command(_ arguments: [String] = Array(CommandLine.arguments.dropFirst())) -> String {
    var kept: [String] = []
    var skipsNext = false
    for argument in arguments {
      if skipsNext {
        skipsNext = false
      } else if argument == "--threads" {
        skipsNext = true
      } else if !argument.hasPrefix("--threads=") {
        kept.append(quoted(argument))
      }
    }
    return (["mesascope"] + kept).joined(separator: " ")
  }

  /// An argument as a shell reads it back.
  private static func quoted(_ argument: String) -> String {
    let plain = argument.unicodeScalars.allSatisfy {
      CharacterSet.alphanumerics.contains($0) || "-._/,:=@%+".unicodeScalars.contains($0)
    }
    if plain, !argument.isEmpty { return argument }
    return "'" + argument.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }

  /// The provenance of a figure.
  static func make(
    checkpoint: String = "", data: String = "", extra: [Provenance.Fact] = []
  ) -> Provenance {
    Provenance(
      software: software, command: command(), checkpoint: checkpoint, data: data, extra: extra)
  }
}
