import Storage
import Testing

@Test func hashesTheVectorsOfTheStandard() {
  // NIST, examples with intermediate values for SHA-256, and the empty message.
  #expect(
    SHA256.hexadecimal(of: "")
      == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  #expect(
    SHA256.hexadecimal(of: "abc")
      == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  #expect(
    SHA256.hexadecimal(of: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
      == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  #expect(
    SHA256.hexadecimal(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000))
      == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
}

@Test func hashesTheSameHoweverTheBytesArrive() {
  let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
  for count in [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000] {
    let whole = SHA256.hexadecimal(of: Array(bytes.prefix(count)))
    for piece in [1, 7, 63, 64, 65, 200] {
      var hash = SHA256()
      for start in stride(from: 0, to: count, by: piece) {
        bytes[start..<min(start + piece, count)].withUnsafeBytes { hash.update($0) }
      }
      #expect(hash.finished().hexadecimal == whole, "\(count) bytes in pieces of \(piece)")
    }
  }
}
