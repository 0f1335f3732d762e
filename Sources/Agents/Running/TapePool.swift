import NeuralNetworks
import Synchronization

/// Tapes that are kept between runs, one for each thread that needs one at a time.
final class TapePool: Sendable {
  static let shared = TapePool()

  /// A tape goes from hand to hand; whoever holds it is its only user.
  private struct Holder: @unchecked Sendable { let tape: Tape }
  private let free = Mutex<[Holder]>([])
  private static let kept = 8

  func withTape<Result>(_ body: (Tape) -> Result) -> Result {
    let tape = free.withLock { $0.popLast() }?.tape ?? Tape()
    defer {
      let holder = Holder(tape: tape)
      free.withLock { if $0.count < Self.kept { $0.append(holder) } }
    }
    return body(tape)
  }
}
