import Foundation

/// What only some machines have, and where the inputs of the tests are.
enum Surroundings {
  /// A Python interpreter with NumPy and safetensors; nil if none is given.
  static let python = ProcessInfo.processInfo.environment["MESASCOPE_PYTHON"]

  /// The folder of weights and activations that others published; nil if it is absent.
  static let thirdParty: String? = {
    let path =
      ProcessInfo.processInfo.environment["MESASCOPE_THIRD_PARTY"] ?? "../shared/third-party"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  static func fixture(_ name: String) -> String { "Fixtures/" + name }

  /// Runs a Python program and returns what it printed.
  static func runPython(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python ?? "python3")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: data, as: UTF8.self)
    guard process.terminationStatus == 0 else { throw PythonFailure(output: text) }
    return text
  }

  struct PythonFailure: Error { let output: String }
}
