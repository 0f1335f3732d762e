internal import Foundation
internal import Synchronization

/// Threads that stay alive between calls and take indices from a shared counter.
final class WorkerPool: @unchecked Sendable {
  // All stored state is guarded by `condition`, but for the per-job counter, which is atomic.
  private let condition = NSCondition()
  private let turn = NSLock()
  private var workers = 0
  private var job: Job?
  private var generation = 0

  /// One call of ``run(count:threads:_:)``.
  private final class Job: @unchecked Sendable {
    let count: Int
    let body: @Sendable (Int) -> Void
    let next = Atomic<Int>(0)
    var seats: Int
    var running = 0

    init(count: Int, seats: Int, body: @escaping @Sendable (Int) -> Void) {
      self.count = count
      self.seats = seats
      self.body = body
    }

    func work() {
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }

  /// Whether the caller is itself a piece of work.
  static var isInsideWork: Bool { Thread.current.threadDictionary[key] != nil }
  private static let key = "mesascope.inside-work"

  func run(count: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      turn.lock()
      let job = Job(count: count, seats: threads - 1, body: body)
      condition.lock()
      while workers < threads - 1 { start() }
      self.job = job
      generation += 1
      condition.broadcast()
      condition.unlock()

      Thread.current.threadDictionary[Self.key] = true
      job.work()
      Thread.current.threadDictionary.removeObject(forKey: Self.key)

      condition.lock()
      self.job = nil
      while job.running > 0 { condition.wait() }
      condition.unlock()
      turn.unlock()
    }
  }

  /// Called with `condition` held.
  private func start() {
    workers += 1
    let thread = Thread { [self] in
      SingleThreadedLibraries.enforce()
      Thread.current.threadDictionary[Self.key] = true
      var seen = 0
      condition.lock()
      while true {
        guard let job, generation != seen, job.seats > 0 else {
          condition.wait()
          continue
        }
        seen = generation
        job.seats -= 1
        job.running += 1
        condition.unlock()
        job.work()
        condition.lock()
        job.running -= 1
        condition.broadcast()
      }
    }
    thread.stackSize = 8 << 20
    thread.start()
  }
}
