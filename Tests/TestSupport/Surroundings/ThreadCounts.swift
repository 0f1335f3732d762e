import Foundation
import LinearAlgebra

/// Runs work on a given number of threads; one such piece of work at a time in the process, for
/// the number of threads is a setting of the whole process.
package enum ThreadCounts {
  private static let turn = NSRecursiveLock()

  /// What `body` returns on so many threads; the number is put back afterwards.
  package static func with<Result>(
    _ count: Int, _ body: () throws -> Result
  ) rethrows -> Result {
    turn.lock()
    let before = Parallel.threadCount
    Parallel.threadCount = count
    defer {
      Parallel.threadCount = before
      turn.unlock()
    }
    return try body()
  }

  /// What `body` returns on one, two and three threads.
  package static func oneTwoThree<Result>(
    _ body: () throws -> Result
  ) rethrows -> [Result] {
    try (1...3).map { try with($0, body) }
  }
}
