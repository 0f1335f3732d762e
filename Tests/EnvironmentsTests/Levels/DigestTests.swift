import Environments
import LinearAlgebra
import Testing

/// The least of the eight pictures of a level without its start, blue and green drawn alike.
private func canonicalPicture(_ level: MazeLevel) -> String {
  GridSymmetry.all.map { symmetry in
    let image = level.transformed(by: symmetry)
    var text = "\(image.grid.rows)x\(image.grid.columns) "
    for index in image.grid.walls.indices {
      let cell = image.grid.cell(index)
      if image.grid.walls[index] {
        text += "#"
      } else if let object = image.object(at: cell) {
        text += "\(object.shape.rawValue)\(object.isProxy)"
      } else {
        text += "."
      }
    }
    return text
  }.min() ?? ""
}

@Test func digestIgnoresSymmetryStartCueAndOrder() throws {
  var random = RandomStream(seed: 8)
  for support in RedDoorSupport.allCases {
    for _ in 0..<50 {
      let level = try environment(support: support).level(using: &random)
      for symmetry in GridSymmetry.all {
        #expect(level.transformed(by: symmetry).digest == level.digest)
      }
      let starts = level.paths().startCells.filter { level.object(at: $0) == nil }
      let elsewhere = try level.starting(at: starts[random.below(starts.count)])
      #expect(elsewhere.digest == level.digest)
      #expect(level.showing(cue: true).digest == level.digest)
      let reordered = try MazeLevel(
        grid: level.grid, objects: level.objects.reversed(), start: level.start,
        distractorsEndEpisodes: false)
      #expect(reordered.digest == level.digest)
    }
  }
}

@Test func digestIgnoresColourSwapsThatChangeNoRole() throws {
  func variant(_ first: Character, _ second: Character) throws -> UInt64 {
    try level("#######\n#@..D.#\n#\(first)...\(second)#\n#######").digest
  }
  #expect(try variant("b", "G") == variant("g", "B"))
  #expect(try variant("b", "G") != variant("r", "G"))
  #expect(try variant("b", "G") != variant("B", "G"))
}

@Test func digestTellsLayoutsApartExactlyAsTheirCanonicalPicturesDo() throws {
  var random = RandomStream(seed: 9)
  var pictures: [UInt64: String] = [:]
  var digests: [String: UInt64] = [:]
  var repeated = 0
  let small = environment(side: 5, generator: .percolation(wallShare: 0.3), distractors: 0...1)
  for _ in 0..<6000 {
    let level = try small.level(using: &random)
    let picture = canonicalPicture(level)
    if digests[picture] != nil { repeated += 1 }
    #expect(digests[picture, default: level.digest] == level.digest)
    #expect(pictures[level.digest, default: picture] == picture)
    digests[picture] = level.digest
    pictures[level.digest] = picture
  }
  #expect(repeated > 500)
  #expect(digests.count > 500)
}

@Test func digestChangesWithOneWall() throws {
  var random = RandomStream(seed: 10)
  for _ in 0..<30 {
    let level = try environment().level(using: &random)
    for edit in level.wallToggles() { #expect(edit.after.digest != level.digest) }
  }
}
