import Foundation
import Storage
import TestSupport
import Testing

// One command that trains, measures and compares.

/// Small trainings over seeds.
private let trainings =
  [
    "compare", "--preset", "red-door", "--seeds", "1...2", "--updates", "24", "--count", "72",
    "--json",
  ] + Array(TinyRun.settings.dropFirst(2))

@Test func compareTrainsWhatIsNotThereAndGroupsWhatItFinds() throws {
  let scratch = try ScratchFolder()
  let arguments = trainings + ["--vary", "environment.encoding=mixed:0,separate"]
  let result = try Tool.run(arguments, in: scratch.path)
  #expect(result.status == 0, "\(result.errors)")
  let all = try document(result.output)
  let groups = try #require(all["groups"] as? [[String: Any]])
  #expect(
    groups.compactMap { $0["label"] as? String } == [
      "doors always red, mixed:0", "doors always red, separate",
    ])
  #expect(
    groups.compactMap { $0["runs"] as? [String] } == [
      ["red-door-encoding-mixed-0-seed-1", "red-door-encoding-mixed-0-seed-2"],
      ["red-door-encoding-separate-seed-1", "red-door-encoding-separate-seed-2"],
    ])
  #expect(groups.allSatisfy { $0["case_study"] as? Bool == true })
  let cautions = try #require(all["cautions"] as? [String])
  #expect(cautions.contains { $0.hasPrefix("Case study: 4 runs") })
  let ids = try #require(all["findings"] as? [[String: Any]]).compactMap { $0["id"] as? String }
  #expect(
    ids.prefix(5) == [
      "compare-choice", "compare-shift", "compare-outcomes", "compare-use", "compare-groups",
    ])
  let out = scratch.file("Output/compare/red-door")
  for line in try TextFile.read(out + "/records.jsonl").split(separator: "\n") {
    _ = try document(String(line))
  }
  #expect(Folder.exists(out + "/index.html"))
  #expect(Folder.exists(out + "/compare-choice-weights.png"))

  // The same training by itself has the same bytes, and the same command trains nothing twice.
  let runs = scratch.file("Output/runs")
  let alone = scratch.file("alone")
  let trained = try Tool.run(
    ["train"] + TinyRun.settings + ["--updates", "24", "--seed", "2", "--output", alone])
  #expect(trained.status == 0, "\(trained.errors)")
  let last = "/checkpoints/step-000000024.safetensors"
  let made = runs + "/red-door-encoding-mixed-0-seed-2"
  #expect(try ScratchFolder.bytes(of: made + last) == ScratchFolder.bytes(of: alone + last))
  #expect(try TextFile.read(made + "/run.yaml") == TextFile.read(alone + "/run.yaml"))
  let dates = try FileManager.default.attributesOfItem(atPath: made + last)
  let again = try Tool.run(arguments, in: scratch.path)
  #expect(again.status == 0, "\(again.errors)")
  let after = try FileManager.default.attributesOfItem(atPath: made + last)
  #expect(dates[.modificationDate] as? Date == after[.modificationDate] as? Date)
  #expect(again.errors.contains("this report is in 'Output/compare/red-door-2'"))
}

@Test func aComparisonOfRunsThatIsStoppedGoesOn() throws {
  let scratch = try ScratchFolder()
  let running = try Tool.start(trainings, in: scratch.path)
  let kept = scratch.file("Output/compare/red-door/runs-measured")
  while running.process.isRunning, (try? ScratchFolder.listing(of: kept))?.isEmpty ?? true {
    usleep(2000)
  }
  running.process.interrupt()
  let stopped = try running.finish()
  // The last run may have been done in the meantime, and then all is.
  #expect(stopped.status == 130 || stopped.status == 0, "\(stopped.errors)")
  let before = try ScratchFolder.listing(of: kept)
  #expect(!before.isEmpty)
  let bytes = try before.map { try ScratchFolder.bytes(of: kept + "/" + $0) }
  guard stopped.status == 130 else { return }
  #expect(stopped.errors.contains("goes on"), "\(stopped.errors)")
  let result = try Tool.run(trainings, in: scratch.path)
  #expect(result.status == 0, "\(result.errors)")
  #expect(try before.map { try ScratchFolder.bytes(of: kept + "/" + $0) } == bytes)
  #expect(Folder.exists(scratch.file("Output/compare/red-door/index.html")))
}

@Test func compareRefusesWhatItCannotCompare() throws {
  let scratch = try ScratchFolder()
  let run = try TinyRun.path()
  try expectRefusal(["compare", run], saying: ["two or more runs"], status: 64)
  try expectRefusal(["compare", run, run], saying: ["the same network"], in: scratch.path)
  try expectRefusal(
    ["compare", "--preset", "red-door"], saying: ["--preset needs --seeds"], status: 64)
  try expectRefusal(
    ["compare", run, run, "--seeds", "1...2"], saying: ["--seeds is about trainings"], status: 64)
  try expectRefusal(
    ["compare", "--preset", "red-door", "--seeds", "3...1"], saying: ["as in 1...8"], status: 64)
  try expectRefusal(
    ["compare", "--preset", "red-door", "--seeds", "1,2", "--vary", "encoding"],
    saying: ["different values"], status: 64)
  try expectRefusal(
    ["compare", "--preset", "cheese", "--seeds", "1...2"], saying: ["cheese"], in: scratch.path)
  try expectRefusal(
    ["compare", "--preset", "red-door", "--seeds", "1"], saying: ["at least two"],
    in: scratch.path)
  try expectRefusal(
    ["compare", "--preset", "red-door", "--seeds", "1...2", "--vary", "environment.side=7,9"],
    saying: ["side 7", "with 9"], in: scratch.path)
  // Mazes of another size.
  let larger = scratch.file("larger")
  let trained = try Tool.run(
    ["train"] + TinyRun.settings + [
      "--set", "environment.side=9", "--updates", "2", "--output", larger,
    ])
  #expect(trained.status == 0, "\(trained.errors)")
  try expectRefusal(
    ["compare", run, larger], saying: ["side 7", "with 9", "one kind"], in: scratch.path)
  // A run of another configuration where one is to be trained.
  let runs = scratch.file("runs")
  try FileManager.default.createDirectory(atPath: runs, withIntermediateDirectories: true)
  try FileManager.default.moveItem(atPath: larger, toPath: runs + "/red-door-seed-1")
  try expectRefusal(
    trainings.filter { $0 != "--json" } + ["--runs", runs], saying: ["--runs"], in: scratch.path)
  #expect(!Folder.exists(scratch.file("Output")))
}
