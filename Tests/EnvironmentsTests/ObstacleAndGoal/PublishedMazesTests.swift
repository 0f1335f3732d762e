import Environments
import Foundation
import LinearAlgebra
import Testing

/// The published mazes are not part of the repository: these tests run where the folder is.
private enum Published {
  static let folder =
    ProcessInfo.processInfo.environment["MESASCOPE_THIRD_PARTY"] ?? "../shared/third-party"

  static func path(_ side: Int) -> String { "\(folder)/neupy-vin/mazes-\(side).safetensors" }

  static let isPresent = FileManager.default.fileExists(atPath: path(8))

  /// The named tensors of a safetensors file that holds `F32` and `U8` alone.
  static func tensors(_ side: Int) throws -> [String: Tensor] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path(side)))
    let length = data.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    let header = try #require(
      JSONSerialization.jsonObject(with: data.dropFirst(8).prefix(length)) as? [String: Any])
    var tensors: [String: Tensor] = [:]
    for (name, value) in header where name != "__metadata__" {
      let entry = try #require(value as? [String: Any])
      let shape = try #require(entry["shape"] as? [Int])
      let range = try #require(entry["data_offsets"] as? [Int])
      let bytes = [UInt8](
        data.dropFirst(8 + length)[(8 + length + range[0])..<(8 + length + range[1])])
      let elements: [Float]
      if entry["dtype"] as? String == "U8" {
        elements = bytes.map { Float($0) }
      } else {
        elements = stride(from: 0, to: bytes.count, by: 4).map { offset in
          Float(
            bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) })
        }
      }
      tensors[name] = Tensor(shape: shape, elements: elements)
    }
    return tensors
  }
}

@Test(
  .enabled(if: Published.isPresent, "the folder of third-party inputs is absent"),
  arguments: [(side: 8, equal: 0.98, others: 2), (side: 16, equal: 0.89, others: 8)])
func publishedMazesAgreeOnMovesAndAreNearlyStraight(side: Int, equal: Double, others: Int) throws {
  let tensors = try Published.tensors(side)
  let observations = try #require(tensors["observation"])
  let reader = try ObstacleAndGoalReader(
    observations: observations, startRows: try #require(tensors["start_row"]),
    startColumns: try #require(tensors["start_column"]))
  #expect(ObstacleAndGoalEncoder().observations(of: reader.levels) == observations)
  let published = try #require(tensors["optimal_action"])
  var disagreements = 0
  var equalShares = 0.0
  for (maze, level) in reader.levels.enumerated() {
    let paths = level.paths()
    for (index, start) in reader.starts[maze].enumerated() {
      let action = Int(published[maze, index])
      if !paths.optimalActions(at: start).contains(action) { disagreements += 1 }
    }
    equalShares += 1 - level.separatedShare
  }
  // The published actions begin ways that are shortest where a diagonal step counts as the
  // square root of two; an independent program found as many that are not shortest in steps.
  #expect(disagreements == others)
  let share = equalShares / Double(reader.levels.count)
  #expect(abs(share - equal) < 0.015, "\(share)")
}
