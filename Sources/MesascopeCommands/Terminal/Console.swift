internal import Foundation
internal import Storage

/// The two output streams: results go to standard output, everything else to standard error.
enum Console {
  /// Whether a person reads the standard error stream.
  static let isInteractive = isatty(STDERR_FILENO) == 1

  /// Prints a result.
  static func print(_ text: String = "") {
    write(text + "\n", to: STDOUT_FILENO)
  }

  /// Prints a document for a program.
  static func print(_ document: JSON) {
    print(document.text(indentation: 2))
  }

  /// Prints a line for a person that is no result: progress, warnings, errors.
  static func note(_ text: String) {
    write(text + "\n", to: STDERR_FILENO)
  }

  /// Writes text as it is. A reader that went away is no error.
  static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return }
      bytes = bytes.dropFirst(max(0, count))
    }
  }
}
