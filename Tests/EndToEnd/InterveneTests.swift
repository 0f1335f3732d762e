import Foundation
import Storage
import TestSupport
import Testing

/// Small numbers of levels and draws.
private let quick = ["--count", "80", "--draws", "19"]

private func intervene(_ arguments: [String]) throws -> Tool.Result {
  try Tool.run(
    ["intervene", try TinyRun.checkpoint(), "--site", "cell/hidden"] + quick + arguments)
}

private func intervention(_ arguments: [String], into out: String) throws -> (
  finding: [String: Any], document: [String: Any]
) {
  let result = try intervene(arguments + ["--output", out, "--json"])
  #expect(result.status == 0, "\(result.errors)")
  let all = try document(result.output)
  let findings = try #require(all["findings"] as? [[String: Any]])
  return (try #require(findings.first), try #require(all["intervention"] as? [String: Any]))
}

@Test func anInterventionLeavesAReportWithRecordsAndFigures() throws {
  let scratch = try ScratchFolder()
  let out = scratch.file("out")
  let result = try intervene([
    "--ablate", "mean", "--channels", "0,2", "--tick", "last", "--output", out,
  ])
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.output.contains("cell/hidden at tick 3, channels 0 and 2"), "\(result.output)")
  #expect(result.output.contains("beyond random"))
  let names = try ScratchFolder.listing(of: out)
  for name in ["index.html", "records.jsonl", "intervention-choice.png", "intervention-loss.csv"] {
    #expect(names.contains(name), "\(names)")
  }
  let records = try TextFile.read(out + "/records.jsonl").split(separator: "\n")
  #expect(records.count == 3)
  #expect(records.allSatisfy { $0.contains("minimumDetectableEffect") && $0.contains("\"p\"") })
}

@Test func aSelfPatchAndAScaleOfZeroSayThatNothingChanged() throws {
  let scratch = try ScratchFolder()
  let direction = scratch.file("direction.npy")
  try NumPyFile.write((0..<16).map { Float($0 - 7) }, to: direction)
  let checkpoint = try TinyRun.checkpoint()
  for (index, arguments) in [
    ["--patch-from", checkpoint], ["--add", direction, "--scale", "0"],
  ].enumerated() {
    let (finding, document) = try intervention(arguments, into: scratch.file("same-\(index)"))
    #expect(document["must_change_nothing"] as? Bool == true)
    #expect(document["outputs_identical"] as? Bool == true)
    #expect((finding["shows"] as? String)?.contains("same bit for bit") == true)
  }
  for (index, arguments) in [
    ["--patch-from", checkpoint, "--patch-levels", "other"], ["--add", direction, "--scale", "9"],
    ["--patch-from", try TinyRun.checkpoint(step: 0)],
  ].enumerated() {
    let (finding, document) = try intervention(arguments, into: scratch.file("other-\(index)"))
    #expect(document["must_change_nothing"] as? Bool == false)
    #expect(document["outputs_identical"] as? Bool == false)
    #expect((finding["records"] as? [Any])?.count == 3)
  }
}

@Test func theChannelsOfAPlantedNetworkAreRanked() throws {
  let scratch = try ScratchFolder()
  let (path, out) = (scratch.file("p1.safetensors"), scratch.file("out"))
  #expect(try Tool.run(["plant", "P1", "--output", path]).status == 0)
  let result = try Tool.run(
    ["intervene", path, "--site", "cell/hidden", "--rank-channels", "--ablate", "zero", "--tick"]
      + ["last", "--json", "--output", out] + quick)
  #expect(result.status == 0, "\(result.errors)")
  let all = try document(result.output)
  let document = try #require(all["intervention"] as? [String: Any])
  let ranking = try #require(document["ranking"] as? [[String: Any]])
  let numbers = ranking.compactMap { $0["channel"] as? Int }
  #expect(Set(numbers.prefix(4)) == [2, 3, 4, 5])
  #expect(ranking.suffix(2).allSatisfy { $0["change"] as? Double == 0 })
  #expect((document["carriers"] as? [Int])?.isEmpty == false)
  #expect(
    try ScratchFolder.listing(of: out).contains("channel-ranking-groups.png"))
}

