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

@Suite struct ScanKernelTests {
  private func maps(_ rows: Int, _ columns: Int) -> Tensor {
    Tensor(
      shape: [2, rows, columns, 2],
      elements: (0..<2 * rows * columns * 2).map { Float($0) })
  }

  @Test func wholeAndMeanReadAllSquares() throws {
    let levels = [LevelKey(id: "a", digest: 1), LevelKey(id: "b", digest: 2)]
    let data = try ProbeData(levels: levels, cells: 1, values: [nil, 1])
    #expect(try ScanKernel.whole.features(maps(1, 2), for: data).elements == [4, 5, 6, 7])
    #expect(try ScanKernel.mean.features(maps(1, 2), for: data).elements == [5, 6])
  }

  @Test func aKernelThatDoesNotFitSaysWhy() {
    #expect(ScanKernel.single.obstacle(grid: (3, 3), labels: (3, 3)) == nil)
    // As many squares, and not the same ones.
    #expect(
      ScanKernel.single.obstacle(grid: (3, 5), labels: (5, 3))
        == .otherSquares(site: [3, 5], labels: [5, 3]))
    #expect(ScanKernel.threeByThree.obstacle(grid: (1, 1), labels: (1, 1)) == .noSquares)
    #expect(ScanKernel.mean.obstacle(grid: (3, 3), labels: (3, 3)) == .labelsOfSquares)
    #expect(ScanKernel.whole.obstacle(grid: (3, 3), labels: (1, 1)) == nil)
  }
}

/// The planted activations as a store whose manifest lists the ticks of `late`.
private func store(
  _ planted: PlantedActivations, ticks: String, in path: String, observation: Tensor? = nil
) throws {
  let sites = planted.trained.map {
    ActivationSite(name: $0.name, rowShape: Array($0.tensor.shape.dropFirst()))
  }
  var writer = try ActivationStoreWriter(
    path: path, sites: sites, labelNames: ["class"],
    observationShape: observation.map { Array($0.shape.dropFirst()) },
    metadata: ["ticks/late": ticks])
  try writer.append(
    planted.trained.map { ($0.name, $0.tensor) }, groups: planted.groups.map { UInt64($0) },
    labels: [StoredTensor(name: "class", shape: [planted.rows], integers: planted.labels)],
    observation: observation)
  _ = try writer.finish()
}

private func quick(_ ticks: ProbeDefinition.Ticks = .all) -> ExternalSettings {
  var settings = ExternalSettings()
  settings.increments.permutations = 99
  settings.increments.replicates = 200
  settings.randomFeatures = 32
  settings.ticks = ticks
  return settings
}

@Test(arguments: [("4,8", 8), ("8,4", 4)])
func ticksAreThoseThatTheManifestLists(list: String, holder: Int) throws {
  let scratch = try ScratchFolder()
  let path = scratch.file("store")
  try store(PlantedActivations(groups: 60), ticks: list, in: path)
  let data = try ExternalData(
    activations: path, labels: ["class"], groups: nil, observation: nil, untrained: [])
  let scan = try data.scan(quick())
  #expect(scan.places.map(\.tick) == [nil, 4, 8])
  // The label stands at the second place of the axis, whatever its number.
  let best = try #require(
    scan.cells.max { $0.entry.result.increment.value < $1.entry.result.increment.value })
  #expect(scan.places[best.place].tick == holder)
  #expect(try data.places(quick(.listed([8]))).compactMap(\.tick) == [8])
  #expect(try data.places(quick(.last)).compactMap(\.tick) == [8])
  #expect {
    try data.places(quick(.listed([1])))
  } throws: { "\($0)".contains("which has 4, 8.") }
  #expect(try data.axes(quick()).last == "late: ticks 4 and 8, 8 channels")
  let streamed = try data.streamedScan(quick(.listed([holder])))
  #expect(streamed.places.compactMap(\.tick) == [holder])
  let read = try #require(streamed.cells.first { streamed.places[$0.place].tick == holder })
  #expect(read.increment.value > 0.15)
}

