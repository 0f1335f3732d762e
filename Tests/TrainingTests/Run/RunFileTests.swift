import Agents
import Environments
import Testing
import Training

@Test(arguments: Presets.entries.map(\.name))
func everyPresetComesBackFromItsRunFile(name: String) throws {
  let configuration = try Presets.configuration(named: name)
  #expect(configuration.name == name)
  #expect(try RunConfiguration(yaml: configuration.yaml) == configuration)
  _ = try configuration.makeArchitecture()
}

@Test func presetsShareNoNameAndUnknownOnesAreRefused() {
  let names = Presets.entries.map(\.name)
  #expect(Set(names).count == names.count)
  #expect(throws: TrainingError.unknownPreset(name: "red", known: names)) {
    _ = try Presets.configuration(named: "red")
  }
}

@Test(arguments: [
  "plain", "yes", "no", "null", "~", "true", "007", "0x1f", "1_000", "1e5", "2024-01-01",
  "with space", " padded ", "- item", "-", "a: b", "a #b", "it's", "a \"quote\"", "back\\slash",
  "tab\tnew\nline", "\u{1}\u{7f}\u{85}", "größe", "名前", "&anchor", "*alias", "!tag", "{a}", "[b]",
  "%", "@", "`", "?", "|", ">",
])
func everyNameComesBackFromARunFile(name: String) throws {
  var configuration = TinyRun.configuration()
  configuration.name = name
  #expect(try RunConfiguration(yaml: configuration.yaml).name == name)
}

@Test(arguments: ["../../evil", "a/b", "/abs", "..", ".", ".hidden", ".5", ""])
func aNameThatIsNoNameOfAFolderIsRefused(name: String) throws {
  var configuration = TinyRun.configuration()
  configuration.name = name
  #expect(throws: TrainingError.badName(name: name)) {
    try RunConfiguration(yaml: configuration.yaml)
  }
}

@Test func everySettingComesBackFromARunFile() throws {
  var configuration = TinyRun.configuration(seed: .max)
  configuration.redDoor?.generator = .percolation(wallShare: 0.2)
  configuration.redDoor?.distractors = 1...1
  configuration.redDoor?.support = .anyColour
  configuration.redDoor?.encoding = .mixed(seed: 17)
  configuration.imitation?.learningRate = 1e-7
  configuration.imitation?.decayShare = 0
  configuration.imitation?.largestNorm = 123_456.789
  configuration.imitation?.ticks = 3...3
  configuration.imitation?.startsPerLevel = 0
  configuration.imitation?.updatesPerStep = 9
  #expect(try RunConfiguration(yaml: configuration.yaml) == configuration)
}

@Test func aRunFileNamesWhatItChangesAlone() throws {
  let short = try RunConfiguration(
    yaml: """
      # A comment.
      name: short
      environment:
      training:
        ticks: 7
        learning-rate: 1e-3
      """)
  var expected = RunConfiguration(name: "short")
  expected.imitation?.ticks = 7...7
  expected.imitation?.learningRate = 0.001
  #expect(short == expected)
}

private func error(_ yaml: String) -> (any Error)? {
  do {
    _ = try RunConfiguration(yaml: yaml)
    return nil
  } catch {
    return error
  }
}

@Test func unknownKeysAreNamedWithTheNearOnes() {
  func unknown(_ yaml: String) -> TrainingError? { error(yaml) as? TrainingError }
  #expect(
    unknown("trainig: {}") == .unknownKey(key: "trainig", section: "the top", near: ["training"]))
  #expect(
    unknown("training: {batchs: 3}")
      == .unknownKey(key: "batchs", section: "training", near: ["batch"]))
  #expect(
    unknown("architecture: {chanels: 16}")
      == .unknownKey(key: "chanels", section: "architecture", near: ["channels"]))
  // The first is another architecture's; the environment decides the others.
  for key in ["blocks", "planes", "actions", "rows"] {
    guard case .unknownKey(key, "architecture", _) = unknown("architecture: {\(key): 3}") else {
      Issue.record("\(key) was accepted")
      continue
    }
  }
  #expect(
    error("environment: {sides: 9}") as? EnvironmentError
      == .unknownSetting(name: "sides", near: ["side"]))
  #expect(
    TrainingError.unknownKey(key: "a", section: "b", near: ["c", "d"]).description
      == "The run file has an unknown key \"a\" under \"b\". Did you mean c or d?")
}

@Test(arguments: [
  ("seed", "-1"), ("seed", "x"), ("seed", "1.5"), ("seed", "18446744073709551616"),
  ("seed", "[1, 2]"),
])
func badValuesAtTheTopAreNamed(key: String, value: String) {
  guard case .badValue(key, _, let allowed) = error("\(key): \(value)") as? TrainingError else {
    Issue.record("\(key): \(value) was accepted")
    return
  }
  #expect(!allowed.isEmpty)
}

@Test(arguments: [
  ("updates", "0"), ("updates", "1.5"), ("updates", "many"), ("batch", "0"), ("batch", "-3"),
  ("learning-rate", "0"), ("learning-rate", "nan"), ("learning-rate", "-1"),
  ("learning-rate", "inf"), ("decay-share", "1.1"), ("largest-norm", "0"), ("replay", "3"),
  ("ticks", "0"), ("ticks", "5...4"), ("ticks", "4..12"), ("ticks", "4.5"), ("ticks", "...3"),
  ("ticks", "3..."), ("ticks", "1...100000"), ("ticks", "[4, 12]"), ("episodes", "0"),
  ("updates-per-step", "0"), ("starts-per-level", "-1"), ("evaluation-states", "0"),
  ("method", "reinforcement"), ("batch", "{a: 1}"),
])
func badValuesOfTheTrainingAreNamed(key: String, value: String) {
  let found = error("training: {\(key): \(value)}") as? TrainingError
  guard case .badValue(key, _, let allowed) = found else {
    Issue.record("\(key): \(value): \(String(describing: found))")
    return
  }
  #expect(!allowed.isEmpty)
  #expect(found?.description.contains(key) == true)
}

@Test func whatIsNoRunFileIsRefused() {
  for text in ["", "just words", "- a\n- list", "# only a comment"] {
    #expect(error(text) as? TrainingError == .notAMapping(section: "whole"), "\(text)")
  }
  #expect(error("training: 3") as? TrainingError == .notAMapping(section: "training"))
  #expect(error("environment: [a]") as? TrainingError == .notAMapping(section: "environment"))
  for text in ["a: b: c", "a: [1", "\"open", "a: 1\na: 2", "\t- x: ["] {
    guard case .unreadableYAML(let reason) = error(text) as? TrainingError else {
      Issue.record("\(text): \(String(describing: error(text)))")
      continue
    }
    #expect(!reason.isEmpty)
  }
  #expect(error("architecture: {name: resnet}") is ArchitectureError)
  #expect(error("architecture: {channels: 0}") is ArchitectureError)
  #expect(error("environment: {side: 8}") is EnvironmentError)
}
