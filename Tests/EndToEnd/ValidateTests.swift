import Foundation
import Storage
import TestSupport
import Testing

/// Two networks of the quick benchmark, one that searches and one that does not, as two machines share
/// them.
@Test func partsOfTheBenchmarkAreMergedAndScored() throws {
  let scratch = try ScratchFolder()
  let folder = scratch.file("parts")
  let networks = ["validate", "--quick", "--only", "P1,N16", "--output", folder]
  // Of one part nothing can be scored, and what it found is said.
  let first = try Tool.run(networks + ["--shard", "1/2"])
  #expect(first.status == 0, "\(first.errors)")
  #expect(first.output.contains("P1-2") && first.output.contains("--merge"), "\(first.output)")
  #expect(!Folder.exists(Path.join(folder, "card.json")))
  let names = try ScratchFolder.listing(of: folder)
  #expect(names == ["P1-2.json"])
  let second = try Tool.run(networks + ["--shard", "2/2"])
  #expect(second.status == 0, "\(second.errors)")
  let merged = try Tool.run(networks + ["--merge", "--json"])
  #expect(merged.status == 0, "\(merged.errors)")
  let all = try document(merged.output)
  #expect(all["networks"] as? Int == 2 && all["missing"] as? Int == 0)
  #expect(all["area_under_curve"] as? Double == 1)
  let families = try #require(all["families"] as? [[String: Any]])
  #expect(families.map { $0["family"] as? String } == ["P1", "N16"])
  let verdicts = try #require(families.first?["verdicts"] as? [String: Any])
  #expect(verdicts["explicit search"] as? Int == 1)
  let report = try ScratchFolder.listing(of: Path.join(folder, "report"))
  #expect(report.contains("index.html") && report.contains("benchmark-verdicts-by-family.png"))
  #expect(Folder.exists(Path.join(folder, "card.json")))
  // Files of another seed, form or revision of the tests are not mixed in.
  try expectRefusal(networks + ["--merge", "--seed", "7"], saying: ["of seed 1, not 7"])
  let file = Path.join(folder, "P1-2.json")
  let text = try TextFile.read(file)
  let old = text.replacingOccurrences(
    of: #""revision":[0-9]+"#, with: #""revision":1"#, options: .regularExpression)
  #expect(old != text)
  try AtomicFile.write(text: old, to: file)
  try expectRefusal(networks + ["--merge"], saying: ["revision 1 of the tests", "P1-2.json"])
  try AtomicFile.write(text: text, to: file)
  let full = ["validate", "--only", "P1", "--output", folder, "--merge"]
  try expectRefusal(full, saying: ["--quick", "P1-2.json"])
}

@Test func aBenchmarkRefusesPartsThatDoNotExist() throws {
  let scratch = try ScratchFolder()
  for (arguments, words) in [
    (["--shard", "0/3"], ["'0/3'"]), (["--shard", "4/3"], ["'4/3'"]),
    (["--merge", "--shard", "1/3"], ["--merge"]), (["--goals", "--shard", "1/3"], ["--goals"]),
    (["--goals", "--only", "series,organisms"], ["'organisms'", "organism-aligned"]),
    (["--goals", "--only", ","], ["--only"]),
  ] {
    let result = try Tool.run(["validate", "--output", scratch.file("x")] + arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    for word in words { #expect(result.errors.contains(word), "\(result.errors)") }
  }
}

/// Kinds of draws by the first word of their names, and by the whole of one.
@Test func goalsAreScoredOnTheKindsThatAreAskedFor() throws {
  let scratch = try ScratchFolder()
  let result = try Tool.run([
    "validate", "--goals", "--quick", "--only", "series,choice-weights", "--seed", "2", "--json",
    "--output", scratch.file("goals"),
  ])
  #expect(result.status == 0, "\(result.errors)")
  let kinds = try #require(try document(result.output)["kinds"] as? [[String: Any]])
  let names = kinds.compactMap { $0["kind"] as? String }
  #expect(names.count == 8 && names.last == "choice-weights", "\(names)")
  #expect(names.dropLast().allSatisfy { $0.hasPrefix("series-") }, "\(names)")
  #expect(kinds.allSatisfy { $0["met"] as? Bool == true }, "\(result.output)")
}
