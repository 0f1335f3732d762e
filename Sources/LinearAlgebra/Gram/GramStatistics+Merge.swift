extension GramStatistics {
  /// The statistics of both sets of rows together.
  ///
  /// `M2 = M2a + M2b + delta delta' na nb / (na + nb)`. Source: Chan, Golub, LeVeque, *Updating
  /// formulae and a pairwise algorithm for computing sample variances* (1979).
  ///
  /// - Throws: ``GramError/descriptorMismatch(fact:first:second:)``.
  package func merged(with other: GramStatistics) throws -> GramStatistics {
    try descriptor.requireEqual(other.descriptor)
    if other.count == 0 { return self }
    if count == 0 { return other }
    let total = Double(count + other.count)
    let share = Double(other.count) / total
    let factor = Double(count) * share
    let columns = descriptor.columns
    var delta = [Double](repeating: 0, count: columns)
    var offset = offset
    for column in 0..<columns {
      delta[column] = other.offset[column] - self.offset[column]
      offset[column] += share * delta[column]
    }
    var sum = scatter
    sum.elements.withUnsafeMutableBufferPointer { sum in
      other.scatter.elements.withUnsafeBufferPointer { second in
        for row in 0..<columns {
          for column in 0...row {
            let index = row * columns + column
            sum[index] += second[index] + (delta[row] * delta[column]) * factor
            sum[column * columns + row] = sum[index]
          }
        }
      }
    }
    return GramStatistics(
      descriptor: descriptor, count: count + other.count, offset: offset, scatter: sum)
  }

  /// The statistics of all shards together, by a pairwise tree in the order given.
  ///
  /// Give the shards in the order of their ids: the result is then the same to the last bit.
  ///
  /// - Throws: ``GramError`` when there is no shard or two do not belong together.
  package static func merging(_ shards: [GramStatistics]) throws -> GramStatistics {
    var layer = shards
    while layer.count > 1 {
      var next: [GramStatistics] = []
      next.reserveCapacity((layer.count + 1) / 2)
      for index in stride(from: 0, to: layer.count, by: 2) {
        next.append(
          index + 1 < layer.count ? try layer[index].merged(with: layer[index + 1]) : layer[index])
      }
      layer = next
    }
    guard let result = layer.first else { throw GramError.nothingToMerge }
    return result
  }
}

extension GramDescriptor {
  func requireEqual(_ other: GramDescriptor) throws {
    if reference != other.reference {
      throw GramError.descriptorMismatch(
        fact: "reference point", first: Self.summary(reference),
        second: Self.summary(other.reference))
    }
    for (fact, first, second) in [
      ("site", site, other.site), ("checkpoint", checkpoint, other.checkpoint),
      ("label definition", labelDefinition, other.labelDefinition),
    ] where first != second {
      throw GramError.descriptorMismatch(fact: fact, first: first, second: second)
    }
  }

  private static func summary(_ point: [Double]) -> String {
    "[\(point.prefix(3).map { "\($0)" }.joined(separator: ", "))\(point.count > 3 ? ", ..." : "")]"
  }
}
