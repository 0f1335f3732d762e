import LinearAlgebra
import Testing

@Test(arguments: [0, 1, 15, 16, 1001])
func aBufferIsZeroAndOnACacheLine(count: Int) {
  let buffer = AlignedBuffer(count: count)
  #expect(buffer.count == count)
  #expect(Int(bitPattern: buffer.pointer) % 64 == 0)
  #expect((0..<count).allSatisfy { buffer.pointer[$0] == 0 })
}
