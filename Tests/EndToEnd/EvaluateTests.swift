import Foundation
import Storage
import TestSupport
import Testing

/// A network that was trained on something else than mazes.
private func trained(_ preset: String, _ settings: [String], in scratch: ScratchFolder) throws
  -> String
{
  let path = scratch.file(preset)
  let changes = settings.flatMap { ["--set", $0] }
  let result = try Tool.run(
    ["train", "--preset", preset, "--updates", "2", "--output", path] + changes)
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.output.contains("mesascope evaluate --checkpoint"))
  return path
}

private let smallSokoban = [
  "environment.side=5", "environment.boxes=1", "environment.pushes=1...9", "architecture.ticks=2",
  "training.ticks=2",
  "training.episodes=4", "training.evaluation-states=8", "training.replay=64",
]

@Test func episodesOfAnotherTaskArePlayedWithIntervals() throws {
  let scratch = try ScratchFolder()
  let path = try trained("sokoban-small", smallSokoban, in: scratch)
  let arguments = ["evaluate", "--checkpoint", path, "--count", "30", "--ticks", "1,2"]
  let text = try Tool.run(arguments)
  #expect(text.status == 0, "\(text.errors)")
  for word in ["30 episodes of sokoban", "return", "solved", "optimal", "95 %"] {
    #expect(text.output.contains(word), "\(text.output)")
  }
  let found = try document(try Tool.run(arguments + ["--json"]).output)
  let rows = try #require(found["episodes"] as? [[String: Any]])
  #expect(rows.compactMap { $0["ticks"] as? Int } == [1, 2])
  #expect(rows.allSatisfy { $0["episodes"] as? Int == 30 })
  try expectRefusal(
    ["evaluate", "--checkpoint", path, "--thinking-steps", "0,2"], saying: ["thinking steps"])
  try expectRefusal(
    ["evaluate", "--checkpoint", path, "--set", "sides=7"], saying: ["sides", "side"])
  try expectRefusal(["evaluate", "--checkpoint", path, "--set", "side"], saying: ["--set"])
  try expectRefusal(["goals", "--checkpoint", path], saying: ["sokoban", "red-door"])
  // No test of search knows its rooms; a path alone names the network.
  let verdict = try Tool.run(["search", path, "--output", scratch.file("search")])
  #expect(verdict.status == 0, "\(verdict.errors)")
  #expect(verdict.output.contains("it acts in sokoban"), "\(verdict.output)")
}

@Test func everyLevelOfAFileIsPlayedOnce() throws {
  let scratch = try ScratchFolder()
  let path = try trained("sokoban-small", smallSokoban, in: scratch)
  let file = scratch.file("levels.txt")
  let level = "#####\n#@$.#\n#   #\n#   #\n#####\n"
  let turned = "#####\n#   #\n#.$@#\n#   #\n#####\n"
  try "; 0\n\(level)\n; 1\n\(turned)".write(toFile: file, atomically: true, encoding: .utf8)
  let result = try Tool.run(["evaluate", "--checkpoint", path, "--set", "source=\(file)"])
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.output.contains("2 episodes of sokoban, each listed level once"))
  // A malformed file is refused with the line and the column.
  try "; 0\n#####\n#@$x#\n#####".write(toFile: file, atomically: true, encoding: .utf8)
  try expectRefusal(
    ["evaluate", "--checkpoint", path, "--set", "source=\(file)"],
    saying: ["Line 3", "column 4"])
}

@Test func aNetworkWithAMemoryMayThinkBeforeItsFirstAction() throws {
  let scratch = try ScratchFolder()
  let path = try trained(
    "bandit",
    ["training.episodes=8", "training.minibatches=2", "training.evaluation-episodes=4"],
    in: scratch)
  let result = try Tool.run([
    "evaluate", "--checkpoint", path, "--count", "20", "--thinking-steps", "0,3", "--json",
  ])
  #expect(result.status == 0, "\(result.errors)")
  let rows = try #require(try document(result.output)["episodes"] as? [[String: Any]])
  #expect(rows.compactMap { $0["thinking_steps"] as? Int } == [0, 3])
  // No episode of a bandit can be solved.
  #expect(rows.allSatisfy { $0["solved"] is NSNull })
}

@Test func samplesAreAnswered() throws {
  let scratch = try ScratchFolder()
  let path = try trained("count-red", ["training.evaluation-samples=16"], in: scratch)
  let result = try Tool.run(["evaluate", "--checkpoint", path, "--count", "200"])
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.output.contains("200 fresh samples of counting"))
  #expect(result.output.contains("right in"))
}

@Test func aSingleLevelIsPlayedWithoutAnInterval() throws {
  let scratch = try ScratchFolder()
  let maze = "#######\n#@....#\n#.###.#\n#D....#\n#######\n"
  let turned = "#######\n#....D#\n#.###.#\n#....@#\n#######\n"
  func play(_ levels: String) throws -> Tool.Result {
    let path = scratch.file("levels.txt")
    try AtomicFile.write(text: levels, to: path)
    return try Tool.run(["evaluate", "--checkpoint", try TinyRun.path(), "--levels", path])
  }
  let one = try play(maze)
  #expect(one.status == 0, "\(one.errors)")
  #expect(one.output.contains("1 level of levels.txt, 1 rollout; one level has no interval"))
  #expect(one.output.range(of: "[0-9] to [0-9]", options: .regularExpression) == nil)
  // Two levels that are one, but for a rotation.
  let two = try play(maze + "\n" + turned)
  #expect(two.status == 0, "\(two.errors)")
  #expect(two.output.contains("2 levels of levels.txt, 2 rollouts; no intervals"))
}

@Test func theFirstExampleOfTheDocumentWorks() throws {
  let text = try TextFile.read("TRAINING.md")
  let line = try #require(
    text.split(separator: "\n").first { $0.contains("mesascope evaluate --checkpoint") })
  var words = line.split(separator: " ").map(String.init)
  let place = try #require(words.firstIndex(of: "--checkpoint"))
  words[place + 1] = try TinyRun.path()
  let result = try Tool.run(words.dropFirst() + ["--count", "36"])
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.output.contains("capability K"))
}

@Test func anotherEnvironmentHasSettingsOfItsOwn() throws {
  // A maze's settings that cheese has not fall back; what keeps the network from it is named.
  let path = try TinyRun.path()
  try expectRefusal(
    ["evaluate", "--checkpoint", path, "--set", "environment=cheese"],
    saying: ["13 planes", "cheese", "has"])
  // A setting that was given and does not exist there is still refused.
  try expectRefusal(
    [
      "evaluate", "--checkpoint", path, "--set", "environment=cheese", "--set", "braid=0.1",
    ], saying: ["no setting 'braid'"])
}
