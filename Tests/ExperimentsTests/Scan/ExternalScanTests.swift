import Experiments
import LinearAlgebra
import Probing
import Statistics
import Storage
import TestSupport
import Testing

/// Files of planted activations.
private struct PlantedFiles {
  let scratch: ScratchFolder
  let planted: PlantedActivations

  init(groups: Int = 200) throws {
    scratch = try ScratchFolder()
    planted = PlantedActivations(groups: groups)
    let rows = planted.rows
    func stored(_ sites: [(name: String, tensor: Tensor)]) -> [StoredTensor] {
      sites.map { StoredTensor(name: $0.name, tensor: $0.tensor) }
    }
    try SafetensorsWriter.write(
      stored(planted.trained) + [
        StoredTensor(name: "groups", shape: [rows], integers: planted.groups),
        StoredTensor(name: "labels/class", shape: [rows], integers: planted.labels),
        StoredTensor(
          name: "labels/amount", shape: [rows], doubles: planted.labels.map { Double($0) }),
      ], to: scratch.file("acts.safetensors"))
    try SafetensorsWriter.write(
      stored(planted.untrained), to: scratch.file("step0.safetensors"))
    try SafetensorsWriter.write(
      [StoredTensor(name: "seen", tensor: planted.observation)],
      to: scratch.file("observation.safetensors"))
  }

  func data(
    labels: [String] = ["class"], observation: Bool = true, untrained: Bool = true
  ) throws -> ExternalData {
    try ExternalData(
      activations: scratch.file("acts.safetensors"), labels: labels, groups: nil,
      observation: observation ? scratch.file("observation.safetensors") : nil,
      untrained: untrained ? [scratch.file("step0.safetensors")] : [])
  }
}

@Suite struct ExternalScanTests {
  private var settings: ExternalSettings {
    var settings = ExternalSettings()
    settings.increments.permutations = 199
    settings.increments.replicates = 400
    settings.randomFeatures = 64
    return settings
  }

