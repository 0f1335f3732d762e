import Foundation
import LinearAlgebra
import Storage
import TestSupport
import Testing

// Every line of what can be wrong with the input: one clear sentence, a status that is not zero,
// and nothing half-written.

@Test func aMissingCheckpointIsNamed() throws {
  try expectRefusal(
    ["evaluate", "--checkpoint", "/nowhere/step.safetensors"],
    saying: ["There is nothing at '/nowhere/step.safetensors'"])
}

@Test func aTruncatedCheckpointIsNoCheckpoint() throws {
  let scratch = try ScratchFolder()
  let bytes = try ScratchFolder.bytes(of: TinyRun.checkpoint())
  let path = scratch.file("short.safetensors")
  try Data(bytes.prefix(bytes.count / 2)).write(to: URL(fileURLWithPath: path))
  try expectRefusal(["evaluate", "--checkpoint", path], saying: [path, "bytes"])
}

@Test func aCheckpointOfAnUnknownArchitectureListsTheKnownOnes() throws {
  let scratch = try ScratchFolder()
  var checkpoint = try Checkpoint(path: TinyRun.checkpoint())
  checkpoint.architecture = "recurrent-residul"
  let path = scratch.file("other.safetensors")
  try checkpoint.write(to: path)
  try expectRefusal(
    ["search", "--checkpoint", path, "--output", scratch.file("out")],
    saying: ["recurrent-residul", "recurrent-residual"])
  #expect(!Folder.exists(scratch.file("out")))
}

@Test func aTensorOfTheWrongShapeIsNamedWithBothShapes() throws {
  let scratch = try ScratchFolder()
  var checkpoint = try Checkpoint(path: TinyRun.checkpoint())
  let place = try #require(
    checkpoint.parameters.firstIndex { $0.name == "read/policy/bias" })
  checkpoint.parameters[place].tensor = Tensor(shape: [5], elements: [0, 0, 0, 0, 0])
  let path = scratch.file("shape.safetensors")
  try checkpoint.write(to: path)
  try expectRefusal(
    ["show", path, "--output", scratch.file("out")],
    saying: ["read/policy/bias", "[5]", "[4]"])
  #expect(!Folder.exists(scratch.file("out")))
}

/// Finite weights whose activations are not.
private func exploding(in scratch: ScratchFolder) throws -> String {
  var checkpoint = try Checkpoint(path: TinyRun.checkpoint())
  for index in checkpoint.parameters.indices
  where checkpoint.parameters[index].name.hasSuffix("weight") {
    let tensor = checkpoint.parameters[index].tensor
    checkpoint.parameters[index].tensor = Tensor(
      shape: tensor.shape, elements: tensor.elements.map { $0 * 1e30 })
  }
  let path = scratch.file("exploding.safetensors")
  try checkpoint.write(to: path)
  return path
}

@Test(arguments: ["capture", "probe", "search", "goals", "evaluate"])
func activationsThatAreNoNumbersAreRefused(command: String) throws {
  let scratch = try ScratchFolder()
  let path = try exploding(in: scratch)
  let out = scratch.file("out")
  var arguments = [command, "--checkpoint", path]
  if command == "probe" { arguments.insert("plan-direction", at: 1) }
  if command != "evaluate" { arguments += ["--output", out] }
  if command == "goals" { arguments += ["--count", "36"] } else { arguments += ["--count", "40"] }
  let result = try Tool.run(arguments)
  #expect(result.status == 1)
  let sentence = result.errors.split(separator: "\n").last ?? ""
  #expect(
    sentence.contains("finite") || sentence.contains("NaN") || sentence.contains("not all numbers"),
    "\(result.errors)")
  #expect(result.output.isEmpty)
  #expect(!Folder.exists(out))
}

/// A probe file with one thing changed.
private func probe(
  replacing old: String, with new: String, in scratch: ScratchFolder
) throws -> String {
  let text = try TextFile.read("Probes/plan-direction.yaml")
  let changed = text.replacingOccurrences(of: old, with: new)
  #expect(changed != text)
  let path = scratch.file("mine.yaml")
  try AtomicFile.write(text: changed, to: path)
  return path
}

@Test(arguments: [
  ("concept: plan-direction", "concept: plan-directon", "plan-direction"),
  ("kernel: 1x1", "kernal: 1x1", "kernel"),
  ("sites: [\"*/hidden\", value]", "sites: [\"cell/hiden\"]", "cell/hidden"),
])
func aProbeWithAnUnknownWordNamesTheNearOne(old: String, new: String, near: String) throws {
  let scratch = try ScratchFolder()
  let path = try probe(replacing: old, with: new, in: scratch)
  let out = scratch.file("out")
  try expectRefusal(
    [
      "probe", path, "--checkpoint", try TinyRun.checkpoint(), "--output", out, "--count", "40",
    ], saying: [path, "Did you mean", "'\(near)'"])
  #expect(!Folder.exists(out))
}

@Test func anOutputFolderBelowAFileIsRefusedBeforeWork() throws {
  let scratch = try ScratchFolder()
  let file = scratch.file("file")
  try AtomicFile.write(text: "here", to: file)
  let out = file + "/out"
  let checkpoint = try TinyRun.checkpoint()
  for arguments in [
    ["train", "--preset", "red-door", "--output", out],
    ["capture", "--checkpoint", checkpoint, "--output", out],
    ["probe", "plan-direction", "--checkpoint", checkpoint, "--output", out],
    ["search", "--checkpoint", checkpoint, "--output", out],
    ["goals", "--checkpoint", checkpoint, "--output", out],
    ["show", checkpoint, "--output", out], ["demo", "--quick", "--output", out],
  ] {
    try expectRefusal(arguments, saying: ["'\(file)' is a file where a folder is needed"])
  }
  #expect(try TextFile.read(file) == "here")
}

