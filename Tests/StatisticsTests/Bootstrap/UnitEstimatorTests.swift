import LinearAlgebra
import Statistics
import Testing

@Test func oneUnitHasAValueAndNoInterval() throws {
  var random = RandomStream(seed: 1)
  let sums = Matrix<Double>(rows: 1, columns: 2, elements: [3, 4])
  let found = try UnitEstimator(units: 1, using: &random).estimate(sums) {
    $0[$0.startIndex] / $0[$0.startIndex + 1]
  }
  #expect(found.value == 0.75)
  #expect(found.interval == nil && found.replicates.isEmpty)
}

@Test func severalUnitsAreBootstrapped() throws {
  let sums = Matrix<Double>(rows: 3, columns: 1, elements: [1, 2, 4])
  var (first, second) = (RandomStream(seed: 1), RandomStream(seed: 1))
  let found = try UnitEstimator(units: 3, using: &first).estimate(sums) { $0[$0.startIndex] }
  let expected = try LevelBootstrap(units: 3, using: &second).estimate(sums) { $0[$0.startIndex] }
  #expect(found == expected && found.interval != nil)
}

@Test func withoutAUnitThereIsNothingToEstimate() {
  var random = RandomStream(seed: 1)
  #expect(throws: StatisticsError.self) { try UnitEstimator(units: 0, using: &random) }
}
