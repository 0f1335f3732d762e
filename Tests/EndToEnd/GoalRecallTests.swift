import Foundation
import LinearAlgebra
import Storage
import TestSupport
import Testing

/// The published network that remembers a goal, as the commands take it; skipped where it is absent.
@Suite(.enabled(if: ThirdParty.isPresent, "needs the third-party folder"))
struct PublishedGoalRecallTests {
  private let path = ThirdParty.path("poc-memory/gru.safetensors")

  @Test func itIsRecognisedByItsTensors() throws {
    let result = try Tool.run(["inspect", path])
    #expect(result.status == 0, "\(result.errors)")
    for words in ["Recognised", "recurrent-ppo-truncated-bptt", "goal-recall", "32 units"] {
      #expect(result.output.contains(words), "\(result.output)")
    }
    // Without a word of metadata too.
    let scratch = try ScratchFolder()
    let file = try SafetensorsFile(path: path)
    let bare = scratch.file("bare.safetensors")
    _ = try SafetensorsWriter.write(
      file.names.map { StoredTensor(name: $0, tensor: try file.tensor(named: $0)) },
      metadata: [:], to: bare)
    let again = try Tool.run(["inspect", bare])
    #expect(again.status == 0 && again.output.contains("Recognised"), "\(again.errors)")
    // And refused by name where a tensor does not fit.
    let broken = scratch.file("broken.safetensors")
    _ = try SafetensorsWriter.write(
      file.names.map { name in
        StoredTensor(
          name: name,
          tensor: name == "lin_policy.bias"
            ? Tensor(shape: [63]) : try file.tensor(named: name))
      }, metadata: [:], to: broken)
    let refused = try Tool.run(["goals", broken])
    #expect(refused.status == 1 && refused.errors.contains("lin_policy.bias"), "\(refused.errors)")
    #expect(refused.errors.contains("must be [64]"), "\(refused.errors)")
  }

  @Test func itSolvesEveryEpisode() throws {
    for frozen in [2, 3] {
      let result = try Tool.run([
        "evaluate", "--checkpoint", path, "--count", "200", "--set", "frozen=\(frozen)", "--json",
      ])
      #expect(result.status == 0, "\(result.errors)")
      let rows = try #require(try document(result.output)["episodes"] as? [[String: Any]])
      let solved = try #require(rows.first?["solved"] as? [String: Any])
      #expect(solved["value"] as? Double == 1)
    }
  }

  @Test func itHoldsItsGoalAboveHistoryAndActsByIt() throws {
    let scratch = try ScratchFolder()
    let result = try Tool.run([
      "goals", "--checkpoint", path, "--count", "600", "--output", scratch.file("out"), "--json",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let findings = try #require(try document(result.output)["findings"] as? [[String: Any]])
    #expect(
      findings.compactMap { $0["status"] as? String } == ["supports", "supports", "supports"])
    let history = try #require(findings[1]["records"] as? [[String: Any]])
    func outcome(_ step: Int) -> String? {
      history.first {
        ($0["claim"] as? String)?.hasPrefix("At t = \(step) the state tells the goal beyond")
          == true
      }
      .flatMap { ($0["notes"] as? [String])?.first }
    }
    for step in 0..<3 {
      #expect(outcome(step)?.contains("decodable, not above history") == true)
    }
    for step in 3...5 { #expect(outcome(step)?.contains("Outcome: above history") == true) }
    let steering = try #require((findings[2]["records"] as? [[String: Any]])?.first)
    let controls = try #require(steering["controls"] as? [[String: Any]])
    func control(_ name: String) -> Double? {
      controls.first { ($0["name"] as? String) == name }?["value"] as? Double
    }
    #expect(control("turned by the direction") == 1)
    #expect(control("turned by its opposite") == 0)
    #expect((control("turned by random directions of equal Euclidean length (mean)") ?? 1) < 0.1)
    #expect(Folder.exists(scratch.file("out/index.html")))
  }

  @Test func whatIsNotForItIsRefusedInASentence() throws {
    for (arguments, words) in [
      (["goals", path, "--over-checkpoints"], "--over-checkpoints"),
      (["goals", path, "--set", "replaced=0"], "replaced"),
      (["goals", path, "--set", "frozen=60"], "frozen"),
      (["show", path], "'mesascope goals'"),
    ] {
      let result = try Tool.run(arguments)
      #expect(result.status != 0 && result.errors.contains(words), "\(arguments): \(result.errors)")
    }
  }
}
