import Foundation
import Storage
import TestSupport
import Testing

// The commands that follow a run over its checkpoints, from the command line to files.

@Test func searchOfARunGradesTheIngredientsAndGoesOnAfterCtrlC() throws {
  let scratch = try ScratchFolder()
  let run = try TinyRun.path()
  let arguments = [
    "search", "--checkpoint", run, "--count", "30", "--checkpoints", "3", "--checkpoint-levels",
    "20", "--json",
  ]
  // Stopped once the first checkpoint is done, in a folder of its own choosing.
  let running = try Tool.start(arguments, in: scratch.path)
  let kept = scratch.file("Output/search/tiny-step-000000024/checkpoints")
  while running.process.isRunning, (try? ScratchFolder.listing(of: kept))?.isEmpty ?? true {
    usleep(5000)
  }
  running.process.interrupt()
  let stopped = try running.finish()
  #expect(stopped.status == 130, "\(stopped.errors)")
  #expect(stopped.errors.contains("goes on"), "\(stopped.errors)")
  let before = try ScratchFolder.listing(of: kept)
  #expect((1...3).contains(before.count))
  let first = try ScratchFolder.bytes(of: kept + "/" + before[0])
  let dates = try FileManager.default.attributesOfItem(atPath: kept + "/" + before[0])

  let result = try Tool.run(arguments, in: scratch.path)
  #expect(result.status == 0, "\(result.errors)")
  let after = try FileManager.default.attributesOfItem(atPath: kept + "/" + before[0])
  #expect(dates[.modificationDate] as? Date == after[.modificationDate] as? Date)
  #expect(try ScratchFolder.bytes(of: kept + "/" + before[0]) == first)
  #expect(try ScratchFolder.listing(of: kept).count == 3)
  let all = try document(result.output)
  let series = try #require(all["over_checkpoints"] as? [String: Any])
  #expect((series["steps"] as? [Int])?.count == 3)
  #expect((series["steps"] as? [Int])?.last == 24)
  #expect((series["ingredients"] as? [[String: Any]])?.count == 5)
  let findings = try #require(all["findings"] as? [[String: Any]])
  let mine = try #require(findings.first { $0["id"] as? String == "ingredients-by-step" })
  #expect(
    (mine["figures"] as? [String])?.first?.hasSuffix("ingredients-by-step-grades.png") == true)
  // With a report in it, the folder is not gone on in.
  let third = try Tool.run(
    ["search", "--checkpoint", run, "--count", "30", "--checkpoints", "0"], in: scratch.path)
  #expect(third.status == 0, "\(third.errors)")
  #expect(third.errors.contains("this report is in 'Output/search/tiny-step-000000024-2'"))
  #expect(!third.output.contains("Over the run's checkpoints"))
}

@Test func searchOverCheckpointsRefusesWhatItCannotDo() throws {
  let checkpoint = try TinyRun.checkpoint()
  try expectRefusal(
    ["search", "--checkpoint", checkpoint, "--checkpoints", "3"],
    saying: ["is one checkpoint, and this needs a whole run"])
  try expectRefusal(
    ["search", "--checkpoint", checkpoint, "--checkpoints", "1"],
    saying: ["--checkpoints is 1"], status: 64)
  try expectRefusal(
    ["search", "--checkpoint", checkpoint, "--checkpoint-levels", "2"],
    saying: ["--checkpoint-levels is 2"], status: 64)
}

@Test func planProbesOfARunWriteAReport() throws {
  let scratch = try ScratchFolder()
  let run = scratch.file("drc")
  let trained = try Tool.run([
    "train", "--preset", "red-door-drc", "--set", "environment.side=7", "--set",
    "training.ticks=2...3", "--set", "architecture.ticks=3", "--set",
    "training.evaluation-states=32", "--set", "training.episodes=8", "--updates", "60", "--output",
    run,
  ])
  #expect(trained.status == 0, "\(trained.errors)")
  let out = scratch.file("report")
  let result = try Tool.run([
    "plan-probes", "--checkpoint", run, "--count", "60", "--checkpoints", "2", "--extra-ticks",
    "2", "--output", out, "--json",
  ])
  #expect(result.status == 0, "\(result.errors)")
  let all = try document(result.output)
  let findings = try #require(all["findings"] as? [[String: Any]])
  #expect(
    findings.compactMap { $0["id"] as? String } == [
      "plan-probes-agent-approach", "plan-probes-agent-choice", "plan-probes-extra-ticks",
      "plan-probes-steering", "plan-probes-by-step", "t5-steering",
    ])
  let maps = try #require(all["plan_probes"] as? [[String: Any]])
  #expect(maps.count == 4)
  #expect((maps[0]["cells"] as? [[String: Any]])?.count == 3)
  for line in try TextFile.read(out + "/records.jsonl").split(separator: "\n") {
    _ = try document(String(line))
  }
  #expect(Folder.exists(out + "/index.html"))
}

@Test func planProbesRefuseWhatTheyCannotStudy() throws {
  let scratch = try ScratchFolder()
  let planted = scratch.file("p6.safetensors")
  #expect(try Tool.run(["plant", "P6", "--output", planted]).status == 0)
  let out = scratch.file("out")
  try expectRefusal(
    ["plan-probes", "--checkpoint", planted, "--output", out], saying: ["mazes and Sokoban"])
  #expect(!Folder.exists(out))
  try expectRefusal(
    ["plan-probes", "--checkpoint", try TinyRun.checkpoint(), "--checkpoints", "3"],
    saying: ["needs a whole run"])
  try expectRefusal(
    ["plan-probes", "--checkpoint", "x", "--extra-ticks", "0"], saying: ["--extra-ticks is 0"],
    status: 64)
  try expectRefusal(
    ["plan-probes", "--checkpoint", "/nowhere"], saying: ["There is nothing at '/nowhere'"])
}

@Test func goalsOfARunAreFollowedOrLeftOutWithAReason() throws {
  let scratch = try ScratchFolder()
  let run = try TinyRun.path()
  let arguments = ["goals", run, "--over-checkpoints", "--count", "72", "--json"]
  let result = try Tool.run(arguments, in: scratch.path)
  #expect(result.status == 0, "\(result.errors)")
  let findings = try #require(try document(result.output)["findings"] as? [[String: Any]])
  // A run of 24 updates goes nowhere: there is nothing to follow, which is said.
  let course = try #require(
    findings.first { ($0["title"] as? String)?.hasPrefix("G8 crystallization") == true })
  #expect((course["shows"] as? String)?.hasPrefix("Left out, for:") == true)
  let one = try ScratchFolder.listing(of: run + "/checkpoints")[0]
  let lone = try Tool.run(
    ["goals", run + "/checkpoints/" + one, "--over-checkpoints", "--count", "72"],
    in: scratch.path)
  #expect(lone.status != 0 && lone.errors.contains("run"), "\(lone.errors)")
}
