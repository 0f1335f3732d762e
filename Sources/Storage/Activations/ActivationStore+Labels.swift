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

  /// All activations at a site as one tensor `[n, ...rowShape]`; for stores that fit in memory.
  package func tensor(of site: String) throws -> Tensor {
    let description = try self.site(named: site)
    var elements: [Float] = []
    elements.reserveCapacity(rows * description.elementsPerRow)
    try forEachBlock(of: site) { _, values in elements.append(contentsOf: values) }
    return Tensor(shape: [rows] + description.rowShape, elements: elements)
  }
}
