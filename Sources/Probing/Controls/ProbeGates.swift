internal import LinearAlgebra
package import Statistics

/// What has to hold before a probe's result is read; a result that fails is void, with the reason.
package struct ProbeGates: Sendable, Equatable, Codable {
  /// The smallest number of levels with labels, near copies counted once.
  package var levels: Int
  /// The smallest number of levels in which each class occurs.
  package var levelsPerClass: Int

  package init(levels: Int = 100, levelsPerClass: Int = 30) {
    self.levels = levels
    self.levelsPerClass = levelsPerClass
  }

  /// The gates applied to a data set.
  package func check(_ data: ProbeData) -> [EvidenceGate] {
    let unitOfRow = data.rowLevel.map { data.units.unitOfLevel[$0] }
    let found = Set(unitOfRow).count
    var gates = [
      EvidenceGate(
        name: "levels", passed: found >= levels, detail: "\(found) of at least \(levels)")
    ]
    guard case .classes(let names, let labels) = data.target else { return gates }
    var counts = ClassCounts(classes: names.count, units: data.units.count)
    for row in labels.indices {
      counts.add(unit: unitOfRow[row], predicted: nil, actual: labels[row])
    }
    for (name, count) in zip(names, counts.unitsWithClass) {
      gates.append(
        EvidenceGate(
          name: "levels with class \(name)", passed: count >= levelsPerClass,
          detail: "\(count) of at least \(levelsPerClass)"))
    }
    return gates
  }
}
