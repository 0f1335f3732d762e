import Storage
import TestSupport
import Testing

private func goals(_ more: [String], in folder: String) throws -> Tool.Result {
  try Tool.run(
    ["goals", "--checkpoint", try TinyRun.checkpoint(), "--count", "36"] + more, in: folder)
}

@Test func reportsOfOneNameAreNumbered() throws {
  let scratch = try ScratchFolder()
  let (first, second) = ("tiny-step-000000024", "tiny-step-000000024-2")
  let before = try goals([], in: scratch.path)
  #expect(before.status == 0, "\(before.errors)")
  #expect(before.output.contains("Output/goals/\(first)/index.html"))
  let folder = scratch.file("Output/goals/")
  let page = try ScratchFolder.bytes(of: folder + first + "/index.html")
  let after = try goals(["--level-seed", "2"], in: scratch.path)
  #expect(after.status == 0, "\(after.errors)")
  #expect(after.output.contains("Output/goals/\(second)/index.html"))
  #expect(after.errors.contains("'Output/goals/\(second)'"))
  #expect(try ScratchFolder.bytes(of: folder + first + "/index.html") == page)
  #expect(try ScratchFolder.bytes(of: folder + second + "/index.html") != page)
  // What fails leaves no folder behind.
  let failed = try Tool.run(
    ["search", "--checkpoint", try TinyRun.checkpoint(), "--site", "nowhere"], in: scratch.path)
  #expect(failed.status == 1)
  #expect(!Folder.exists(scratch.file("Output/search")))
}

@Test(arguments: ["index.html", "records.jsonl", "scan-map.png"])
func aFolderThatHoldsAReportIsRefused(file: String) throws {
  let scratch = try ScratchFolder()
  let out = scratch.file("out")
  try Folder.create(out)
  try AtomicFile.write(text: "earlier", to: out + "/" + file)
  let checkpoint = try TinyRun.checkpoint()
  for arguments in [
    ["goals", "--checkpoint", checkpoint], ["search", "--checkpoint", checkpoint],
    ["probe", "door-here", "--checkpoint", checkpoint],
    ["probe", "--scan", "--checkpoint", checkpoint],
    ["erase", "door-here", "--checkpoint", checkpoint],
    ["intervene", checkpoint, "--site", "cell/hidden", "--rank-channels"],
    ["similarity", checkpoint, try TinyRun.checkpoint(step: 0)],
  ] {
    try expectRefusal(
      arguments + ["--output", out], saying: ["'\(out)' already holds a report", file])
  }
  #expect(try ScratchFolder.listing(of: out) == [file])
  #expect(try TextFile.read(out + "/" + file) == "earlier")
}

@Test func aRunIsNotWrittenOutsideOfItsFolder() throws {
  let scratch = try ScratchFolder()
  try Folder.create(scratch.file("work"))
  let settings = ["train"] + TinyRun.settings + ["--updates", "2"]
  for name in ["../../evil", "", ".hidden", "a/b"] {
    try expectRefusal(
      settings + ["--set", "name=\(name)"], saying: ["name \"\(name)\"", "--output"],
      in: scratch.file("work"))
  }
  let file = scratch.file("evil.yaml")
  try AtomicFile.write(text: "name: ../../evil\n", to: file)
  try expectRefusal(
    ["train", "--config", file], saying: ["../../evil", "folder"], in: scratch.file("work"))
  #expect(try ScratchFolder.listing(of: scratch.path) == ["evil.yaml", "work"])
}

@Test func theProbesComeWithTheCommand() throws {
  let scratch = try ScratchFolder()
  let list = try Tool.run(["list", "probes"], in: scratch.path)
  #expect(list.status == 0, "\(list.errors)")
  #expect(list.output.contains("carried with the command") && list.output.contains("door-here"))
  #expect(try Tool.run(["list"], in: scratch.path).status == 0)
  #expect(try Tool.run(["list", "probes"]).output.contains("from the folder Probes"))
  let probed = try Tool.run(
    [
      "probe", "door-here", "--checkpoint", try TinyRun.checkpoint(), "--count", "40", "--output",
      "out",
    ], in: scratch.path)
  #expect(probed.status == 0, "\(probed.errors)")
  try expectRefusal(
    ["list", "probes", "--probes", "none"], saying: ["nothing at 'none'"], in: scratch.path)
}
