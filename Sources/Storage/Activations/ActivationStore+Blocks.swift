// Rows, block by block.
extension ActivationStore {
  /// The store cut into blocks, in the order of the rows. Where it is cut depends on the shards
  /// and on `maximumRows` alone, so that blocks can be taken by several threads and what is
  /// computed from them combined in index order.
  ///
  /// - Precondition: `maximumRows > 0`.
  package func blocks(maximumRows: Int) -> [ActivationBlock] {
    precondition(maximumRows > 0, "A block of \(maximumRows) rows holds nothing.")
    var blocks: [ActivationBlock] = []
    var firstRow = 0
    for (position, shard) in shards.enumerated() {
      for start in stride(from: 0, to: shard.rows, by: maximumRows) {
        let rows = start..<min(start + maximumRows, shard.rows)
        blocks.append(.init(shard: position, rows: rows, firstRow: firstRow + start))
      }
      firstRow += shard.rows
    }
    return blocks
  }

  /// As ``blocks(maximumRows:)``, with as many rows as fit into `maximumBytes` of single
  /// precision at a site, and at least one.
  package func blocks(of site: String, maximumBytes: Int = 4 << 20) throws -> [ActivationBlock] {
    let width = try self.site(named: site).elementsPerRow * MemoryLayout<Float>.stride
    return blocks(maximumRows: max(1, maximumBytes / max(1, width)))
  }

  /// Calls `body` with the activations of a block at a site in single precision, row-major:
  /// `[row, ...rowShape]`.
  ///
  /// Aligned `F32` is given where it stands in the mapped file; anything else is converted. The
  /// memory is given back afterwards, so the pointer must not leave `body`.
  package func withRows<Result>(
    _ block: ActivationBlock, of site: String,
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) throws -> Result {
    _ = try self.site(named: site)
    let shard = shards[block.shard]
    let name = shard.tensorName(of: site)
    let result = try shard.file.withRows(block.rows, of: name, body)
    try shard.file.releaseRows(block.rows, of: name)
    return result
  }

  /// Calls `body` with block after block, in order, reading the next one ahead.
  package func forEachBlock(
    of site: String, maximumBytes: Int = 4 << 20,
    _ body: (ActivationBlock, UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    let blocks = try blocks(of: site, maximumBytes: maximumBytes)
    for (position, block) in blocks.enumerated() {
      if position + 1 < blocks.count {
        let next = blocks[position + 1]
        let shard = shards[next.shard]
        try shard.file.prefetchRows(next.rows, of: shard.tensorName(of: site))
      }
      try withRows(block, of: site) { try body(block, $0) }
    }
  }
}
