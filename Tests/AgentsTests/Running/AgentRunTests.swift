import Agents
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

@Suite(.serialized) struct AgentThreadTests {
  @Test(arguments: Specimen.all)
  func runsHaveTheSameBytesOnAnyNumberOfThreads(_ specimen: Specimen) throws {
    let outputs = try ThreadCounts.oneTwoThree {
      try specimen.agent.run(
        Specimen.observations(53), reads: Specimen.reads(53), capturing: specimen.sites)
    }
    for other in outputs.dropFirst() {
      #expect(other.logits == outputs[0].logits)
      #expect(other.activations == outputs[0].activations)
    }
  }
}

@Test(arguments: Specimen.all)
func aSampleGivesTheSameWhateverStandsBesideIt(_ specimen: Specimen) throws {
  let observations = Specimen.observations(37)
  let reads = Specimen.reads(37)
  let all = try specimen.agent.run(observations, reads: reads, capturing: specimen.sites)
  var row = 0
  for sample in 0..<37 {
    let alone = try specimen.agent.run(
      Tensor(
        shape: [1, 5, 4, 5],
        elements: Array(observations.elements[sample * 100..<(sample + 1) * 100])),
      reads: [reads[sample]], capturing: specimen.sites)
    // Another batch size is another kernel, which may round otherwise.
    for index in 0..<reads[sample].count {
      for (a, b) in zip(alone.logits.row(index), all.logits.row(row + index)) {
        #expect(abs(a - b) < 1e-5)
      }
    }
    row += reads[sample].count
    for site in specimen.sites {
      let one = try #require(alone.activations[site]).elements
      let whole = try #require(all.activations[site]).elements
      let part = whole[sample * one.count..<(sample + 1) * one.count]
      #expect(zip(one, part).allSatisfy { abs($0 - $1) < 1e-5 * max(1, abs($0)) })
    }
  }
  #expect(row == all.logits.rows)
}

@Test(arguments: Specimen.all)
func capturedSitesHoldWhatTheGraphComputes(_ specimen: Specimen) throws {
  // The same computation in double precision, with the captures of the same tape.
  let observations = Specimen.observations(2)
  let output = try specimen.agent.run(
    observations, reads: [[3], [4]], capturing: specimen.sites)
  #expect(Set(output.activations.keys) == Set(specimen.sites))
  let parameters = specimen.parameters
  parameters.values.withUnsafeBufferPointer { values in
    guard let base = values.baseAddress else { return }
    let tape = Tape()
    tape.begin(
      layout: parameters.layout, parameters: base,
      ports: SitePorts(captures: Set(specimen.sites)))
    let input = tape.input(Extent(2, 5, 4, 5)) { target in
      _ = target.update(fromContentsOf: observations.elements)
    }
    let logits = specimen.architecture.forward(
      AgentInput(observations: input, reads: [3, 24], ticks: specimen.agent.defaultTicks),
      on: tape)
    let reference = ReferenceInterpreter(tape, layout: parameters.layout)
      .values(parameters: parameters.values.map(Double.init))
    for (site, variable) in tape.ports.captured {
      let found = output.activations[site]?.elements ?? []
      let expected = reference[variable.index]
      #expect(found.count == expected.count)
      #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1e-4 * max(1, abs($1)) })
    }
    let expected = reference[logits.index]
    #expect(
      zip(output.logits.elements, expected).allSatisfy { abs(Double($0) - $1) < 1e-4 })
  }
}

@Test func samplesMayBeReadNowhere() throws {
  for specimen in Specimen.all {
    let some = try specimen.agent.run(
      Specimen.observations(3), reads: [[], [2, 3], []], capturing: [specimen.sites[0]])
    #expect(some.logits.rows == 2 && some.actions.count == 2)
    let none = try specimen.agent.run(
      Specimen.observations(20), reads: [[Int]](repeating: [], count: 20),
      capturing: [specimen.sites[0]])
    #expect(none.logits.rows == 0 && none.actions.isEmpty)
    #expect(none.activations[specimen.sites[0]]?.shape[0] == 20)
  }
}

@Test func aBatchOfNothingGivesNothing() throws {
  for specimen in Specimen.all {
    let output = try specimen.agent.run(
      Tensor(shape: [0, 5, 4, 5]), reads: [], capturing: specimen.sites)
    #expect(output.logits.rows == 0 && output.actions.isEmpty)
    for site in specimen.sites {
      let shape = try #require(output.activations[site]).shape
      let known = try #require(
        specimen.architecture.sites.first { $0.name == site.name })
      let (rows, columns) = known.layout.extents([0, 5, 4, 5])
      #expect(shape == [0, rows, columns, known.channels] && rows * columns > 0)
    }
  }
}

