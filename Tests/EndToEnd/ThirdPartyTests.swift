import Foundation
import TestSupport
import Testing

/// Real learned planners whose success by number of iterations is known; skipped where the weights
/// are absent.
@Suite(.enabled(if: ThirdParty.isPresent, "needs the third-party folder"))
struct ThirdPartyTests {
  private func expected() throws -> [String: [String: [String: Double]]] {
    let data = try Data(
      contentsOf: URL(fileURLWithPath: ThirdParty.path("neupy-vin/expected.json")))
    return try #require(
      try JSONSerialization.jsonObject(with: data) as? [String: [String: [String: Double]]])
  }

  @Test(arguments: [(8, "0,1,2,3,5,10,20", 0.0005), (16, "0,5,10,15,20,30", 0.002)])
  func publishedPlannersPlayAsTheyAreKnownTo(
    side: Int, ticks: String, lossTolerance: Double
  ) throws {
    let result = try Tool.run([
      "evaluate", "--checkpoint", ThirdParty.path("neupy-vin/vin-\(side).safetensors"),
      "--levels", ThirdParty.path("neupy-vin/mazes-\(side).safetensors"), "--ticks", ticks,
      "--json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.isEmpty)
    let scores = try #require(try document(result.output)["ticks"] as? [[String: Any]])
    let known = try #require(try expected()["\(side)"])
    #expect(scores.count == known.count)
    for score in scores {
      let ticks = try #require(score["ticks"] as? Int)
      let reference = try #require(known["\(ticks)"])
      let success = try #require(score["success"] as? Double)
      let loss = try #require(score["prediction_loss"] as? Double)
      #expect(abs(success - (reference["success"] ?? .nan)) <= 0.0005, "k = \(ticks)")
      #expect(
        abs(loss - (reference["prediction_loss"] ?? .nan)) <= lossTolerance, "k = \(ticks)")
      #expect(score["rollouts"] as? Int == reference["rollouts"].map { Int($0) })
    }
  }

  @Test func searchOnAPublishedPlannerGivesEvidenceAndValueMaps() throws {
    let scratch = try ScratchFolder()
    let result = try Tool.run([
      "search", "--checkpoint", ThirdParty.path("neupy-vin/vin-8.safetensors"), "--levels",
      ThirdParty.path("neupy-vin/mazes-8.safetensors"), "--count", "120", "--output",
      scratch.file("out"), "--json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let findings = try #require(try document(result.output)["findings"] as? [[String: Any]])
    let ids = findings.compactMap { $0["id"] as? String }
    for id in ["t1-plan-decodability", "t2-refinement", "t3-wavefront", "value-maps"] {
      #expect(ids.contains(id), "\(ids)")
    }
    for figure in findings.flatMap({ $0["figures"] as? [String] ?? [] }) {
      #expect(FileManager.default.fileExists(atPath: figure))
    }
    // Levels so few and so easy decide nothing, and the verdict says so.
    let verdict = try #require(try document(result.output)["verdict"] as? [String: Any])
    #expect(verdict["conclusion"] as? String == "inconclusive")
    #expect((verdict["would_settle"] as? [String])?.isEmpty == false)
  }
}
