package import LinearAlgebra
internal import Statistics

extension SimilarityStudy {
  /// Probe transfer between every two sets, in both directions.
  func probeTransfer(
    _ sets: [SimilaritySet], _ plan: StudyPlan, _ measures: [SimilarityMeasure],
    using random: inout RandomStream
  ) throws -> [SimilarityMatrix] {
    let (rows, neutral) = try transferRows(plan)
    let settings = self.settings
    let bootstrap = try LevelBootstrap(
      units: rows.units, replicates: settings.resamples, using: &random)
    let orders = plan.orders(settings.permutations, of: neutral, using: &random)
    let prepared = try sets.map {
      try TransferSet($0.rows, rows, penalty: settings.transferPenalty)
    }
    let count = sets.count
    let pairs = (0..<count * count).filter { $0 / count != $0 % count }
    let found = try Parallel.tryMap(pairs.count) { index -> (ProbeTransfer, [Double]) in
      let (a, b) = (prepared[pairs[index] / count], prepared[pairs[index] % count])
      let transfer = try ProbeTransfer(
        from: a, to: b, rows: rows, map: settings.transferMap,
        penalty: settings.transferPenalty, bootstrap: bootstrap)
      let permuted = try orders.map { order in
        RegressionSums.rSquared(
          try ProbeTransfer.sums(
            from: a, to: b, rows: rows, neutral: rows.neutral.map { order[$0] },
            map: settings.transferMap, penalty: settings.transferPenalty
          ).columnTotals()[...])
      }
      return (transfer, permuted)
    }
    return measures.map { measure in
      var entries = [SimilarityEntry?](repeating: nil, count: count * count)
      for (place, (transfer, permuted)) in zip(pairs, found) {
        entries[place] = Self.entry(measure, transfer, permuted)
      }
      return SimilarityMatrix(
        measure: measure, names: sets.map(\.name), untrained: sets.map(\.isUntrained),
        entries: entries,
        ceilings: prepared.map {
          let own = RegressionSums.rSquared($0.sums.columnTotals()[...])
          return measure == .probeTransferShare ? 1 : own.isFinite ? own : nil
        })
    }
  }

  /// How much of each set's own probe is left where the set is mapped onto itself by ridge regression on
  /// its neutral rows, as a share: 1 where these move everything that the probe reads, and 0 where they
  /// move none of it, so that no map made of them could carry it to another set.
  ///
  /// - Throws: as ``measure(_:using:)``.
  package func transferToItself(
    _ sets: [SimilaritySet], using random: inout RandomStream
  ) throws -> [ProbeTransfer] {
    guard let first = sets.first else { throw SimilarityError.tooFewSets(0) }
    let plan = try StudyPlan(self, rows: first.rows.rows)
    let (rows, _) = try transferRows(plan)
    let bootstrap = try LevelBootstrap(
      units: rows.units, replicates: settings.resamples, using: &random)
    let settings = self.settings
    return try Parallel.tryMap(sets.count) { index in
      let set = try TransferSet(sets[index].rows, rows, penalty: settings.transferPenalty)
      return try ProbeTransfer(
        from: set, to: set, rows: rows, map: .ridge, penalty: settings.transferPenalty,
        bootstrap: bootstrap)
    }
  }

  private static func entry(
    _ measure: SimilarityMeasure, _ transfer: ProbeTransfer, _ permuted: [Double]
  ) -> SimilarityEntry {
    let estimate = measure == .probeTransfer ? transfer.transferred : transfer.share
    let scale = measure == .probeTransfer ? 1 : transfer.own.value
    guard estimate.value.isFinite else {
      return SimilarityEntry(
        value: nil, interval: nil, floor: nil,
        notes: [.refused("the second set's own probe explains nothing")])
    }
    return SimilarityEntry(
      value: estimate.value, interval: estimate.interval,
      floor: SimilarityFloor(
        estimate.value, permuted: permuted.map { $0 / scale }, isDistance: false),
      notes: [])
  }

  private func transferRows(_ plan: StudyPlan) throws -> (TransferRows, neutral: [Bool]) {
    let title = SimilarityMeasure.probeTransfer.title
    guard let labels else {
      throw SimilarityError.missing(what: "labels and neutral rows", measure: title)
    }
    for (what, count) in [
      ("rows of targets", labels.targets.rows), ("marks of labelled rows", labels.labelled.count),
      ("marks of neutral rows", labels.neutral.count),
    ] where count != plan.rows {
      throw SimilarityError.lengthMismatch(what: what, expected: plan.rows, found: count)
    }
    var (fitted, reported, units) = ([Int](), [Int](), [Int]())
    var reportUnits = 0
    for unit in plan.present {
      let rows = plan.rowsOfUnit[unit]
      let marked = rows.filter { labels.labelled[$0] }
      if !marked.isEmpty, rows.contains(where: { labels.neutral[$0] }) {
        throw SimilarityError.neutralLevelIsLabelled(
          level: plan.units.levels[plan.units.levelsOfUnit[unit][0]].id)
      }
      guard !marked.isEmpty else { continue }
      if Folds.selectionFolds.contains(plan.folds.foldOfUnit[unit]) {
        fitted += marked
      } else {
        reported += marked
        units += [Int](repeating: reportUnits, count: marked.count)
        reportUnits += 1
      }
    }
    let neutral = labels.neutral.indices.filter { labels.neutral[$0] }
    for (what, found) in [("fit", fitted.count), ("report", reported.count)] where found < 2 {
      throw SimilarityError.missing(
        what: "labelled rows in the folds to \(what) on", measure: title)
    }
    guard neutral.count >= 2 else {
      throw SimilarityError.missing(what: "neutral rows", measure: title)
    }
    try requireFinite(labels.targets, rows: fitted + reported)
    return (
      TransferRows(
        targets: labels.targets, neutral: neutral, fitted: fitted, reported: reported,
        unitOfReported: units, units: reportUnits), labels.neutral
    )
  }

  private func requireFinite(_ targets: Matrix<Double>, rows: [Int]) throws {
    let bad = rows.flatMap { row in
      (0..<targets.columns).filter { !targets[row, $0].isFinite }.map { (row, $0) }
    }
    guard let first = bad.first else { return }
    throw SimilarityError.notFinite(
      set: "of labels", count: bad.count, row: first.0, column: first.1)
  }
}