@Test func theFirstOfEqualLogitsIsTheAction() {
  let output = AgentOutput(
    logits: Matrix(rows: 3, columns: 3, elements: [1, 1, 0, 0, 2, 2, -1, -3, -1]))
  #expect(output.actions == [0, 1, 0])
}

@Test func whatDoesNotFitIsNamed() {
  let specimen = Specimen.all[0]
  func error(
    _ observations: Tensor = Specimen.observations(2), reads: [[Int]] = [[0], [0]],
    ticks: Int? = nil, capturing: [Site] = [], edits: [SiteEdit] = []
  ) -> ArchitectureError? {
    do throws(ArchitectureError) {
      _ = try specimen.agent.run(
        observations, reads: reads, ticks: ticks, capturing: capturing, edits: edits)
      return nil
    } catch {
      return error
    }
  }
  let kind = "recurrent-residual"
  func wrong(_ samples: Int, _ found: [Int]) -> ArchitectureError {
    .wrongObservation(expected: [samples, 0, 0, 5], found: found, architecture: kind)
  }
  #expect(error() == nil)
  #expect(error(Tensor(shape: [2, 5, 4, 6])) == wrong(2, [2, 5, 4, 6]))
  #expect(error(Tensor(shape: [2, 100])) == wrong(2, [2, 100]))
  #expect(error(Tensor(shape: [2, 0, 4, 5])) == wrong(2, [2, 0, 4, 5]))
  #expect(error(reads: [[0]]) == wrong(1, [2, 5, 4, 5]))
  #expect(error(reads: [[0], [20]]) == .readOutOfRange(sample: 1, cell: 20, cells: 20))
  #expect(error(reads: [[-1], [0]]) == .readOutOfRange(sample: 0, cell: -1, cells: 20))
  #expect(error(ticks: -1) == .negativeTicks(-1))
  let names = ["embedding", "cell/inner", "cell/hidden"]
  #expect(error(capturing: [Site("cell")]) == .unknownSite(name: "cell", known: names))
  let hidden = Site("cell/hidden", tick: 5)
  #expect(
    error(capturing: [hidden]) == .tickOutOfRange(site: "cell/hidden", tick: 5, allowed: 1...4))
  #expect(error(ticks: 5, capturing: [hidden]) == nil)
  #expect(
    error(capturing: [Site("cell/hidden")])
      == .tickOutOfRange(site: "cell/hidden", tick: 0, allowed: 1...4))
  #expect(
    error(capturing: [Site("embedding", tick: 1)])
      == .tickOutOfRange(site: "embedding", tick: 1, allowed: 0...0))
  let place = Site("cell/hidden", tick: 2)
  #expect(
    error(edits: [SiteEdit(at: place, .add(Tensor(shape: [2, 5, 4, 5])))])
      == .wrongEdit(site: "cell/hidden@2", expected: [2, 5, 4, 6], found: [2, 5, 4, 5]))
  #expect(
    error(edits: [SiteEdit(at: place, .replace(Tensor(shape: [1, 5, 4, 6])))])
      == .wrongEdit(site: "cell/hidden@2", expected: [2, 5, 4, 6], found: [1, 5, 4, 6]))
  #expect(
    error(edits: [
      SiteEdit(at: place, .replaceMarked(Tensor(shape: [2, 5, 4, 6]), marks: [true]))
    ]) == .wrongEdit(site: "cell/hidden@2", expected: [2, 5, 4, 6], found: [1]))
  #expect(
    error(edits: [SiteEdit(at: Site("x"), .add(Tensor(shape: [1])))])
      == .unknownSite(name: "x", known: names))
}

@Test func everyErrorIsASentence() {
  let errors: [ArchitectureError] = [
    .unknownArchitecture(name: "x", known: ["a"]), .missingSetting(key: "x"),
    .badSetting(key: "x", value: "y", allowed: "z"),
    .missingParameter(name: "x", architecture: "a"),
    .extraParameters(names: ["x"], architecture: "a"),
    .wrongShape(parameter: "x", expected: [1], found: [2]), .notFinite(parameter: "x", index: 3),
    .wrongObservation(expected: [1], found: [2], architecture: "x"),
    .unknownSite(name: "x", known: ["a"]), .tickOutOfRange(site: "x", tick: 4, allowed: 1...2),
    .negativeTicks(-3), .wrongEdit(site: "x", expected: [1], found: [2]),
    .readOutOfRange(sample: 1, cell: 2, cells: 2),
  ]
  for error in errors {
    let text = error.description
    #expect(text.hasSuffix(".") || text.hasSuffix("?"))
    if case .negativeTicks = error { continue }
    if case .readOutOfRange = error { continue }
    #expect(text.contains("x"))
  }
}
