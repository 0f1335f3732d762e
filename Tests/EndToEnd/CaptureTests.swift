import Storage
import TestSupport
import Testing

/// A capture of two ticks that are not the first two, in the folder `cap`.
private func captured(in scratch: ScratchFolder) throws -> String {
  let path = scratch.file("cap")
  let result = try Tool.run([
    "capture", "--checkpoint", try TinyRun.path(), "--count", "40", "--site", "cell/hidden",
    "--ticks", "2,3", "--concept", "plan-direction", "--concept", "door-here", "--output", path,
  ])
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.output.contains("observation: row 7 x column 7 x plane"))
  return path
}

@Test func aCaptureIsProbedAtItsOwnTicksAgainstItsOwnObservation() throws {
  let scratch = try ScratchFolder()
  let path = try captured(in: scratch)
  func probe(_ more: [String], to name: String) throws -> Tool.Result {
    try Tool.run(
      [
        "probe", "--activations", path, "--labels", "plan-direction", "--permutations", "20",
        "--kernel", "1x1", "--radius", "1", "--output", scratch.file(name),
      ] + more)
  }
  let all = try probe([], to: "all")
  #expect(all.status == 0, "\(all.errors)")
  #expect(
    try Set(CSVTable(path: scratch.file("all/scan.csv")).column("tick")) == ["2", "3"])
  #expect(all.output.contains("cell/hidden: ticks 2 and 3, 7 rows x 7 columns x 16 channels"))
  #expect(all.output.contains("those of the capture itself"))
  #expect(!all.output.contains("--observation") && all.output.contains("--untrained"))
  let last = try probe(["--ticks", "3"], to: "last")
  #expect(try CSVTable(path: scratch.file("last/scan.csv")).column("tick") == ["3"])
  #expect(last.status == 0, "\(last.errors)")
  try expectRefusal(
    [
      "probe", "--activations", path, "--labels", "plan-direction", "--ticks", "1", "--output",
      scratch.file("none"),
    ], saying: ["1 do not exist", "which has 2, 3."])
}

@Test func anErasureNamesTheTickThatItWasMadeAt() throws {
  let scratch = try ScratchFolder()
  let result = try Tool.run([
    "erase", "--activations", try captured(in: scratch), "--labels", "door-here", "--output",
    scratch.file("erase"),
  ])
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.output.contains("tick 3") && !result.output.contains("tick 1"))
}