@Test func theObservationOfAStoreIsWhatItsActivationsAreHeldAgainst() throws {
  let scratch = try ScratchFolder()
  let planted = PlantedActivations(groups: 60)
  try store(planted, ticks: "4,8", in: scratch.file("with"), observation: planted.observation)
  try store(planted, ticks: "4,8", in: scratch.file("without"))
  try SafetensorsWriter.write(
    [(name: "seen", tensor: planted.observation)], to: scratch.file("seen.safetensors"))
  func scan(_ name: String, _ observation: String?) throws -> ProbeScan {
    try ExternalData(
      activations: scratch.file(name), labels: ["class"], groups: nil, observation: observation,
      untrained: []
    ).scan(quick())
  }
  func increments(_ scan: ProbeScan) -> [Double] { scan.cells.map(\.entry.result.increment.value) }
  let own = try scan("with", nil)
  #expect(own.summary.concepts[0].hasObservation)
  #expect(try increments(own) == increments(scan("without", scratch.file("seen.safetensors"))))
  #expect(try !scan("without", nil).summary.concepts[0].hasObservation)
}

/// Maps of eight rows and eight columns whose channels are twice as many, in a layout, with a label
/// of each square.
private func convolution(_ layout: ArrayLayout, in path: String) throws {
  let (samples, channels, squares) = (60, 16, 64)
  var random = RandomStream(seed: 5)
  let labels = (0..<samples * squares).map { _ in random.below(2) }
  var elements = [Float](repeating: 0, count: samples * squares * channels)
  for sample in 0..<samples {
    for square in 0..<squares {
      for channel in 0..<channels {
        let value =
          Float(random.normal()) + (channel == 3 ? 3 * Float(labels[sample * 64 + square]) : 0)
        let place =
          layout == .channelsLast ? square * channels + channel : channel * squares + square
        elements[sample * squares * channels + place] = value
      }
    }
  }
  let shape = layout == .channelsLast ? [samples, 8, 8, 16] : [samples, 16, 8, 8]
  try SafetensorsWriter.write(
    [
      StoredTensor(name: "core", tensor: Tensor(shape: shape, elements: elements)),
      StoredTensor(name: "groups", shape: [samples], integers: Array(0..<samples)),
      StoredTensor(name: "labels/side", shape: [samples, 8, 8], integers: labels),
    ], to: path)
}

@Test func aConvolutionIsReadInItsOwnLayoutAndRefusedInTheOther() throws {
  let scratch = try ScratchFolder()
  func data(_ file: ArrayLayout, read: ArrayLayout) throws -> ExternalData {
    let path = scratch.file("\(file.rawValue).safetensors")
    try convolution(file, in: path)
    return try ExternalData(
      activations: path, labels: ["side"], groups: nil, observation: nil, untrained: [],
      layout: read)
  }
  let last = try data(.channelsLast, read: .channelsLast)
  let first = try data(.channelsFirst, read: .channelsFirst)
  #expect(try last.axes(quick()) == ["core: 8 rows x 8 columns x 16 channels"])
  #expect(try first.axes(quick()) == last.axes(quick()))
  let scores = try [last, first].map { try $0.scan(quick()).cells[0].entry.result.increment.value }
  #expect(scores[0] == scores[1] && scores[0] > 0.3)
  let wrong = try data(.channelsFirst, read: .channelsLast)
  let works: [() throws -> Void] = [
    { _ = try wrong.scan(quick()) }, { _ = try wrong.streamedScan(quick()) },
  ]
  for work in works {
    #expect(
      throws: ExternalError.otherLayout(
        what: "the site 'core'", shape: [60, 16, 8, 8], labels: "side", squares: [8, 8],
        layout: .channelsLast)
    ) { try work() }
  }
  let other = try data(.channelsLast, read: .channelsFirst)
  #expect {
    try other.scan(quick())
  } throws: {
    "\($0)".contains("fits only as [n, row, column, channel] (nhwc). Give --layout nhwc")
  }
}