  private func cell(_ scan: ProbeScan, _ site: String, _ tick: Int?) throws -> ProbeScan.Cell {
    try #require(
      scan.cells.first {
        scan.places[$0.place].site == site && scan.places[$0.place].tick == tick
      })
  }

  @Test func theLabelIsFoundWhereItStandsAndNowhereElse() throws {
    let scan = try PlantedFiles().data().scan(settings)
    #expect(scan.cells.count == 3)
    let planted = try cell(scan, "late", 1)
    #expect(scan.status(of: planted) == .supports)
    #expect(planted.entry.result.increment.value > 0.15)
    for (site, tick) in [("early", nil), ("late", 0)] as [(String, Int?)] {
      let other = try cell(scan, site, tick)
      #expect(scan.status(of: other) != .supports)
      #expect(abs(other.entry.result.increment.value) < 0.05)
    }
  }

  @Test func withoutAnObservationNothingIsSupported() throws {
    let scan = try PlantedFiles().data(observation: false).scan(settings)
    let planted = try cell(scan, "late", 1)
    // The numbers are the same kind of evidence; what they are evidence for is not.
    #expect(planted.entry.status == .supports)
    #expect(scan.status(of: planted).reason?.contains("no observation") == true)
  }

  @Test func withoutUntrainedNetworksNothingIsSupported() throws {
    let scan = try PlantedFiles().data(untrained: false).scan(settings)
    #expect(
      scan.status(of: try cell(scan, "late", 1)).reason?.contains("untrained") == true)
  }

  @Test func amountsAndClassesAreReadSideBySide() throws {
    let scan = try PlantedFiles().data(labels: ["class", "amount"]).scan(settings)
    #expect(scan.cells.count == 6)
    let metrics = scan.concepts.map(\.scan.metric)
    #expect(metrics == [.macroF1, .rSquared])
    #expect(scan.summary.table.rows.count == 6)
    #expect(try scan.summary.table.column("status").filter { $0 == "supports" }.count == 2)
  }

  @Test func anEntryOfEachCellIsInTheTableWithItsNull() throws {
    let scan = try PlantedFiles().data().scan(settings)
    let table = scan.summary.table
    #expect(try table.column("null_draws") == ["199", "199", "199"])
    #expect(try table.column("p_adjusted").allSatisfy { Double($0) ?? 0 >= 1 / 200 })
    #expect(try table.column("tick") == ["", "0", "1"])
  }

  @Test func sameSeedSameNumbersOnAnyNumberOfThreads() throws {
    let files = try PlantedFiles(groups: 60)
    let tables = try ThreadCounts.oneTwoThree { try files.data().scan(settings).summary.table }
    #expect(tables[0] == tables[1] && tables[1] == tables[2])
  }

  @Test func streamingFindsTheSameAsReadingWhole() throws {
    let data = try PlantedFiles().data(labels: ["class", "amount"])
    var plain = settings
    plain.randomFeatures = 0
    let whole = try data.scan(plain).summary
    let streamed = try data.streamedScan(plain)
    #expect(whole.cells.count == 6 && streamed.cells.count == 6)
    for (first, second) in zip(whole.cells, streamed.cells) {
      #expect(first.concept == second.concept && first.place == second.place)
      // Penalties are chosen another way, so that scores agree and are not the same.
      #expect(abs(first.score.value - second.score.value) < 0.02)
      #expect(abs(first.increment.value - second.increment.value) < 0.02)
      // A pass over the data has fewer controls, and says so.
      #expect(
        (first.status == .supports)
          == (second.status.reason?.contains("stands above all controls") ?? false))
    }
    #expect(whole.cells.count { $0.status == .supports } == 2)
  }

  /// Maps whose labels follow from the square alone, and activations that hold nothing else.
  @Test func whatOnlyThePositionTellsIsNotSupported() throws {
    let scratch = try ScratchFolder()
    var random = RandomStream(seed: 5)
    let (levels, squares) = (150, 36)
    let shares = (0..<squares).map { _ in random.uniform() }
    let labels = (0..<levels * squares).map { random.uniform() < shares[$0 % squares] ? 1 : 0 }
    let planted = (0..<levels * squares).map { row in
      [Float(shares[row % squares]), Float(random.normal())]
    }
    try SafetensorsWriter.write(
      [
        StoredTensor(
          name: "core", tensor: Tensor(shape: [levels, 6, 6, 2], elements: planted.flatMap { $0 })),
        StoredTensor(name: "groups", shape: [levels], integers: Array(0..<levels)),
        StoredTensor(name: "labels/class", shape: [levels, 6, 6], integers: labels),
      ], to: scratch.file("acts.safetensors"))
    let noise = Tensor(
      shape: [levels, 6, 6, 2],
      elements: (0..<levels * squares * 2).map { _ in Float(random.normal()) })
    try SafetensorsWriter.write(
      [(name: "core", tensor: noise)], to: scratch.file("step0.safetensors"))
    try SafetensorsWriter.write(
      [(name: "seen", tensor: noise)], to: scratch.file("seen.safetensors"))
    let data = try ExternalData(
      activations: scratch.file("acts.safetensors"), labels: ["class"], groups: nil,
      observation: scratch.file("seen.safetensors"),
      untrained: [scratch.file("step0.safetensors")])
    var local = settings
    local.radius = 0
    let cell = try #require(try data.scan(local).summary.cells.first)
    #expect(cell.status != .supports)
    #expect(abs(cell.increment.value) < 0.05)
  }

  @Test func rowsOfAGroupAreOneUnit() throws {
    let data = try PlantedFiles(groups: 60).data()
    #expect(data.groupCount == 60)
    #expect(data.concepts[0].data.levels.count == 240)
  }

  @Test func untrainedActivationsHaveToFit() throws {
    let files = try PlantedFiles(groups: 60)
    let path = files.scratch.file("short.safetensors")
    try SafetensorsWriter.write(
      [(name: "early", tensor: Tensor(shape: [3, 8]))], to: path)
    #expect {
      try ExternalData(
        activations: files.scratch.file("acts.safetensors"), labels: ["class"], groups: nil,
        observation: nil, untrained: [path])
    } throws: { error in
      "\(error)".contains(path) && "\(error)".contains("3") && "\(error)".contains("240")
    }
  }

  @Test func labelsOfTheWrongLengthAreRefusedWithBothLengths() throws {
    let files = try PlantedFiles(groups: 60)
    let path = files.scratch.file("labels.safetensors")
    try SafetensorsWriter.write(
      [StoredTensor(name: "class", shape: [3], integers: [0, 1, 2])], to: path)
    #expect(
      throws: ExternalError.wrongRows(
        option: "--labels", name: "labels", found: 3, rows: 240,
        path: files.scratch.file("acts.safetensors"))
    ) {
      try ExternalData(
        activations: files.scratch.file("acts.safetensors"), labels: [path], groups: nil,
        observation: nil, untrained: [])
    }
  }

  @Test func withoutGroupsNothingIsInferred() throws {
    let scratch = try ScratchFolder()
    let path = scratch.file("bare.safetensors")
    try SafetensorsWriter.write(
      [
        StoredTensor(name: "core", tensor: Tensor(shape: [6, 2])),
        StoredTensor(name: "labels/class", shape: [6], integers: [0, 1, 0, 1, 0, 1]),
      ], to: path)
    #expect(throws: ExternalError.noGroups(path: path)) {
      try ExternalData(
        activations: path, labels: ["class"], groups: nil, observation: nil, untrained: [])
    }
    let rows = try ExternalData(
      activations: path, labels: ["class"], groups: "rows", observation: nil, untrained: [])
    #expect(rows.groupCount == 6)
  }
}
