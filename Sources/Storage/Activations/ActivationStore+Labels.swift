package import LinearAlgebra

// What is known of the rows, read whole: a few bytes a row.
extension ActivationStore {
  /// Which rows belong together, one number a row.
  ///
  /// Throws ``ActivationStoreError/noGroups(path:)`` if that is not known.
  package func groups() throws -> [UInt64] {
    guard hasGroups else { throw ActivationStoreError.noGroups(path: path) }
    return try shards.flatMap { try $0.file.identifiers(named: ActivationShard.groups) }
  }

  /// The shape of a row of labels; empty for one label a row.
  package func labelShape(_ name: String) throws(ActivationStoreError) -> [Int] {
    guard let shape = shards.first?.labels.first(where: { $0.name == name })?.rowShape else {
      throw .noSuchLabels(path: path, labels: name, names: labelNames)
    }
    return shape
  }

  /// All labels of a name in double precision, row-major.
  package func labels(_ name: String) throws -> [Double] {
    _ = try labelShape(name)
    let tensor = ActivationShard.tensorName(ofLabels: name)
    return try shards.flatMap { try $0.file.doubles(named: tensor) }
  }

  /// All labels of a name as whole numbers, row-major.
  ///
  /// Throws ``SafetensorsError/notWholeNumbers(path:tensor:type:)`` if they are none.
  package func integerLabels(_ name: String) throws -> [Int] {
    _ = try labelShape(name)
    let tensor = ActivationShard.tensorName(ofLabels: name)
    return try shards.flatMap { try $0.file.integers(named: tensor) }
  }

  /// What the network was given, `[n, q]` or `[n, row, column, plane]`; nil where it is not there.
  package func observation() throws -> Tensor? {
    guard let observationShape else { return nil }
    let elements = try shards.flatMap {
      try $0.file.doubles(named: ActivationShard.observation).map { Float($0) }
    }
    return Tensor(shape: [rows] + observationShape, elements: elements)
  }

  /// Which ticks a site's axis of ticks holds, in its order: those that the metadata
  /// `ticks/<site>` list, or counted from 0 where there is no such list; nil for a site without
  /// such an axis.
  ///
  /// Throws ``ActivationStoreError/manifestField(path:field:problem:)`` for a list that does not
  /// fit the axis.
  package func tickNumbers(of site: ActivationSite) throws(ActivationStoreError) -> [Int]? {
    guard let count = site.ticks else { return nil }
    guard let list = listedTicks(of: site) else { return Array(0..<count) }
    let ticks = list.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0.filter { !$0.isWhitespace })
    }
    let numbers = ticks.compactMap { $0 }
    guard numbers.count == ticks.count, numbers.count == count, Set(numbers).count == count,
      numbers.allSatisfy({ $0 >= 0 })
    else {
      throw .manifestField(
        path: Path.join(path, ActivationManifest.fileName), field: "metadata/ticks/\(site.name)",
        problem: "is '\(list)', and the site has \(count) different ticks")
    }
    return numbers
  }

  /// What the writer noted of the ticks of a site.
  func listedTicks(of site: ActivationSite) -> String? { metadata["ticks/\(site.name)"] }

  /// All activations at a site as one tensor `[n, ...rowShape]`; for stores that fit in memory.
  package func tensor(of site: String) throws -> Tensor {
    let description = try self.site(named: site)
    var elements: [Float] = []
    elements.reserveCapacity(rows * description.elementsPerRow)
    try forEachBlock(of: site) { _, values in elements.append(contentsOf: values) }
    return Tensor(shape: [rows] + description.rowShape, elements: elements)
  }
}
