// Parts of a tensor, for data larger than memory.
extension SafetensorsFile {
  /// Calls `body` with some rows (indices of the first axis) of a tensor in single precision.
  ///
  /// Single-precision rows at an aligned address are given where they stand in the mapped file,
  /// with no copy; all others are converted into scratch memory of their size. The pointer is
  /// valid during the call only.
  ///
  /// - Precondition: the rows exist.
  package func withRows<Result>(
    _ rows: Range<Int>, of name: String,
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) throws -> Result {
    let entry = try entry(named: name)
    let range = rowRange(rows, of: entry)
    let count = rows.count * entry.elementsPerRow
    return try withExtendedLifetime(file) {
      let bytes = UnsafeRawBufferPointer(rebasing: file.bytes[range])
      let isAligned = Int(bitPattern: bytes.baseAddress) % MemoryLayout<Float>.alignment == 0
      if entry.type == .float32, isAligned {
        return try body(bytes.bindMemory(to: Float.self))
      }
      return try withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { scratch in
        entry.type.convert(bytes, toFloats: .init(rebasing: scratch[..<count]))
        return try body(UnsafeBufferPointer(rebasing: scratch[..<count]))
      }
    }
  }

  /// Gives back the memory of rows that were read; reading them again reads the file again.
  package func releaseRows(_ rows: Range<Int>, of name: String) throws {
    file.release(rowRange(rows, of: try entry(named: name)))
  }

  /// Asks for rows to be read ahead, without waiting for them.
  package func prefetchRows(_ rows: Range<Int>, of name: String) throws {
    file.prefetch(rowRange(rows, of: try entry(named: name)))
  }

  private func rowRange(_ rows: Range<Int>, of entry: SafetensorsEntry) -> Range<Int> {
    precondition(
      rows.lowerBound >= 0 && rows.upperBound <= entry.rows,
      "Rows \(rows) were asked of the tensor '\(entry.name)', which has \(entry.rows).")
    let width = entry.elementsPerRow * entry.type.size
    let start = entry.range.lowerBound
    return fileRange(start + rows.lowerBound * width..<start + rows.upperBound * width)
  }
}
