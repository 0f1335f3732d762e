import Figures
import Foundation
import Storage
import TestSupport
import Testing

@Test func showDrawsTheLevelTheObservationAndTheChannels() throws {
  let scratch = try ScratchFolder()
  let out = scratch.file("show")
  let result = try Tool.run([
    "show", try TinyRun.path(), "--level", "4", "--site", "cell/hidden", "--ticks", "all",
    "--channels", "top:3", "--output", out,
  ])
  #expect(result.status == 0, "\(result.errors)")
  #expect(
    try ScratchFolder.listing(of: out) == [
      "cell-hidden.csv", "cell-hidden.png", "level.csv", "level.png", "observation.csv",
      "observation.png",
    ])
  // Three channels at three ticks of a 7x7 maze, one row a number.
  #expect(try CSVTable(path: out + "/cell-hidden.csv").rows.count == 3 * 3 * 49)
  #expect(result.output.contains("3 of 16 channels at cell/hidden, 3 ticks"))
}

@Test func showReadsALevelThatAPersonDrew() throws {
  let scratch = try ScratchFolder()
  let level = scratch.file("level.txt")
  try AtomicFile.write(
    text: "; id: corridor\n#######\n#@....#\n#####.#\n#D....#\n#######\n", to: level)
  let out = scratch.file("show")
  let result = try Tool.run([
    "show", try TinyRun.checkpoint(), "--level", level, "--output", out,
  ])
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.output.contains("a shortest way has 10"))
}

@Test func captureWritesAStoreThatSaysWhatItIs() throws {
  let scratch = try ScratchFolder()
  let out = scratch.file("store")
  let result = try Tool.run([
    "capture", "--checkpoint", try TinyRun.path(), "--count", "12", "--site", "cell/hidden",
    "--ticks", "1,3", "--concept", "plan-direction", "--concept", "door-here", "--output", out,
    "--json",
  ])
  #expect(result.status == 0, "\(result.errors)")
  let store = try ActivationStore(path: out)
  #expect(store.rows == 12)
  #expect(try store.site(named: "cell/hidden").rowShape == [2, 7, 7, 16])
  #expect(store.labelNames == ["door-here", "plan-direction"])
  #expect(store.metadata["ticks/cell/hidden"] == "1,3")
  #expect(store.metadata["checkpoint"]?.count == 64)
  #expect(try document(result.output)["rows"] as? Int == 12)
  #expect(try ScratchFolder.listing(of: out).allSatisfy { !$0.hasPrefix(".") })
}

@Test func evaluateSpeaksToPeopleAndToPrograms() throws {
  let arguments = [
    "evaluate", "--checkpoint", try TinyRun.path(), "--count", "30", "--ticks", "1...3", "--shift",
  ]
  let text = try Tool.run(arguments)
  #expect(text.status == 0, "\(text.errors)")
  #expect(text.output.contains("30 fresh held-out levels"))
  #expect(text.output.contains("capability K"))
  let numbers = try Tool.run(arguments + ["--json", "--threads", "1"])
  let scores = try #require(try document(numbers.output)["ticks"] as? [[String: Any]])
  #expect(scores.compactMap { $0["ticks"] as? Int } == [1, 2, 3])
  for score in scores {
    let success = try #require(score["success"] as? Double)
    let solved = try #require(score["solved"] as? Double)
    #expect((0...1).contains(success))
    #expect(solved >= success)
  }
  let again = try Tool.run(arguments + ["--json", "--threads", "3"])
  #expect(again.output == numbers.output)
}