@Test func unknownWordsOnTheCommandLineNameTheNearOnes() throws {
  try expectRefusal(
    ["trian"], saying: ["trian", "Did you mean 'train'?", "mesascope --help"], status: 64)
  try expectRefusal(
    ["train", "--presett", "x"], saying: ["--presett", "--preset", "mesascope train --help"],
    status: 64)
  try expectRefusal(["train"], saying: ["Give one of --preset, --config and --resume"], status: 64)
  try expectRefusal(
    ["train", "--preset", "red-dor"], saying: ["red-dor", "Known are: red-door"])
  try expectRefusal(
    ["evaluate", "--checkpoint", "x", "--threads", "0"], saying: ["--threads is 0"], status: 64)
}

@Test func settingsThatNothingReadsAreRefused() throws {
  let scratch = try ScratchFolder()
  let out = scratch.file("out")
  let start = ["train", "--preset", "red-door", "--output", out, "--set"]
  try expectRefusal(
    start + ["architecture.chanels=32"],
    saying: ["chanels", "architecture", "Did you mean channels"])
  try expectRefusal(start + ["training.bach=32"], saying: ["bach", "batch"])
  try expectRefusal(start + ["training.batch=-1"], saying: ["batch", "-1"])
  try expectRefusal(start + ["environment.side=8"], saying: ["side", "odd"])
  try expectRefusal(start + ["batch"], saying: ["'batch' sets nothing"])
  #expect(!Folder.exists(out))
}

@Test func sitesTicksChannelsAndLevelsThatDoNotExistAreNamed() throws {
  let scratch = try ScratchFolder()
  let out = scratch.file("out")
  let show = ["show", try TinyRun.checkpoint(), "--output", out]
  try expectRefusal(show + ["--site", "cell/hiden"], saying: ["Did you mean 'cell/hidden'?"])
  try expectRefusal(show + ["--channels", "3,99"], saying: ["no channel 99", "0 to 15"])
  try expectRefusal(show + ["--channels", "most"], saying: ["--channels", "most"], status: 64)
  try expectRefusal(show + ["--ticks", "3...1"], saying: ["--ticks", "3...1"], status: 64)
  let levels = scratch.file("levels.txt")
  try AtomicFile.write(text: "#####\n#@.D#\n#####\n", to: levels)
  try expectRefusal(
    show + ["--level", levels, "--index", "1"], saying: ["no level 1", "it holds 1"])
  try AtomicFile.write(text: "#####\n#@.x#\n#####\n", to: levels)
  try expectRefusal(show + ["--level", levels], saying: ["Line 2, column 4", "'x'"])
  #expect(!Folder.exists(out))
}

@Test func aRunIsNotOverwritten() throws {
  let run = try TinyRun.path()
  let before = try ScratchFolder.listing(of: run)
  try expectRefusal(
    ["train"] + TinyRun.settings + ["--output", run],
    saying: ["already holds a run", "--resume"])
  #expect(try ScratchFolder.listing(of: run) == before)
}

@Test func anActivationStoreIsNotOverwrittenUnasked() throws {
  let scratch = try ScratchFolder()
  let out = scratch.file("store")
  let arguments = [
    "capture", "--checkpoint", try TinyRun.checkpoint(), "--count", "10", "--output", out,
  ]
  #expect(try Tool.run(arguments).status == 0)
  try expectRefusal(arguments, saying: ["already holds an activation store"])
  #expect(try Tool.run(arguments + ["--replace"]).status == 0)
}

@Test func numbersOutsideOfTheirRangeMeetTheRangeCheck() throws {
  let checkpoint = try TinyRun.checkpoint()
  let start = ["train", "--preset", "red-door"]
  try expectRefusal(start + ["--updates", "-5"], saying: ["updates", "-5", "1...100000000"])
  try expectRefusal(
    start + ["--updates", "99999999999999999999"],
    saying: ["99999999999999999999", "--updates", "a whole number, 1 to 100000000"], status: 64)
  try expectRefusal(
    start + ["--seed", "-1"], saying: ["'-1'", "--seed", "0 to 18446744073709551615"], status: 64)
  for (arguments, words) in [
    (
      ["evaluate", "--checkpoint", checkpoint, "--count", "-4"], ["--count is -4", "1 to 1000000"]
    ),
    (["goals", "--checkpoint", checkpoint, "--count", "-4"], ["--count is -4", "36 to 100000"]),
    (["search", "--checkpoint", checkpoint, "--side", "-4"], ["--side is -4"]),
    (
      ["evaluate", "--checkpoint", checkpoint, "--threads", "-1"], ["--threads is -1", "1 to 1024"]
    ),
    (["show", checkpoint, "--index", "-1"], ["--index is -1", "0 or more"]),
    (["erase", "door-here", "--checkpoint", checkpoint, "--tick", "-1"], ["--tick is -1"]),
    (["evaluate", "--checkpoint", checkpoint, "--ticks", "-1"], ["'-1'", "0 to 10000"]),
    (["evaluate", "--checkpoint", checkpoint, "--ticks", "4..12"], ["'4..12'", "5...10"]),
    (["show", checkpoint, "--channels", "-1"], ["'-1'", "top:16"]),
  ] {
    try expectRefusal(arguments, saying: words, status: 64)
  }
}
