internal import LinearAlgebra
internal import Synchronization

/// Generated training levels that are made once, when the first is drawn.
final class SokobanPool: Sendable {
  private let count: Int
  private let generator: SokobanGenerator
  private let made = Mutex<SokobanLevelStore?>(nil)

  init(_ count: Int, of generator: SokobanGenerator) {
    self.count = count
    self.generator = generator
  }

  /// The levels, the same whenever and on however many threads they are made: level `i` comes from
  /// a stream of its own.
  func levels() throws(EnvironmentError) -> SokobanLevelStore {
    let result = made.withLock { made -> Result<SokobanLevelStore, EnvironmentError> in
      if let made { return .success(made) }
      let random = RandomStream(seed: 0).split("sokoban-pool")
      let levels = Parallel.map(count) { index in
        var stream = random.split(UInt64(index))
        return Result { () throws(EnvironmentError) in
          try generator.level(using: &stream) { !LevelSplit.isHeldOut($0) }
        }
      }
      var store = SokobanLevelStore(rows: generator.side, columns: generator.side)
      for level in levels {
        switch level {
        case .success(let level): store.append(level)
        case .failure(let error): return .failure(error)
        }
      }
      made = store
      return .success(store)
    }
    return try result.get()
  }
}
