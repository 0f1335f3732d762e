package import LinearAlgebra
package import Statistics

/// How long the labels of one concept are given activations, and given also what the activations say of
/// another concept.
///
/// Labels are sent by the ``OnlineCode``. For the conditional length what a ridge regression reads of the
/// other concept, yes or no, stands beside the activations as one more column, ten times as wide as they
/// are on average, so that it is used from the first blocks on: what is saved is what the two have in
/// common, which need not be learnt again. The regression is fitted on selection levels, and all labels
/// that are sent are of report levels.
///
/// Source: Voita and Titov (2020) for the code; the conditional one is the difference that Hubinger et
/// al. (2019, section 4.2) ask about: how much longer is a goal that is described by itself than one
/// that points to what is known already?
package struct ConditionalCode: Sendable {
  /// Bits a label, with intervals over levels.
  package let alone: [BootstrapEstimate]
  /// Of each concept, given the read-out of the other.
  package let given: [BootstrapEstimate]
  /// How much shorter it is for it.
  package let saved: [BootstrapEstimate]
  /// What the other's read-outs save where they are exchanged among levels; negative where they cost.
  package let savedByChance: [Double]
  /// With labels exchanged among levels: what cannot be read has this length.
  package let unread: [Double]
  package let levels: Int

  /// How much wider the column of read-outs is than the activations.
  private static let width: Float = 10

  /// - Parameters:
  ///   - features: `[rows, p]`.
  ///   - concepts: two, of two classes each, with labels at the same cells.
  /// - Throws: ``ProbingError`` as the code and the fits do.
  package init(
    _ features: Matrix<Float>, _ concepts: [ProbeData], code: OnlineCode = OnlineCode(),
    replicates: Int = 1000, random: RandomStream
  ) throws {
    precondition(concepts.count == 2, "A code is conditional on one other concept.")
    let data = concepts[0]
    let report = Set(data.folds.report)
    let keeps = (0..<data.rows).map { report.contains(data.units.unitOfLevel[data.rowLevel[$0]]) }
    let rows = keeps.indices.filter { keeps[$0] }
    let own = features.selectingRows(rows)
    guard let scale = FeatureScale.constant(own) else {
      throw ProbingError.constantFeatures(columns: features.columns)
    }
    let sent = try concepts.map { try $0.keeping(keeps) }
    let columns = try concepts.map { concept -> [Float] in
      let read = try RidgeProbe().fit(features, concept).predictClasses(features)
      let values = rows.map { Double(read[$0] ?? 0) }
      let (mean, spread) = (Sample.mean(values), Sample.standardDeviation(values))
      let factor = spread > 1e-12 ? 1 / spread : 0
      return values.map { Float(($0 - mean) * factor) * Self.width / Float(scale) }
    }
    func beside(_ column: [Float]) -> Matrix<Float> {
      var elements: [Float] = []
      elements.reserveCapacity(own.elements.count + column.count)
      for row in 0..<own.rows {
        elements.append(contentsOf: own.row(row))
        elements.append(column[row])
      }
      return Matrix(rows: own.rows, columns: own.columns + 1, elements: elements)
    }
    // The same orders for all, so that differences are of the same messages.
    func bits(_ features: Matrix<Float>, _ data: ProbeData) throws -> [Double] {
      var drawing = random.split("orders")
      return try code.measure(features, data, scale: scale, using: &drawing).rowBits
    }
    let clusters = ClusterIndex(rows.map { data.units.unitOfLevel[data.rowLevel[$0]] })
    var drawing = random.split("bootstrap")
    let bootstrap = try LevelBootstrap(
      units: clusters.count, replicates: replicates, using: &drawing)
    func estimate(_ bits: [Double]) -> BootstrapEstimate {
      var sums = Matrix<Double>(rows: clusters.count, columns: 2)
      for (row, value) in bits.enumerated() {
        sums[clusters.places[row], 0] += value
        sums[clusters.places[row], 1] += 1
      }
      return bootstrap.estimate(sums) { $0[$0.startIndex] / $0[$0.startIndex + 1] }
    }
    // Whole levels change places; a level's own rows stay in order.
    func exchanged<Value>(_ values: [Value], _ name: String) -> [Value] {
      var shuffling = random.split(name)
      let members = (0..<clusters.count).map { cluster in
        rows.indices.filter { clusters.places[$0] == cluster }
      }
      let order = shuffling.permutation(members.count)
      var result = values
      for (place, cluster) in members.enumerated() {
        let source = members[order[place]]
        for (index, row) in cluster.enumerated() where !source.isEmpty {
          result[row] = values[source[index % source.count]]
        }
      }
      return result
    }
    let lengths = try sent.map { try bits(own, $0) }
    let conditional = try sent.indices.map { try bits(beside(columns[1 - $0]), sent[$0]) }
    let chance = try sent.indices.map { index in
      try bits(beside(exchanged(columns[1 - index], "exchange \(index)")), sent[index])
    }
    alone = lengths.map(estimate)
    given = conditional.map(estimate)
    saved = sent.indices.map { estimate(zip(lengths[$0], conditional[$0]).map { $0 - $1 }) }
    savedByChance = sent.indices.map {
      Sample.mean(zip(lengths[$0], chance[$0]).map { $0 - $1 })
    }
    unread = try sent.indices.map { index in
      guard case .classes(let names, let labels) = sent[index].target else {
        throw ProbingError.needsClasses(probe: "conditional code")
      }
      return Sample.mean(
        try bits(
          own,
          sent[index].relabelled(
            .classes(names: names, labels: exchanged(labels, "labels \(index)")))))
    }
    levels = clusters.count
  }
}
