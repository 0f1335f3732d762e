import LinearAlgebra
import Testing

/// The words of a block in the order of the published vectors.
private func words(counter: [UInt32], key: [UInt32]) -> [UInt32] {
  func pack(_ low: UInt32, _ high: UInt32) -> UInt64 { UInt64(low) | UInt64(high) << 32 }
  let block = Philox.block(
    counter: (pack(counter[0], counter[1]), pack(counter[2], counter[3])),
    key: pack(key[0], key[1]))
  return [block.0, block.1].flatMap {
    [UInt32(truncatingIfNeeded: $0), UInt32(truncatingIfNeeded: $0 >> 32)]
  }
}

// The known answers of philox4x32-10 that its authors publish with their library.
@Test func zerosGiveTheKnownAnswer() {
  #expect(
    words(counter: [0, 0, 0, 0], key: [0, 0]) == [
      0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8,
    ])
}

@Test func onesGiveTheKnownAnswer() {
  let ones = UInt32.max
  #expect(
    words(counter: [ones, ones, ones, ones], key: [ones, ones]) == [
      0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd,
    ])
}

@Test func theDigitsOfPiGiveTheKnownAnswer() {
  #expect(
    words(
      counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
      key: [0xa409_3822, 0x299f_31d0]) == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
}
