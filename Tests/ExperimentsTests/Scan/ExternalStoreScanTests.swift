import Experiments
import LinearAlgebra
import Probing
import Statistics
import Storage
import TestSupport
import Testing

/// Settings with few draws.
func quickScan(_ ticks: ProbeDefinition.Ticks = .all) -> ExternalSettings {
  var settings = ExternalSettings()
  settings.increments.permutations = 99
  settings.increments.replicates = 200
  settings.randomFeatures = 32
  settings.ticks = ticks
  return settings
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

@Test(arguments: [("4,8", 8), ("8,4", 4)])
func ticksAreThoseThatTheManifestLists(list: String, holder: Int) throws {
  let scratch = try ScratchFolder()
  let path = scratch.file("store")
  try store(PlantedActivations(groups: 60), ticks: list, in: path)
  let data = try ExternalData(
    activations: path, labels: ["class"], groups: nil, observation: nil, untrained: [])
  let scan = try data.scan(quickScan())
  #expect(scan.places.map(\.tick) == [nil, 4, 8])
  // The label stands at the second place of the axis, whatever its number.
  let best = try #require(
    scan.cells.max { $0.entry.result.increment.value < $1.entry.result.increment.value })
  #expect(scan.places[best.place].tick == holder)
  #expect(try data.places(quickScan(.listed([8]))).compactMap(\.tick) == [8])
  #expect(try data.places(quickScan(.last)).compactMap(\.tick) == [8])
  #expect {
    try data.places(quickScan(.listed([1])))
  } throws: { "\($0)".contains("which has 4, 8.") }
  #expect(try data.axes(quickScan()).last == "late: ticks 4 and 8, 8 channels")
  let streamed = try data.streamedScan(quickScan(.listed([holder])))
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
    ).scan(quickScan())
  }
  func increments(_ scan: ProbeScan) -> [Double] { scan.cells.map(\.entry.result.increment.value) }
  let own = try scan("with", nil)
  #expect(own.summary.concepts[0].hasObservation)
  #expect(try increments(own) == increments(scan("without", scratch.file("seen.safetensors"))))
  #expect(try !scan("without", nil).summary.concepts[0].hasObservation)
}
