internal import Synchronization

/// Runs independent pieces of work on a fixed number of threads.
///
/// Every numerical result in Mesascope is a function of its inputs alone: work is cut into
/// pieces that do not depend on the number of threads, each piece runs single-threaded (the
/// OpenMP pools of OpenBLAS and oneDNN are held at one thread), and pieces are combined in
/// index order by the caller.
package enum Parallel {
  private static let configured = Atomic<Int>(0)
  private static let pool = WorkerPool()

  /// The number of threads that share the work; the processor's count unless set.
  package static var threadCount: Int {
    get {
      let count = configured.load(ordering: .relaxed)
      return count > 0 ? count : Processor.count
    }
    set { configured.store(max(1, newValue), ordering: .relaxed) }
  }

  /// Calls `body` once for each index in `0..<count`, on up to ``threadCount`` threads.
  ///
  /// Calls made from inside a piece of work run in order on that thread.
  package static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    SingleThreadedLibraries.enforce()
    let threads = min(threadCount, count)
    guard threads > 1, !WorkerPool.isInsideWork else {
      for index in 0..<count { body(index) }
      return
    }
    pool.run(count: count, threads: threads, body)
  }

  /// As ``forEach(_:_:)``, collecting one value an index, in index order.
  package static func map<Value: Sendable>(
    _ count: Int, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    let results = Mutex<[Value?]>([Value?](repeating: nil, count: count))
    forEach(count) { index in
      let value = body(index)
      results.withLock { $0[index] = value }
    }
    return results.withLock { $0.compactMap { $0 } }
  }

  /// As ``map(_:_:)`` for work that can fail; throws the failure of the lowest index.
  package static func tryMap<Value: Sendable>(
    _ count: Int, _ body: @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    try map(count) { index in Result { try body(index) } }.map { try $0.get() }
  }
}
