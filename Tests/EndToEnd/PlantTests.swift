import Foundation
import Storage
import TestSupport
import Testing

@Test func aPlantedNetworkIsWrittenCheckedAndReadLikeAnyOther() throws {
  let scratch = try ScratchFolder()
  let path = scratch.file("p1.safetensors")
  let planted = try Tool.run(
    ["plant", "p1", "--check", "--levels", "20", "--output", path, "--seed", "3"])
  #expect(planted.status == 0, "\(planted.errors)")
  #expect(planted.output.contains("wave of rectifiers") && planted.output.contains("holds"))
  #expect(!planted.output.contains("FAILS"))
  let played = try Tool.run(["evaluate", "--checkpoint", path, "--count", "20"])
  #expect(played.status == 0, "\(played.errors)")
  #expect(played.output.contains("100.0 %"), "\(played.output)")
  let disguised = scratch.file("other.safetensors")
  let document = try document(
    try Tool.run([
      "plant", "P1", "--disguise", "permutation", "--disguise", "distractors", "--output",
      disguised, "--json",
    ]).output)
  #expect(document["architecture"] as? String == "recurrent-residual")
  #expect(try Checkpoint(path: disguised).parameters.count > 0)
  #expect(try Checkpoint(path: disguised).configuration["channels"] == "10")
  let again = try Tool.run(["evaluate", "--checkpoint", disguised, "--count", "20"])
  #expect(again.output.contains("100.0 %"), "\(again.output)")
}

@Test func plantingRefusesWhatDoesNotExist() throws {
  let scratch = try ScratchFolder()
  let path = scratch.file("none.safetensors")
  try expectRefusal(["plant", "P77", "--output", path], saying: ["P77", "P1, P2"])
  try expectRefusal(
    ["plant", "P1", "--form", "9", "--output", path], saying: ["no form 9", "1 ("])
  try expectRefusal(
    ["plant", "P1", "--disguise", "hat", "--output", path], saying: ["'hat'", "permutation"])
  for (arguments, words) in [
    (["plant", "P1"], ["--output", "--check"]),
    (["plant", "P1", "--check", "--levels", "2"], ["--levels is 2"]),
  ] {
    let result = try Tool.run(arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    for word in words { #expect(result.errors.contains(word), "\(result.errors)") }
  }
  try expectRefusal(
    ["plant", "P3", "--disguise", "splitting", "--output", path], saying: ["only a DRC"])
  #expect(!FileManager.default.fileExists(atPath: path))
}

@Test func aPlantedRunIsAFolderLikeAnyOther() throws {
  let scratch = try ScratchFolder()
  let path = scratch.file("planted")
  let planted = try Tool.run(
    ["plant", "P10", "--series", "internalisation", "--output", path, "--seed", "3"])
  #expect(planted.status == 0, "\(planted.errors)")
  #expect(planted.output.contains("12 checkpoints") && planted.output.contains("internalisation"))
  let inspected = try Tool.run(["inspect", path])
  #expect(inspected.status == 0, "\(inspected.errors)")
  #expect(inspected.output.contains("Planted, not trained") && inspected.output.contains("1100"))
  let played = try Tool.run(["evaluate", "--checkpoint", path, "--count", "20"])
  #expect(played.status == 0, "\(played.errors)")
  try expectRefusal(
    ["plant", "P10", "--series", "proxy-stays", "--output", path], saying: [path])
  #expect(try RunFolder(path: path).steps().count == 12)
  for arguments in [
    ["plant", "P10", "--series", "hat", "--output", path],
    ["plant", "P1", "--series", "still-moving", "--output", path],
  ] {
    let result = try Tool.run(arguments)
    #expect(result.status == 64 && result.output.isEmpty, "\(arguments)")
    #expect(result.errors.contains("series"), "\(result.errors)")
  }
}