@Test func searchAndProbeOfARunFollowItsCheckpoints() throws {
  let scratch = try ScratchFolder()
  let out = scratch.file("search")
  let result = try Tool.run([
    "search", "--checkpoint", try TinyRun.path(), "--count", "40", "--checkpoints", "0", "--output",
    out, "--json",
  ])
  #expect(result.status == 0, "\(result.errors)")
  let findings = try #require(try document(result.output)["findings"] as? [[String: Any]])
  #expect(findings.contains { $0["id"] as? String == "t1-emergence" })
  // 40 levels are too few to say anything, and the tests say that.
  #expect(findings.filter { $0["status"] as? String == "supports" }.count <= 1)
  let lines = try TextFile.read(out + "/records.jsonl").split(separator: "\n")
  #expect(!lines.isEmpty)
  for line in lines { _ = try document(String(line)) }
  #expect(Folder.exists(out + "/index.html"))

  let probed = try Tool.run([
    "probe", "door-here", "--checkpoint", try TinyRun.path(), "--every-checkpoint", "--count",
    "40", "--output", scratch.file("probe"), "--json",
  ])
  #expect(probed.status == 0, "\(probed.errors)")
  let ids = try #require(try document(probed.output)["findings"] as? [[String: Any]])
    .compactMap { $0["id"] as? String }
  #expect(ids == ["probe-door-here", "probe-door-here-by-step"])
}

@Test func goalsComparesTwoAgents() throws {
  let scratch = try ScratchFolder()
  let out = scratch.file("goals")
  let result = try Tool.run([
    "goals", "--checkpoint", try TinyRun.checkpoint(), "--compare",
    try TinyRun.checkpoint(step: 0), "--count", "36", "--output", out, "--json",
  ])
  #expect(result.status == 0, "\(result.errors)")
  let whole = try document(result.output)
  let findings = try #require(whole["findings"] as? [[String: Any]])
  #expect((whole["answers"] as? [[String: Any]])?.count == 2)
  let ids = findings.compactMap { $0["id"] as? String }
  // The comparison, and of each: choice, shift, concepts, which one decides, three objectives,
  // order, lengths.
  #expect(ids.count == 15)
  for part in ["g4-concepts-and-use", "g5-three-objectives"] {
    #expect(ids.count { $0.hasSuffix(part) } == 2)
  }
  #expect(findings.first?["id"] as? String == "goals-of-two-runs")
}

@Test func inspectTellsOneKindOfFileFromAnother() throws {
  let run = try TinyRun.path()
  func kind(_ path: String) throws -> String? {
    try document(Tool.run(["inspect", path, "--json"]).output)["kind"] as? String
  }
  #expect(try kind(run) == "run")
  #expect(try kind(TinyRun.checkpoint()) == "checkpoint")
  #expect(try kind("Fixtures/Storage/store") == "activations")
  #expect(try kind("Fixtures/Storage/every-type.safetensors") == "tensors")
  let text = try Tool.run(["inspect", run]).output
  #expect(text.contains("finished"))
  try expectRefusal(["inspect", "Package.swift"], saying: ["'Package.swift' is no checkpoint"])
  try expectRefusal(["inspect", "/nowhere"], saying: ["There is nothing at '/nowhere'"])
}

@Test func listNamesWhatThereIs() throws {
  let all = try document(Tool.run(["list", "--json"]).output)
  #expect(
    Set(all.keys)
      == ["architectures", "environments", "methods", "presets", "planted", "probes", "concepts"])
  let probes = try #require(all["probes"] as? [[String: String]])
  #expect(
    probes.compactMap { $0["name"] }
      == ["distance-to-goal", "door-here", "plan-direction", "red-here"])
  let sites = try document(
    Tool.run(["list", "sites", "--checkpoint", TinyRun.checkpoint(), "--json"]).output)
  let names = try #require(sites["sites"] as? [[String: String]]).compactMap { $0["name"] }
  #expect(names == ["embedding", "cell/inner", "cell/hidden"])
  try expectRefusal(["list", "sites"], saying: ["--checkpoint"], status: 64)
}

@Test func doctorChecksWhatTheToolStandsOn() throws {
  let result = try Tool.run(["doctor", "--json"])
  let checks = try #require(try document(result.output)["checks"] as? [[String: Any]])
  let names = checks.compactMap { $0["name"] as? String }
  for name in ["processor", "threads", "oneDNN", "OpenBLAS", "Cairo", "libpng", "lettering"] {
    #expect(names.contains(name))
  }
  let isGood = checks.allSatisfy { $0["is_good"] as? Bool == true }
  #expect(result.status == (isGood ? 0 : 1))
}
