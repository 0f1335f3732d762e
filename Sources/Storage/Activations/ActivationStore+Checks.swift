internal import LinearAlgebra

// Checks that read everything.
extension ActivationStore {
  /// Counts the activations at a site that are not finite and finds the first; blocks are taken
  /// by all threads.
  package func nonFiniteCount(of site: String) throws -> NonFiniteCount {
    let description = try self.site(named: site)
    let blocks = try blocks(of: site, maximumBytes: 8 << 20)
    let counts = try Parallel.tryMap(blocks.count) { position in
      let block = blocks[position]
      var count = NonFiniteCount()
      try withRows(block, of: site) { values in
        count.add(
          values, site: description, shard: shards[block.shard].name,
          firstRow: block.rows.lowerBound)
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

  /// One SHA-256 for the whole content: that of the shards' own in their order, one a line.
  ///
  /// Digests that the manifest gives are believed; ``verify()`` checks them.
  package func digest() throws -> String {
    let digests = Parallel.map(shards.count) { position in
      shards[position].digest ?? shards[position].file.digest()
    }
    return SHA256.hexadecimal(of: digests.joined(separator: "\n"))
  }

  /// Makes sure that every shard has the digest that the manifest gives for it.
  package func verify() throws {
    let digests = Parallel.map(shards.count) { position in shards[position].file.digest() }
    for (shard, found) in zip(shards, digests) {
      guard let expected = shard.digest, expected != found else { continue }
      throw ActivationStoreError.shardChanged(
        path: path, shard: shard.name, what: "its digest", found: found, expected: expected)
    }
  }
}
