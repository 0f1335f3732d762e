import LinearAlgebra
import Synchronization
import TestSupport
import Testing

private struct Failure: Error, Equatable { let index: Int }

/// One test at a time: the number of threads belongs to the process.
@Suite(.serialized) struct ParallelTests {
  @Test(arguments: [1, 2, 3, 17])
  func everyIndexComesUpExactlyOnce(threads: Int) {
    ThreadCounts.with(threads) {
      for count in [0, 1, 2, 5, 1000] {
        let seen = Mutex([Int](repeating: 0, count: count))
        Parallel.forEach(count) { index in seen.withLock { $0[index] += 1 } }
        #expect(seen.withLock { $0 } == [Int](repeating: 1, count: count))
      }
    }
  }

  @Test func manyShortCallsOnManyThreadsLoseNothing() {
    ThreadCounts.with(8) {
      let sum = Atomic<Int>(0)
      for _ in 0..<3000 {
        Parallel.forEach(5) { index in sum.wrappingAdd(index + 1, ordering: .relaxed) }
      }
      #expect(sum.load(ordering: .relaxed) == 3000 * 15)
    }
  }

  @Test func callsInsideAPieceOfWorkRunInOrder() {
    ThreadCounts.with(3) {
      let results = Parallel.map(7) { outer in
        let order = Mutex<[Int]>([])
        Parallel.forEach(20) { inner in order.withLock { $0.append(inner) } }
        #expect(order.withLock { $0 } == Array(0..<20))
        return Parallel.map(4) { outer * 10 + $0 }
      }
      #expect(results == (0..<7).map { outer in (0..<4).map { outer * 10 + $0 } })
    }
  }

  @Test func callsFromSeveralTasksDoNotDisturbEachOther() async {
    let sums = await withTaskGroup(of: Int.self) { group in
      for task in 0..<6 {
        group.addTask {
          (0..<100).reduce(0) { total, _ in
            total + Parallel.map(9) { $0 * task }.reduce(0, +)
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sums.sorted() == (0..<6).map { 3600 * $0 })
  }

  @Test func resultsStandInTheOrderOfTheirIndices() {
    ThreadCounts.with(3) {
      #expect(Parallel.map(100) { $0 * $0 } == (0..<100).map { $0 * $0 })
      #expect(Parallel.map(3) { $0 == 1 ? nil : $0 } == [0, nil, 2])
      #expect(Parallel.map(0) { $0 }.isEmpty)
    }
  }

  @Test func theFailureOfTheLowestIndexIsThrown() throws {
    try ThreadCounts.with(3) {
      for _ in 0..<50 {
        #expect(throws: Failure(index: 3)) {
          _ = try Parallel.tryMap(40) { index in
            if index >= 3, index % 3 == 0 { throw Failure(index: index) }
            return index
          }
        }
      }
      let whole = try Parallel.tryMap(3) { $0 }
      #expect(whole == [0, 1, 2])
    }
  }

  @Test func theNumberOfThreadsIsAtLeastOne() {
    ThreadCounts.with(2) {
      Parallel.threadCount = -4
      #expect(Parallel.threadCount == 1)
    }
    #expect(Processor.count >= 1)
  }
}

@Test func theProcessorHasWhatTheBuildAssumes() {
  #expect(Processor.missingInstructionSets.isEmpty)
}
