internal import Glibc
internal import Synchronization

/// The right to write to a run, which one process has at a time.
///
/// The lock is the system's on the folder itself (`flock`), so that nothing is left behind when a
/// process ends, however it ends. Within a process several may hold it.
package final class RunLock: Sendable {
  private struct Holding {
    var descriptor: Int32
    var count: Int
  }
  private static let holdings = Mutex<[String: Holding]>([:])
  private let key: String

  /// - Throws: ``RunError/inUse(path:)`` when another process has it.
  init(folder path: String) throws {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError.unreadable(path: path, reason: SystemFailure.reason(errno))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw FileError.unreadable(path: path, reason: SystemFailure.reason(errno))
    }
    key = "\(status.st_dev)/\(status.st_ino)"
    let key = key
    let isHeld = Self.holdings.withLock { holdings in
      if holdings[key] != nil {
        holdings[key]?.count += 1
        close(descriptor)
        return true
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
        close(descriptor)
        return false
      }
      holdings[key] = Holding(descriptor: descriptor, count: 1)
      return true
    }
    guard isHeld else { throw RunError.inUse(path: path) }
  }

  deinit {
    let key = key
    Self.holdings.withLock { holdings in
      guard var holding = holdings[key] else { return }
      holding.count -= 1
      if holding.count == 0 {
        close(holding.descriptor)
        holdings[key] = nil
      } else {
        holdings[key] = holding
      }
    }
  }
}

extension RunFolder {
  /// Takes the right to write to the run, for as long as the result lives.
  ///
  /// - Throws: ``RunError/inUse(path:)`` when another process has it.
  package func lock() throws -> RunLock { try RunLock(folder: path) }
}
