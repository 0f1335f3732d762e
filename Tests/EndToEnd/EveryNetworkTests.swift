import Foundation
import Storage
import TestSupport
import Testing
import Training

/// A kind of network in red-door mazes, and how it is trained hardly at all.
private struct Kind: Sendable, CustomTestStringConvertible {
  let architecture: String
  let preset: String
  var settings: [String] = []
  /// A site of a network none of whose sites is a map of the squares.
  var siteWithoutMap: String?
  var hasMemory = false
  var testDescription: String { "\(architecture), \(preset) \(settings.joined(separator: " "))" }

  private static let reinforced = [
    "training.episodes=4", "training.steps=4", "training.epochs=1", "training.minibatches=1",
    "training.evaluation-episodes=4", "training.evaluation-states=0",
  ]
  private static let imitating = [
    "training.batch=4", "training.episodes=4", "training.evaluation-states=8",
    "training.evaluation-episodes=0",
  ]
  private static let small = ["environment.side=7"] + imitating

  static let all = [
    Kind(
      architecture: "recurrent-residual", preset: "red-door",
      settings: small + ["architecture.ticks=3", "training.ticks=3"]),
    Kind(architecture: "residual", preset: "red-door-reflex", settings: small),
    Kind(
      architecture: "value-iteration-network", preset: "red-door-vin",
      settings: small + ["architecture.iterations=4", "training.ticks=4"]),
    Kind(
      architecture: "drc", preset: "red-door-drc",
      settings: small + ["architecture.ticks=2", "training.ticks=2"]),
    Kind(
      architecture: "drc", preset: "red-door-ppo",
      settings: [
        "architecture.name=drc", "architecture.mode=carry", "architecture.layers=1",
        "architecture.ticks=2", "architecture.channels=4", "architecture.read-width=8",
      ] + reinforced, hasMemory: true),
    Kind(
      architecture: "gru", preset: "red-door-ppo",
      settings: ["architecture.name=gru", "architecture.units=8"] + reinforced,
      siteWithoutMap: "cell/hidden", hasMemory: true),
    Kind(
      architecture: "tree-q-network", preset: "tree-q",
      settings: [
        "architecture.channels=4", "architecture.dims=16", "training.batch=4",
        "training.episodes=4", "training.warm-up=16", "training.evaluation-episodes=4",
        "training.evaluation-states=0",
      ], siteWithoutMap: "level.2/values"),
    Kind(
      architecture: "universal-planning-network", preset: "planning-network",
      settings: imitating + ["architecture.channels=4", "architecture.latent=16"]),
    Kind(
      architecture: "image-classifier", preset: "red-door",
      settings: small + ["architecture.name=image-classifier", "architecture.channels=8"]),
    Kind(
      architecture: "transformer", preset: "red-door",
      settings: small + [
        "architecture.name=transformer", "architecture.channels=8", "architecture.blocks=1",
      ]),
  ]

  func train(into path: String) throws -> Tool.Result {
    let result = try Tool.run(
      ["train", "--preset", preset, "--updates", "1", "--output", path]
        + settings.flatMap { ["--set", $0] })
    #expect(result.status == 0, "\(result.errors)")
    return result
  }
}

@Test func everyArchitectureOfAPresetInMazesIsAmongTheKinds() throws {
  let mazes = try Presets.entries.map { try Presets.configuration(named: $0.name) }
    .filter { $0.redDoor != nil }
  #expect(mazes.count > 10)
  for preset in mazes {
    #expect(Kind.all.contains { $0.architecture == preset.architecture }, "\(preset.name)")
  }
}

