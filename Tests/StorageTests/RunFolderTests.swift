import LinearAlgebra
import Storage
import Testing

private func checkpoint(step: Int, channels: Int = 2, architecture: String = "residual")
  -> Checkpoint
{
  Checkpoint(
    architecture: architecture, configuration: ["channels": "\(channels)"], step: step, seed: 1,
    toolVersion: "test", parameters: [("w", Tensor(shape: [channels], repeating: Float(step)))])
}

private func run(in folder: TemporaryFolder, steps: [Int]) throws -> RunFolder {
  let run = try RunFolder.create(at: folder.file("run"), configuration: "seed: 1\n")
  for step in steps { try run.write(checkpoint(step: step)) }
  return run
}

@Test func listsCheckpointsByStep() throws {
  let folder = try TemporaryFolder()
  let run = try run(in: folder, steps: [500, 0, 1_000_000_000, 20])
  for name in ["step-7.safetensors", "step-000000030.safetensors.bak", "notes.txt"] {
    _ = try folder.write("", to: "run/checkpoints/\(name)")
  }
  #expect(try run.steps() == [0, 20, 500, 1_000_000_000])
  #expect(try run.lastStep() == 1_000_000_000)
  #expect(run.checkpointPath(step: 500).hasSuffix("checkpoints/step-000000500.safetensors"))
  #expect(try run.checkpoint(step: 20).parameter(named: "w")?.elements == [20, 20])
  #expect(try run.checkSeries() == [0, 20, 500, 1_000_000_000])
  try run.removeCheckpoints(after: 20)
  #expect(try run.steps() == [0, 20])
}

@Test func opensARunAgain() throws {
  let folder = try TemporaryFolder()
  let run = try run(in: folder, steps: [])
  let again = try RunFolder(path: run.path)
  #expect(again == run)
  #expect(try again.configuration() == "seed: 1\n")
  #expect(try again.steps() == [])
  expectRefusal(RunError.noCheckpoints(path: run.path), naming: run.path) {
    _ = try run.lastStep()
  }
}

@Test func refusesWhatIsNoRun() throws {
  let folder = try TemporaryFolder()
  expectRefusal(RunError.notARun(path: folder.path), naming: folder.path) {
    _ = try RunFolder(path: folder.path)
  }
  expectRefusal(FileError.missing(path: folder.file("a")), naming: folder.file("a")) {
    _ = try RunFolder(path: folder.file("a"))
  }
  let file = try folder.write("", to: "b")
  expectRefusal(FileError.notAFolder(path: file), naming: file) {
    _ = try RunFolder(path: file)
  }
  expectRefusal(FileError.notAFolder(path: file), naming: file) {
    _ = try RunFolder.create(at: file, configuration: "")
  }
}

@Test func doesNotWriteOverARun() throws {
  let folder = try TemporaryFolder()
  let run = try run(in: folder, steps: [3])
  expectRefusal(RunError.alreadyARun(path: run.path), naming: run.path) {
    _ = try RunFolder.create(at: run.path, configuration: "other")
  }
  #expect(try run.configuration() == "seed: 1\n")
  try Folder.removeFile(run.configurationPath)
  expectRefusal(RunError.alreadyARun(path: run.path), naming: run.path) {
    _ = try RunFolder.create(at: run.path, configuration: "other")
  }
}

@Test func namesTheStepsThereAre() throws {
  let folder = try TemporaryFolder()
  let run = try run(in: folder, steps: [0, 20])
  let error = RunError.noSuchCheckpoint(path: run.path, step: 10, steps: [0, 20])
  expectRefusal(error, naming: run.path) { _ = try run.checkpoint(step: 10) }
  #expect(error.description.hasSuffix("It has 0, 20."))
}

@Test func namesATruncatedCheckpointInTheSeries() throws {
  let folder = try TemporaryFolder()
  let run = try run(in: folder, steps: [0, 20, 500])
  let name = "run/checkpoints/step-000000020.safetensors"
  _ = try folder.write(Array(try folder.bytes(of: name).dropLast(3)), to: name)
  let reason = SafetensorsError.rangeBeyondEnd(
    path: folder.file(name), tensor: "w", end: 8, dataBytes: 5)
  let expected = RunError.brokenCheckpoint(
    path: folder.file(name), reason: reason.description)
  expectRefusal(expected, naming: folder.file(name)) { try run.checkSeries() }
  expectRefusal(expected, naming: folder.file(name)) { _ = try run.checkpoint(step: 20) }
  _ = try run.checkpoint(step: 500)
}

@Test func namesACheckpointThatSaysAnotherStep() throws {
  let folder = try TemporaryFolder()
  let run = try run(in: folder, steps: [0])
  try checkpoint(step: 7).write(to: run.checkpointPath(step: 5))
  let expected = RunError.brokenCheckpoint(
    path: run.checkpointPath(step: 5), reason: "its metadata says step 7.")
  expectRefusal(expected, naming: "step-000000005") { try run.checkSeries() }
  expectRefusal(expected, naming: "step-000000005") { _ = try run.checkpoint(step: 5) }
}

@Test func namesACheckpointOfAnotherNetwork() throws {
  let folder = try TemporaryFolder()
  let run = try run(in: folder, steps: [0])
  let path = run.checkpointPath(step: 5)
  func expectProblem(_ reason: String) {
    expectRefusal(RunError.brokenCheckpoint(path: path, reason: reason), naming: path) {
      try run.checkSeries()
    }
  }
  let first = "'step-000000000.safetensors'"
  try run.write(checkpoint(step: 5, architecture: "gru"))
  expectProblem("its architecture is 'gru' and that of \(first) is 'residual'.")
  try run.write(checkpoint(step: 5, channels: 3))
  expectProblem("its configuration is not that of \(first).")
  var other = checkpoint(step: 5)
  other.seed = 2
  try run.write(other)
  expectProblem("its seed is 2 and that of \(first) is 1.")
  other.seed = 1
  other.parameters = [("w", Tensor(shape: [1, 2]))]
  try run.write(other)
  expectProblem(
    "its parameter 'w' of shape [1, 2] stands where \(first) has 'w' of shape [2].")
  other.parameters = []
  try run.write(other)
  expectProblem("it has 0 parameters and \(first) has 1.")
}

@Test func cleansUpAfterAKilledProcess() throws {
  let folder = try TemporaryFolder()
  let run = try run(in: folder, steps: [0])
  _ = try folder.write("half", to: "run/checkpoints/.step-000000005.safetensors.9-1.partial")
  try run.prepareForResume()
  #expect(try Folder.names(in: run.checkpointsPath) == ["step-000000000.safetensors"])
}
