import Probing
import Statistics
import Testing

@Suite struct ProbeDataTests {
  static let levels = [
    LevelKey(id: "a", digest: 1), LevelKey(id: "b", digest: 2), LevelKey(id: "c", digest: 1),
  ]

  @Test func rowsAreTheLabelledCellsInOrder() throws {
    let data = try ProbeData(
      levels: Self.levels, cells: 2, labels: [0, nil, nil, 1, 1, 0], classes: ["x", "y"])
    #expect(data.rowLevel == [0, 1, 2, 2])
    #expect(data.rowCell == [0, 1, 0, 1])
    #expect(data.target == .classes(names: ["x", "y"], labels: [0, 1, 1, 0]))
    #expect(data.units.count == 2)
    #expect(data.target.defaultMetric == .macroF1)
  }

  @Test func badLabelsAreNamed() {
    #expect(throws: ProbingError.sizeMismatch(what: "labels", expected: 6, found: 2)) {
      try ProbeData(levels: Self.levels, cells: 2, labels: [0, 1], classes: ["x", "y"])
    }
    #expect(throws: ProbingError.unknownClass(label: 5, classes: 2, level: "b", cell: 1)) {
      try ProbeData(
        levels: Self.levels, cells: 2, labels: [0, 1, 0, 5, 1, 1], classes: ["x", "y"])
    }
    #expect(throws: ProbingError.nothingLabelled) {
      try ProbeData(levels: Self.levels, cells: 1, values: [nil, nil, nil])
    }
    #expect(
      throws: ProbingError.notFinite(what: "labels", count: 1, level: "c", cell: 0, column: 0)
    ) {
      try ProbeData(levels: Self.levels, cells: 1, values: [1, 2, .nan])
    }
    #expect(throws: StatisticsError.duplicateLevel(id: "a")) {
      try ProbeData(
        levels: Self.levels + [LevelKey(id: "a", digest: 9)], cells: 1, values: [1, 2, 3, 4])
    }
  }
}
