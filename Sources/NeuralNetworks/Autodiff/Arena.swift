/// Memory for one pass over a tape: handed out in order, taken back all at once.
///
/// After the first pass of a given size nothing is allocated from the system any more.
final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = []
  private var capacities: [Int] = []
  private var current = 0
  private var used = 0
  private static let smallestBlock = 1 << 20

  /// Uninitialized room for `count` numbers that starts on a cache line.
  func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    let bytes = (max(count, 1) * MemoryLayout<Float>.stride + 63) & ~63
    while current < blocks.count {
      if used + bytes <= capacities[current] {
        let address = blocks[current] + used
        used += bytes
        return address.bindMemory(to: Float.self, capacity: count)
      }
      current += 1
      used = 0
    }
    let capacity = max(bytes, Self.smallestBlock << min(blocks.count, 6))
    let block = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    blocks.append(block)
    capacities.append(capacity)
    used = bytes
    return block.bindMemory(to: Float.self, capacity: count)
  }

  /// Takes everything back; what was handed out must not be used any more.
  func reset() {
    current = 0
    used = 0
  }

  deinit { for block in blocks { block.deallocate() } }
}
