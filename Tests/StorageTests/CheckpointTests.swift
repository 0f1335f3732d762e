import LinearAlgebra
import Storage
import Testing

private func example(step: Int = 500) -> Checkpoint {
  var checkpoint = Checkpoint(
    architecture: "recurrent-residual", configuration: ["channels": "32", "ticks": "12"],
    step: step, seed: .max, environment: ["name": "red-door", "side": "9"],
    toolVersion: "0.1.0",
    parameters: [
      ("cell.weight", Tensor(shape: [2, 2], elements: [1, -0.0, 0.1, .infinity])),
      ("bias", Tensor(shape: [1], elements: [3])),
    ],
    state: [("adam/first/bias", Tensor(shape: [1], elements: [1e-30]))])
  checkpoint.setState(UInt64.max - 1, for: "random.position")
  checkpoint.setState(-7, for: "offset")
  checkpoint.setState(0.1 + 0.2, for: "rate")
  checkpoint.setState(-0.0, for: "zero")
  checkpoint.setState(Double.infinity, for: "best")
  return checkpoint
}

@Test func readsBackACheckpoint() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("a.safetensors")
  let digest = try example().write(to: path)
  let back = try Checkpoint(path: path)
  #expect(back.architecture == "recurrent-residual")
  #expect(back.configuration == ["channels": "32", "ticks": "12"])
  #expect(back.environment == ["name": "red-door", "side": "9"])
  #expect(back.step == 500 && back.seed == .max && back.toolVersion == "0.1.0")
  #expect(!back.isForeign)
  #expect(back.parameters.map(\.name) == ["bias", "cell.weight"])
  #expect(
    back.parameter(named: "cell.weight")?.elements.map(\.bitPattern)
      == [Float(1), -0.0, 0.1, .infinity].map(\.bitPattern))
  #expect(back.state.map(\.name) == ["adam/first/bias"])
  #expect(back.stateTensor(named: "adam/first/bias")?.elements == [1e-30])
  #expect(try back.stateUnsigned("random.position") == .max - 1)
  #expect(try back.stateInteger("offset") == -7)
  #expect(try back.stateDouble("rate") == 0.1 + 0.2)
  #expect(try back.stateDouble("zero").sign == .minus)
  #expect(try back.stateDouble("best") == .infinity)
  #expect(back.digest == digest)
  #expect(digest.utf8.count == 64)
}

@Test func writesTheSameBytesForTheSameCheckpoint() throws {
  let folder = try TemporaryFolder()
  let first = try example().write(to: folder.file("a"))
  var again = try Checkpoint(path: folder.file("a"))
  again.parameters.reverse()
  #expect(try again.write(to: folder.file("b")) == first)
  again.seed = 0
  #expect(try again.write(to: folder.file("c")) != first)
}

@Test func takesTheMetadataOfOtherProgramsAsConfiguration() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("a.safetensors")
  try SafetensorsWriter.write(
    [("w", Tensor(shape: [1]))],
    metadata: [
      "architecture": "value-iteration-network", "iterations": "10", "step": "7",
      "environment.environment": "red-door", "environment.side": "9",
    ],
    to: path)
  let checkpoint = try Checkpoint(path: path)
  #expect(checkpoint.architecture == "value-iteration-network")
  #expect(checkpoint.configuration == ["iterations": "10", "step": "7"])
  #expect(checkpoint.environment == ["environment": "red-door", "side": "9"])
  #expect(checkpoint.step == 0 && checkpoint.seed == 0 && checkpoint.isForeign)
}

@Test func refusesASafetensorsFileThatIsNoCheckpoint() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("a")
  try SafetensorsWriter.write([("w", Tensor(shape: [1]))], metadata: ["source": "x"], to: path)
  expectRefusal(
    CheckpointError.notACheckpoint(path: path, metadata: ["source"]), naming: path
  ) { _ = try Checkpoint(path: path) }
}

@Test func refusesACheckpointThatIsNotThere() throws {
  let folder = try TemporaryFolder()
  expectRefusal(FileError.missing(path: folder.file("a")), naming: folder.file("a")) {
    _ = try Checkpoint(path: folder.file("a"))
  }
}

@Test func refusesATruncatedCheckpoint() throws {
  let folder = try TemporaryFolder()
  try example().write(to: folder.file("a"))
  let bytes = try folder.bytes(of: "a")
  let path = try folder.write(Array(bytes.dropLast()), to: "a")
  expectRefusal(
    SafetensorsError.rangeBeyondEnd(
      path: path, tensor: "state/adam/first/bias", end: 24, dataBytes: 23), naming: path
  ) { _ = try Checkpoint(path: path) }
}

@Test(arguments: [
  ("format_version", "2"), ("format_version", ""), ("step", "-1"), ("step", "5.0"),
  ("seed", "x"), ("seed", "18446744073709551616"),
])
func refusesMetadataThatWasChanged(key: String, value: String) throws {
  let folder = try TemporaryFolder()
  let path = folder.file("a")
  try example().write(to: path)
  var metadata = try SafetensorsFile(path: path).metadata
  metadata[key] = value
  try SafetensorsWriter.write([("w", Tensor(shape: [1]))], metadata: metadata, to: path)
  let expected: CheckpointError =
    key == "format_version"
    ? .unsupportedVersion(path: path, found: value, supported: 1)
    : .invalidMetadata(
      path: path, key: key, value: value, expected: "a whole number, 0 or more,")
  expectRefusal(expected, naming: path) { _ = try Checkpoint(path: path) }
}

@Test func refusesContradictoryConfiguration() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("a")
  try SafetensorsWriter.write(
    [("w", Tensor(shape: [1]))],
    metadata: ["architecture": "gru", "layout": "HWIO", "configuration.layout": "OIHW"], to: path)
  expectRefusal(
    CheckpointError.contradictoryMetadata(path: path, key: "layout"), naming: path
  ) { _ = try Checkpoint(path: path) }
}

@Test func refusesParametersUnderTheNameOfState() throws {
  let folder = try TemporaryFolder()
  var checkpoint = example()
  checkpoint.parameters.append(("state/x", Tensor(shape: [1])))
  expectRefusal(
    CheckpointError.reservedName(path: folder.file("a"), parameter: "state/x"),
    naming: folder.file("a")
  ) { try checkpoint.write(to: folder.file("a")) }
  #expect(try folder.names() == [])
}

@Test func namesStateThatIsNotThere() {
  let checkpoint = example()
  let keys = ["best", "offset", "random.position", "rate", "zero"]
  expectRefusal(CheckpointError.noSuchState(key: "rat", keys: keys), naming: "rat") {
    _ = try checkpoint.stateDouble("rat")
  }
  expectRefusal(
    CheckpointError.invalidState(
      key: "offset", value: "-7", expected: "a whole number without sign"), naming: "offset"
  ) { _ = try checkpoint.stateUnsigned("offset") }
}
