internal import Foundation

/// Zeroed single-precision storage that starts on a cache line.
package final class AlignedBuffer {
  package let pointer: UnsafeMutablePointer<Float>
  package let count: Int

  package init(count: Int) {
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memset(raw, 0, bytes)
    pointer = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    self.count = count
  }

  deinit { pointer.deallocate() }
}
