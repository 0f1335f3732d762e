/// Why a network could not be made or run.
package enum ArchitectureError: Error, Equatable, Sendable {
  case unknownArchitecture(name: String, known: [String])
  case missingSetting(key: String)
  case badSetting(key: String, value: String, allowed: String)
  case badStatement(line: Int, text: String, reason: String)
  case missingParameter(name: String, architecture: String)
  case extraParameters(names: [String], architecture: String)
  case wrongShape(parameter: String, expected: [Int], found: [Int])
  /// A tensor of a published file does not go with another one of it.
  case mismatchedTensor(name: String, found: [Int], expected: [Int], because: String)
  case notFinite(parameter: String, index: Int)
  case wrongObservation(expected: [Int], found: [Int], architecture: String)
  case unknownSite(name: String, known: [String])
  case tickOutOfRange(site: String, tick: Int, allowed: ClosedRange<Int>)
  case negativeTicks(Int)
  case wrongEdit(site: String, expected: [Int], found: [Int])
  case readOutOfRange(sample: Int, cell: Int, cells: Int)
  case wrongMemory(architecture: String, expected: [[Int]], found: [[Int]])
}
