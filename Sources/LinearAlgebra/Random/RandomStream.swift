/// A counter-based seeded generator that can be split into independent streams.
///
/// The block function is Philox4x32-10 (Salmon et al., *Parallel random numbers: as easy
/// as 1, 2, 3*, 2011): a block is a pure function of a 64-bit key and a 128-bit counter, so
/// a stream is resumed by its `key` and `position`, and any shard of work reproduces alone.
/// The high half of the counter is zero for drawing and one for splitting, so that the two
/// never meet.
package struct RandomStream: RandomNumberGenerator, Sendable {
  /// The stream's identity.
  package let key: UInt64
  /// The number of 64-bit words drawn so far.
  package private(set) var position: UInt64
  /// The second word of the block that the last draw computed, where it is still to be drawn.
  private var spare: UInt64?

  package init(seed: UInt64) {
    self.init(key: seed, position: 0)
  }

  /// A stream as it stood after `position` draws.
  package init(key: UInt64, position: UInt64) {
    self.key = key
    self.position = position
  }

  /// An independent stream named by a number; the receiver is not advanced.
  package func split(_ index: UInt64) -> RandomStream {
    let block = Philox.block(counter: (index, 1), key: key)
    return RandomStream(key: block.0, position: 0)
  }

  /// An independent stream named by a word; the receiver is not advanced.
  package func split(_ name: String) -> RandomStream {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return split(hash)
  }

  package mutating func next() -> UInt64 {
    if let word = spare {
      spare = nil
      position += 1
      return word
    }
    let block = Philox.block(counter: (position >> 1, 0), key: key)
    defer { position += 1 }
    guard position & 1 == 0 else { return block.1 }
    spare = block.1
    return block.0
  }
}

extension RandomStream: Equatable {
  package static func == (left: RandomStream, right: RandomStream) -> Bool {
    left.key == right.key && left.position == right.position
  }
}

extension RandomStream: Codable {
  private enum CodingKeys: String, CodingKey {
    case key, position
  }
}