@Test(arguments: Kind.all)
private func everyKindOfNetworkIsStudiedOrRefusedInASentence(kind: Kind) throws {
  let scratch = try ScratchFolder()
  let run = scratch.file("run")
  let trained = try kind.train(into: run)
  let checkpoint = run + "/checkpoints/step-000000001.safetensors"
  // Without maps a run is followed over its checkpoints too, which is quick.
  let studied = kind.siteWithoutMap == nil ? checkpoint : run
  var succeeded: [String] = []
  for arguments in [
    ["show", checkpoint], ["capture", "--checkpoint", checkpoint, "--count", "8"],
    [
      "probe", "plan-direction", "--scan", "--kernel", "1x1", "--ticks", "last",
      "--permutations", "20", "--checkpoint", checkpoint, "--count", "40",
    ],
    ["search", "--checkpoint", checkpoint, "--count", "40"],
    ["goals", "--checkpoint", studied, "--count", "36"],
  ] {
    let command = arguments[0]
    let out = scratch.file(command)
    let result = try Tool.run(arguments + ["--output", out])
    if let site = kind.siteWithoutMap, ["show", "probe"].contains(command) {
      #expect(result.status == 1, "\(command): \(result.errors)")
      #expect(result.errors.hasPrefix("mesascope: Needed is a site that is a map"))
      #expect(result.errors.contains(site), "\(result.errors)")
      #expect(result.output.isEmpty)
      #expect(!Folder.exists(out))
    } else {
      #expect(result.status == 0, "\(command): \(result.errors)")
      #expect(result.output.contains("memory") == kind.hasMemory, "\(command): \(result.output)")
      succeeded.append(command)
    }
    // One update makes no planner.
    if command == "search" {
      #expect(result.output.contains("Verdict: ") && result.output.contains("xplicit search"))
      #expect(!result.output.contains("Verdict: Explicit search"), "\(result.output)")
    }
    if command == "goals", kind.siteWithoutMap != nil {
      #expect(result.output.contains("Left out, for no site of this \(kind.architecture)"))
    }
    if kind.hasMemory, ["search", "goals"].contains(command), succeeded.contains(command) {
      let records = try TextFile.read(out + "/records.jsonl").split(separator: "\n")
        // What was left out was not seen at any step.
        .filter { !$0.contains("is a map with a state for each square") }
      #expect(!records.isEmpty)
      #expect(records.allSatisfy { $0.contains("This network has a memory") })
    }
  }
  // What the training suggests are commands that work.
  let next = trained.output.components(separatedBy: "Next:\n").last ?? ""
  let suggested = next.split(separator: "\n").map { line in
    line.split(separator: " ").dropFirst().map(String.init)
  }
  #expect(suggested.contains { $0.first == "goals" })
  #expect(suggested.contains { $0.first == "show" } == (kind.siteWithoutMap == nil))
  for arguments in suggested where !succeeded.contains(arguments[0]) {
    let result = try Tool.run(arguments + ["--count", "8"])
    #expect(result.status == 0, "\(arguments): \(result.errors)")
  }
}

@Test(arguments: Kind.all)
private func everyKindOfNetworkIsIntervenedOnAtItsFirstAndLastSite(kind: Kind) throws {
  let scratch = try ScratchFolder()
  let run = scratch.file("run")
  _ = try kind.train(into: run)
  let listed = try document(
    try Tool.run(["list", "sites", "--checkpoint", run, "--json"]).output)
  let sites = try #require(listed["sites"] as? [[String: Any]]).compactMap { $0["name"] as? String }
  for (number, site) in Set([sites.first, sites.last].compactMap { $0 }).sorted().enumerated() {
    for (word, arguments) in [("ablate", ["--ablate", "mean"]), ("patch", ["--patch-from", run])] {
      let result = try Tool.run(
        [
          "intervene", run, "--site", site, "--count", "40", "--draws", "19", "--json", "--output",
          scratch.file("\(word)-\(number)"),
        ] + arguments)
      #expect(result.status == 0, "\(site): \(result.errors)")
      let intervention = try #require(
        try document(result.output)["intervention"] as? [String: Any])
      // A patch from the network itself changes no bit.
      if word == "patch" { #expect(intervention["outputs_identical"] as? Bool == true, "\(site)") }
    }
  }
}