@Test func anyTaskWithDecisionsIsAnswered() throws {
  let scratch = try ScratchFolder()
  for (preset, site, settings) in [
    ("bandit", "cell/hidden", ["training.episodes=4"]),
    ("count-red", "pooled", ["training.evaluation-samples=16"]),
    ("regression", "tokens", ["training.evaluation-samples=16"]),
  ] {
    let (run, out) = (scratch.file(preset), scratch.file(preset + "-out"))
    let trained = try Tool.run(
      ["train", "--preset", preset, "--updates", "1", "--output", run]
        + settings.flatMap { ["--set", $0] })
    #expect(trained.status == 0, "\(trained.errors)")
    let arguments = ["intervene", run, "--site", site, "--ablate", "mean", "--output", out] + quick
    guard preset != "bandit" else {
      // A bandit shows nothing before the first pull: its first states are one state.
      try expectRefusal(arguments, saying: ["first states of bandit all look the same"])
      continue
    }
    let result = try Tool.run(arguments)
    #expect(result.status == 0, "\(preset): \(result.errors)")
    #expect(result.output.contains("beyond random"), "\(result.output)")
    try expectRefusal(
      ["intervene", run, "--site", site, "--ablate", "mean", "--side", "9", "--output"]
        + [scratch.file("none")], saying: ["--side is for networks of mazes", "leave it out"],
      status: 64)
  }
}

@Test func whatCannotBeIntervenedInIsSaid() throws {
  let scratch = try ScratchFolder()
  let (checkpoint, out) = (try TinyRun.checkpoint(), scratch.file("out"))
  func refused(_ arguments: [String], site: String = "cell/hidden", saying words: [String]) throws {
    try expectRefusal(
      ["intervene", checkpoint, "--site", site, "--output", out] + quick + arguments, saying: words)
    #expect(!Folder.exists(out))
  }
  try refused(["--ablate", "zero"], site: "core", saying: ["'core'", "embedding", "cell/hidden"])
  try refused(["--ablate", "zero", "--tick", "9"], saying: ["no tick 9", "1 to 3"])
  try refused(["--ablate", "zero", "--channels", "99"], saying: ["no channel 99", "0 to 15"])
  try refused(["--patch-from", "/nowhere.safetensors"], saying: ["/nowhere.safetensors"])
  let direction = scratch.file("direction.npy")
  try refused(["--add", direction], saying: ["nothing at '\(direction)'"])
  try NumPyFile.write([1, 2, 3], to: direction)
  try refused(["--add", direction], saying: [direction, "[3]", "16 channels"])
  try NumPyFile.write((0..<16).map { $0 == 5 ? .nan : 1 }, to: direction)
  try refused(["--add", direction], saying: [direction, "NaN or infinite at 5"])
  try AtomicFile.write(text: "one, two, three: no array of numbers", to: direction)
  try refused(["--add", direction], saying: [direction, ".npy"])
  try refused(["--add", checkpoint], saying: [".safetensors", "numpy.save"])
  let planted = scratch.file("p1.safetensors")
  #expect(try Tool.run(["plant", "P1", "--output", planted]).status == 0)
  try refused(["--patch-from", planted], saying: [planted, "cell/hidden", "channels"])
  try NumPyFile.write((0..<16).map { _ in 3e38 }, to: direction)
  try refused(["--add", direction, "--scale", "1e30"], saying: ["NaN or infinite", "--scale"])
}

@Test func oneInterventionIsAskedForAtATime() throws {
  let start = ["intervene", try TinyRun.checkpoint(), "--site", "cell/hidden"]
  for (arguments, words) in [
    ([], ["--ablate, --patch-from, --add or --rank-channels"]),
    (
      ["--ablate", "zero", "--add", "d.npy"], ["One intervention at a time", "--ablate and --add"]
    ),
    (["--ablate", "half"], ["half", "zero"]),
    (["--ablate", "zero", "--scale", "2"], ["--scale is for --add"]),
    (["--ablate", "zero", "--patch-levels", "other"], ["--patch-levels is for --patch-from"]),
    (["--rank-channels", "--channels", "1"], ["--channels is for"]),
    (["--ablate", "zero", "--draws", "5"], ["--draws is 5"]),
    (["--add", "d.npy", "--scale", "much"], ["much"]),
  ] as [([String], [String])] {
    try expectRefusal(start + arguments, saying: words, status: 64)
  }
}
