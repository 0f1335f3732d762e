/// The SHA-256 hash of a stream of bytes.
///
/// Source: NIST FIPS 180-4, *Secure Hash Standard* (2015), sections 4.1.2, 5 and 6.2.
package struct SHA256: Sendable {
  private var state: SIMD8<UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var count: UInt64 = 0

  package init() {}

  /// Appends bytes to the stream.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    count += UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let taken = rest.prefix(64 - pending.count)
      pending.append(contentsOf: taken)
      rest = rest.dropFirst(taken.count)
      guard pending.count == 64 else { return }
      pending.withUnsafeBytes { Self.compress(&state, $0) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.count / 64 * 64
    Self.compress(&state, UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
    pending.append(contentsOf: rest.dropFirst(whole))
  }

  /// The hash of everything appended so far; the receiver can still go on.
  package func finished() -> Digest {
    var copy = self
    var tail: [UInt8] = [0x80]
    let filled = (Int(count % 64) + 1) % 64
    tail.append(contentsOf: repeatElement(0, count: filled <= 56 ? 56 - filled : 120 - filled))
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: (count << 3) >> UInt64(shift)))
    }
    tail.withUnsafeBytes { copy.update($0) }
    return Digest(words: (0..<8).map { copy.state[$0] })
  }

  /// Eight words of hash.
  package struct Digest: Sendable, Equatable {
    let words: [UInt32]

    /// The 64 small hexadecimal digits.
    package var hexadecimal: String {
      words.map { word in
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
      }.joined()
    }
  }
}