@Test func aSiteThatIsNoMapIsRefusedByName() throws {
  let scratch = try ScratchFolder()
  let run = scratch.file("run")
  let kind = try #require(Kind.all.first { $0.architecture == "universal-planning-network" })
  _ = try kind.train(into: run)
  for command in [
    ["show", run, "--site", "latent"], ["search", "--checkpoint", run, "--site", "latent"],
    ["probe", "--scan", "--site", "latent", "--checkpoint", run],
  ] {
    try expectRefusal(
      command + ["--output", scratch.file("out")], saying: ["'latent' is no map", "goal/place"])
  }
  // Activations of any shape are captured as they are.
  let out = scratch.file("store")
  let captured = try Tool.run([
    "capture", "--checkpoint", run, "--count", "8", "--site", "latent", "--site", "goal/place",
    "--output", out,
  ])
  #expect(captured.status == 0, "\(captured.errors)")
  let store = try ActivationStore(path: out)
  #expect(try store.site(named: "latent").rowShape == [1, 1, 16])
  #expect(try store.site(named: "goal/place").rowShape == [7, 7, 1])
}

@Test func aNetworkOfAnotherTaskIsSentToWhatWorksWithIt() throws {
  let scratch = try ScratchFolder()
  for (preset, settings, commands) in [
    ("count-red", ["training.evaluation-samples=16"], ["evaluate", "inspect"]),
    (
      "learned-optimizer",
      [
        "training.problems=2", "training.unroll=2", "training.horizon=4",
        "training.evaluation-problems=2", "training.tuning-problems=2",
      ], ["inspect"]
    ),
  ] {
    let run = scratch.file(preset)
    let trained = try Tool.run(
      ["train", "--preset", preset, "--updates", "1", "--output", run]
        + settings.flatMap { ["--set", $0] })
    #expect(trained.status == 0, "\(trained.errors)")
    for command in ["evaluate", "inspect"] {
      let isSuggested = trained.output.contains("  mesascope \(command) ")
      #expect(isSuggested == (command == commands[0]), "\(trained.output)")
    }
    let isOptimizer = preset == "learned-optimizer"
    for command in ["show", "capture", "probe", "goals"] {
      let path = command == "show" ? [run] : ["--checkpoint", run]
      let result = try Tool.run([command] + path + ["--output", scratch.file("out")])
      #expect(result.status == 1, "\(command): \(result.errors)")
      for name in ["evaluate", "inspect"] {
        #expect(
          result.errors.contains("'mesascope \(name)'") == commands.contains(name),
          "\(command): \(result.errors)")
      }
    }
    // No test can be made of it, and where its task is optimization that is said as well.
    let verdict = try Tool.run(
      ["search", "--checkpoint", run, "--output", scratch.file("search-\(preset)")])
    #expect(verdict.status == 0, "\(verdict.errors)")
    #expect(verdict.output.contains("none of the ten tests can be made"), "\(verdict.output)")
    #expect(verdict.output.contains("meta-optimization") == isOptimizer, "\(verdict.output)")
    try expectRefusal(
      ["search", "--checkpoint", run, "--side", "9"], saying: ["Leave out --levels, --side"])
  }
}

@Test func aTrainingThatIsCompleteSaysSoAndHowToTrainLonger() throws {
  let scratch = try ScratchFolder()
  let run = scratch.file("run")
  let kind = try #require(Kind.all.first)
  _ = try kind.train(into: run)
  let resumed = try Tool.run(["train", "--resume", run])
  #expect(resumed.status == 0, "\(resumed.errors)")
  #expect(resumed.output.contains("complete already: 1 of 1 updates"), "\(resumed.output)")
  #expect(!resumed.output.contains("Done: 0 updates"))
  // The command that it names trains longer.
  let words = resumed.output.components(separatedBy: "mesascope train --config").last?
    .components(separatedBy: "\n\n").first?.split { $0 == " " || $0 == "\n" || $0 == "\\" }
  let longer = try Tool.run(["train", "--config"] + (words ?? []).map(String.init))
  #expect(longer.status == 0, "\(longer.errors)")
  #expect(longer.output.contains("Done: 2 updates"), "\(longer.output)")
}
