internal import LinearAlgebra

// Rows, block by block.
extension ActivationSource {
  /// The rows cut into ranges of at most `maximumRows`, in order: cut at the ends of shards too, so
  /// that no range is copied together. Where it is cut depends on the files alone.
  ///
  /// - Precondition: `maximumRows > 0`.
  package func blocks(maximumRows: Int) -> [Range<Int>] {
    precondition(maximumRows > 0, "A block of \(maximumRows) rows holds nothing.")
    guard case .store(let store) = content else {
      return stride(from: 0, to: rows, by: maximumRows).map { $0..<min($0 + maximumRows, rows) }
    }
    return store.blocks(maximumRows: maximumRows).map {
      $0.firstRow..<$0.firstRow + $0.rows.count
    }
  }

  /// Calls `body` with some rows of a site in single precision, row-major: `[row, ...rowShape]`.
  ///
  /// Aligned `F32` is given where it stands in the mapped file; anything else is converted, and
  /// rows from several shards are copied together. The memory is given back afterwards, so the
  /// pointer must not leave `body`.
  ///
  /// - Precondition: the rows exist.
  package func withRows<Result>(
    _ range: Range<Int>, of site: String, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) throws -> Result {
    let description = try self.site(named: site)
    requireRows(range, of: site)
    switch content {
    case .arrays(let arrays):
      let array = arrays.array(of: site)
      let result = try array.withRows(range) {
        (values: UnsafeBufferPointer<Float>) throws -> Result in
        guard layout == .channelsFirst, let grid = description.grid, let base = values.baseAddress
        else { return try body(values) }
        let squares = grid.rows * grid.columns
        return try withUnsafeTemporaryAllocation(of: Float.self, capacity: values.count) {
          scratch in
          if let target = scratch.baseAddress, values.count > 0 {
            ArrayLayout.moveChannelsLast(
              base, maps: values.count / (squares * description.channels),
              channels: description.channels, squares: squares, to: target)
          }
          return try body(UnsafeBufferPointer(rebasing: scratch[..<values.count]))
        }
      }
      try array.release(range)
      return result
    case .store(let store):
      let parts = store.parts(of: range)
      if parts.count == 1 { return try store.withRows(parts[0], of: site, body) }
      let width = description.elementsPerRow
      let count = range.count * width
      return try withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { scratch in
        for part in parts {
          try store.withRows(part, of: site) { values in
            let start = (part.firstRow - range.lowerBound) * width
            _ = UnsafeMutableBufferPointer(rebasing: scratch[start..<start + values.count])
              .initialize(from: values)
          }
        }
        return try body(UnsafeBufferPointer(rebasing: scratch[..<count]))
      }
    }
  }

  /// Asks for rows to be read ahead, without waiting for them.
  ///
  /// - Precondition: the rows exist.
  package func prefetch(_ range: Range<Int>, of site: String) throws {
    _ = try self.site(named: site)
    requireRows(range, of: site)
    switch content {
    case .arrays(let arrays): try arrays.array(of: site).prefetch(range)
    case .store(let store):
      for part in store.parts(of: range) {
        let shard = store.shards[part.shard]
        try shard.file.prefetchRows(part.rows, of: shard.tensorName(of: site))
      }
    }
  }

  /// Counts the activations at a site that are not finite and finds the first; blocks are taken by
  /// all threads.
  package func nonFiniteCount(of site: String) throws -> NonFiniteCount {
    if case .store(let store) = content { return try store.nonFiniteCount(of: site) }
    let description = try self.site(named: site)
    let width = max(1, description.elementsPerRow)
    let blocks = blocks(maximumRows: max(1, (2 << 20) / width))
    let counts = try Parallel.tryMap(blocks.count) { position in
      var count = NonFiniteCount()
      try withRows(blocks[position], of: site) { values in
        count.add(
          values, site: description, shard: place(of: site), firstRow: blocks[position].lowerBound)
      }
      return count
    }
    return counts.reduce(into: NonFiniteCount()) { $0.add($1) }
  }

  /// Throws ``ActivationStoreError/notFinite(path:site:count:)`` if an activation at the site is
  /// not finite.
  package func requireFinite(_ site: String) throws {
    let count = try nonFiniteCount(of: site)
    guard count.isZero else {
      throw ActivationStoreError.notFinite(path: path, site: site, count: count)
    }
  }

  /// What is not finite in rows that were read with ``withRows(_:of:_:)``.
  package func nonFiniteCount(
    in values: UnsafeBufferPointer<Float>, rows range: Range<Int>, of site: String
  ) throws -> NonFiniteCount {
    let description = try self.site(named: site)
    var count = NonFiniteCount()
    guard case .store(let store) = content else {
      count.add(values, site: description, shard: place(of: site), firstRow: range.lowerBound)
      return count
    }
    let width = description.elementsPerRow
    for part in store.parts(of: range) {
      let start = (part.firstRow - range.lowerBound) * width
      count.add(
        UnsafeBufferPointer(rebasing: values[start..<start + part.rows.count * width]),
        site: description, shard: store.shards[part.shard].name, firstRow: part.rows.lowerBound)
    }
    return count
  }

  /// The name of the file that holds a site.
  private func place(of site: String) -> String {
    guard case .arrays(let arrays) = content else { return path }
    return Path.name(of: arrays.array(of: site).place.path)
  }

  private func requireRows(_ range: Range<Int>, of site: String) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= rows,
      "Rows \(range) were asked of the site '\(site)', which has \(rows).")
  }
}

extension ActivationArrays {
  /// - Precondition: there is such a site.
  func array(of site: String) -> StoredArray {
    guard let found = sites.first(where: { $0.site.name == site }) else {
      preconditionFailure("The site '\(site)' is not among those that were opened.")
    }
    return found.array
  }
}

extension ActivationStore {
  /// The shards' parts of a range of rows, in order.
  func parts(of range: Range<Int>) -> [ActivationBlock] {
    var parts: [ActivationBlock] = []
    var firstRow = 0
    for (position, shard) in shards.enumerated() {
      let own = range.clamped(to: firstRow..<firstRow + shard.rows)
      if !own.isEmpty {
        parts.append(
          .init(
            shard: position, rows: own.lowerBound - firstRow..<own.upperBound - firstRow,
            firstRow: own.lowerBound))
      }
      firstRow += shard.rows
    }
    return parts
  }
}
