import Environments
import Experiments
import Statistics
import Testing

@Suite struct FreshLevelsTests {
  @Test func moreAreNoneOfThoseThatAreKnown() throws {
    let fresh = FreshLevels(RedDoorEnvironment(), seed: 4)
    let known = try fresh.set(fit: 20, report: 10)
    let more = try fresh.more(25, than: known)
    let digests = Set(more.map(\.digest))
    #expect(more.count == 25 && digests.count == 25)
    #expect(digests.isDisjoint(with: known.keys.map(\.digest)))
    #expect(more.allSatisfy { LevelSplit.isHeldOut($0) && Hardness($0).share >= 0.3 })
    #expect(try fresh.more(25, than: known).map(\.digest) == more.map(\.digest))
    let other = try FreshLevels(RedDoorEnvironment(), seed: 5).set(fit: 20, report: 10)
    #expect(other.digest != known.digest)
  }

  @Test func mazesWithoutAnEnvironmentAreOfTheSideAskedFor() throws {
    let fresh = FreshLevels(nil, side: 11, seed: 4)
    let known = try fresh.set(fit: 4, report: 4)
    #expect(known.rows == 11 && known.moves == .eight)
    let more = try fresh.more(6, than: known)
    #expect(Set(more.map(\.digest)).isDisjoint(with: known.keys.map(\.digest)))
  }

  @Test func whereNoneAreHardTheyAreDrawnAsTheyCome() throws {
    var open = RedDoorEnvironment()
    open.generator = .percolation(wallShare: 0)
    open.distractors = 1...2
    let set = try FreshLevels(open, seed: 1).set(fit: 20, report: 20)
    #expect(set.count == 40)
    #expect(set.levels.allSatisfy { !$0.grid.hasInnerWalls })
  }

  @Test func whereThereAreNoOthersNoneAreAdded() throws {
    // A room of five by five with one door has three places for it, but for symmetry.
    var tiny = RedDoorEnvironment()
    tiny.side = 5
    tiny.generator = .percolation(wallShare: 0)
    tiny.distractors = 0...0
    let fresh = FreshLevels(tiny, seed: 1)
    let known = try FreshLevels(RedDoorEnvironment(), seed: 1).set(fit: 2, report: 2)
    #expect(try fresh.more(400, than: known).isEmpty)
  }
}
