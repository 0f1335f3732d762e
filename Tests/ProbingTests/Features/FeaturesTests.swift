import LinearAlgebra
import Probing
import Statistics
import Testing

@Suite struct FeaturesTests {
  /// Two levels of 3 x 4 squares with two channels; channel 0 counts, channel 1 is its negative.
  static let maps = Tensor(
    shape: [2, 3, 4, 2], elements: (0..<24).flatMap { [Float($0 + 1), -Float($0 + 1)] })

  static func data(labelled: Set<Int>) throws -> ProbeData {
    try ProbeData(
      levels: [LevelKey(id: "a", digest: 1), LevelKey(id: "b", digest: 2)], cells: 12,
      values: (0..<24).map { labelled.contains($0) ? Double($0) : nil })
  }

  @Test func aSingleSquareIsItsChannels() throws {
    let rows = try LocalFeatures.gather(Self.maps, .single, for: Self.data(labelled: [0, 5, 23]))
    #expect(rows.rows == 3)
    #expect(Array(rows.row(1)) == [6, -6])
    #expect(Array(rows.row(2)) == [24, -24])
  }

  @Test func aNeighbourhoodIsPaddedWithZeros() throws {
    let rows = try LocalFeatures.gather(
      Self.maps, .threeByThree, for: Self.data(labelled: [5, 12]))
    #expect(rows.columns == 18)
    let counts = stride(from: 0, to: 18, by: 2)
    #expect(counts.map { rows[0, $0] } == [1, 2, 3, 5, 6, 7, 9, 10, 11])
    // The first square of the second level: nothing of the first level leaks in.
    #expect(counts.map { rows[1, $0] } == [0, 0, 0, 0, 13, 14, 0, 17, 18])
  }

  @Test func aWidePatchHoldsTheWholeMap() throws {
    let data = try Self.data(labelled: [0, 7, 11, 12])
    let rows = try ObservationBaseline.columns(Self.maps, radius: 3, for: data)
    let first = Set(rows.row(0))
    for value in 1...12 { #expect(first.contains(Float(value))) }
    #expect(!first.contains(13))
  }

  @Test func constantColumnsAreLeftOutAndExtraOnesKept() throws {
    let data = try Self.data(labelled: [0, 1, 2])
    let extra = Matrix<Float>(rows: 3, columns: 2, elements: [7, 1, 7, 2, 7, 3])
    let rows = try ObservationBaseline.columns(Self.maps, radius: 0, extra: extra, for: data)
    #expect(rows.columns == 3)
    #expect(rows.column(2) == [1, 2, 3])
    #expect(throws: ProbingError.sizeMismatch(what: "rows of extra columns", expected: 3, found: 1))
    {
      try ObservationBaseline.columns(
        Self.maps, radius: 0, extra: Matrix(rows: 1, columns: 1), for: data)
    }
  }

  @Test func mapsOfAnotherShapeAreRefused() throws {
    let data = try Self.data(labelled: [0])
    #expect(throws: ProbingError.self) {
      try LocalFeatures.gather(Tensor(shape: [2, 3, 3, 2]), .single, for: data)
    }
    #expect(throws: ProbingError.self) {
      try LocalFeatures.gather(Tensor(shape: [1, 3, 4, 2]), .single, for: data)
    }
  }

  @Test func randomFeaturesSeeWhatALinearReaderDoesNot() throws {
    var planted = Planted(levels: 200, cells: 8, density: 1, seed: 51)
    let maps = (0..<3).map { _ in
      planted.noise(within: 0).map { $0 > 0 ? 1.0 : 0 }
    }
    let values = maps[0].indices.map { maps[0][$0] == maps[1][$0] ? 1.0 : 0 }
    let data = try planted.data(values)
    let rows = planted.rows(maps)
    let rectified = RandomFeatures.rectified(rows, count: 64, using: &planted.random)
    #expect(try RidgeProbe().fit(rows, data).score(.rSquared) < 0.05)
    #expect(try RidgeProbe().fit(rectified, data).score(.rSquared) > 0.95)
  }
}
