import LinearAlgebra
import Probing
import Statistics
import Testing

@Suite struct RidgeProbeTests {
  @Test func explainedVarianceIsThatOfThePopulation() throws {
    // y = x'b + e with known covariance: R2 = b'Sb / (b'Sb + s^2).
    var scores: [Double] = []
    for seed in 0..<20 {
      var planted = Planted(levels: 150, cells: 12, density: 1, seed: 400 + UInt64(seed))
      let maps = (0..<4).map { _ in planted.noise(within: 0.2) }
      let weights = [0.6, -0.4, 0.3, 0.1]
      let values = (0..<150 * 12).map { cell in
        weights.indices.reduce(0.8 * planted.random.normal()) {
          $0 + weights[$1] * maps[$1][cell]
        }
      }
      let probe = try RidgeProbe().fit(planted.rows(maps), planted.data(values))
      scores.append(probe.score(.rSquared))
    }
    let signal = 0.36 + 0.16 + 0.09 + 0.01
    let expected = signal / (signal + 0.64)
    let error = Sample.standardDeviation(scores) / Double(scores.count).squareRoot()
    #expect(abs(Sample.mean(scores) - expected) < 3 * error)
    #expect(error < 0.02)
  }

  @Test func aPlantedClassIsReadAndRandomLabelsAreNot() throws {
    var planted = Planted(levels: 120, cells: 16, seed: 41)
    let labels = (0..<120 * 16).map { _ in planted.random.below(4) }
    let maps = (0..<4).map { label in
      labels.map { ($0 == label ? 1.0 : 0) + 0.2 * planted.random.normal() }
    }
    let names = ["up", "down", "left", "right"]
    let probe = try RidgeProbe().fit(
      planted.rows(maps), planted.data(classes: names, labels))
    #expect(probe.score(.macroF1) > 0.99)
    #expect(probe.score(.balancedAccuracy) > 0.99)
    let other = (0..<120 * 16).map { _ in planted.random.below(4) }
    let blind = try RidgeProbe().fit(
      planted.rows(maps), planted.data(classes: names, other))
    #expect(abs(blind.score(.balancedAccuracy) - 0.25) < 0.05)
    let decided = probe.predictClasses(planted.rows(maps)).count { $0 != nil }
    #expect(decided == planted.mask.count { $0 })
  }

  @Test func scaleAndShiftOfTheFeaturesChangeNothing() throws {
    var planted = Planted(levels: 60, cells: 9, seed: 42)
    let maps = (0..<3).map { _ in planted.noise(within: 0.3) }
    let values = maps[0].map { $0 + planted.random.normal() }
    let data = try planted.data(values)
    let plain = try RidgeProbe().fit(planted.rows(maps), data)
    let moved = try RidgeProbe().fit(
      planted.rows(maps.map { $0.map { 1024 * $0 + 4096 } }), data)
    #expect(abs(plain.score(.rSquared) - moved.score(.rSquared)) < 1e-5)
  }

  @Test func aRareClassNeedsTheMidpoint() throws {
    // One cell in 36 is the door; its code is noisy.
    var planted = Planted(levels: 150, cells: 36, density: 1, seed: 43)
    var labels: [Int] = []
    for _ in 0..<150 {
      let door = planted.random.below(36)
      labels += (0..<36).map { $0 == door ? 1 : 0 }
    }
    let map = labels.map { Double($0) + 0.2 * planted.random.normal() }
    let data = try planted.data(classes: ["no door", "door"], labels)
    let bare = try RidgeProbe().fit(planted.rows([map]), data)
    let middle = try RidgeProbe(decision: .midpoint).fit(planted.rows([map]), data)
    #expect(middle.score(.macroF1) > 0.9)
    #expect(bare.score(.macroF1) < 0.7)
    #expect(bare.score(.balancedAccuracy) > 0.7)
  }

  @Test func badInputsAreNamed() throws {
    var planted = Planted(levels: 40, cells: 4, density: 1, seed: 44)
    let values = planted.noise(within: 0)
    let data = try planted.data(values)
    var features = planted.features(2, within: 0)
    #expect(throws: ProbingError.sizeMismatch(what: "rows of features", expected: 160, found: 3)) {
      try RidgeProbe().fit(Matrix(rows: 3, columns: 2), data)
    }
    #expect(throws: ProbingError.constantFeatures(columns: 2)) {
      try RidgeProbe().fit(Matrix(rows: 160, columns: 2, repeating: 3), data)
    }
    #expect(throws: ProbingError.constantTarget(value: 2)) {
      try RidgeProbe().fit(features, planted.data([Double](repeating: 2, count: 160)))
    }
    #expect(throws: ProbingError.oneClass(name: "wall")) {
      try RidgeProbe().fit(
        features, planted.data(classes: ["free", "wall"], [Int](repeating: 1, count: 160)))
    }
    features[13, 1] = .nan
    features[14, 0] = .infinity
    let error = ProbingError.notFinite(
      what: "features", count: 2, level: "level 3", cell: 1, column: 1)
    #expect(throws: error) { try RidgeProbe().fit(features, data) }
    #expect("\(error)".contains("level 3, cell 1, column 1"))
  }

  @Test func moreFeaturesThanRowsIsSaid() throws {
    var planted = Planted(levels: 12, cells: 2, density: 1, seed: 45)
    let values = planted.noise(within: 0)
    let probe = try RidgeProbe().fit(planted.features(50, within: 0), planted.data(values))
    #expect(
      probe.notes.contains {
        if case .fewerRowsThanFeatures(_, 50) = $0 { true } else { false }
      })
    #expect(probe.score(.rSquared).isFinite)
  }
}
