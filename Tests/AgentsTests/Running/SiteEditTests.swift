import Agents
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

private let batch = 21
private let observations = Specimen.observations(batch)
private let reads = Specimen.reads(batch)

private func drawn(_ shape: [Int], seed: UInt64) -> Tensor {
  var random = RandomStream(seed: seed)
  return Tensor(
    shape: shape, elements: (0..<shape.reduce(1, *)).map { _ in Float(random.normal()) })
}

@Test(arguments: Specimen.all)
func puttingBackWhatWasThereChangesNoBit(_ specimen: Specimen) throws {
  let clean = try specimen.agent.run(observations, reads: reads, capturing: specimen.sites)
  for site in specimen.sites {
    let own = try #require(clean.activations[site])
    let marks = own.elements.indices.map { $0 % 3 == 0 }
    let changes: [SiteEdit.Change] = [
      .replace(own), .replaceMarked(own, marks: marks), .add(Tensor(shape: own.shape)),
      .transform { _, _ in },
      .replaceMarked(drawn(own.shape, seed: 1), marks: marks.map { _ in false }),
    ]
    for change in changes {
      let patched = try specimen.agent.run(
        observations, reads: reads, capturing: specimen.sites,
        edits: [SiteEdit(at: site, change)])
      #expect(patched.logits == clean.logits)
      #expect(patched.activations == clean.activations)
    }
  }
}

@Test(arguments: Specimen.all)
func everySiteMattersToWhatComesAfterItAlone(_ specimen: Specimen) throws {
  let sites = specimen.sites
  let clean = try specimen.agent.run(observations, reads: reads, capturing: sites)
  for site in sites {
    let own = try #require(clean.activations[site])
    let values = drawn(own.shape, seed: 2)
    let patched = try specimen.agent.run(
      observations, reads: reads, capturing: sites,
      edits: [SiteEdit(at: site, .replace(values))])
    #expect(patched.activations[site] == values)
    #expect(patched.logits != clean.logits, "\(site)")
    for other in sites where specimen.isComputed(other, before: site) {
      #expect(patched.activations[other] == clean.activations[other], "\(site) and \(other)")
    }
  }
}

@Test(arguments: Specimen.all)
func onlyMarkedElementsAreReplaced(_ specimen: Specimen) throws {
  let site = try #require(specimen.sites.last)
  let clean = try specimen.agent.run(observations, reads: reads, capturing: [site])
  let own = try #require(clean.activations[site])
  let values = drawn(own.shape, seed: 3)
  let marks = own.elements.indices.map { $0 % 5 == 2 }
  let patched = try specimen.agent.run(
    observations, reads: reads, capturing: [site],
    edits: [SiteEdit(at: site, .replaceMarked(values, marks: marks))])
  let found = try #require(patched.activations[site])
  for index in marks.indices {
    #expect(found.elements[index] == (marks[index] ? values.elements[index] : own.elements[index]))
  }
}

@Test(arguments: Specimen.all)
func anEditOfOneSampleLeavesTheOthers(_ specimen: Specimen) throws {
  // The edited sample is in the second piece of the batch.
  let sample = 18
  let site = specimen.sites[0]
  let clean = try specimen.agent.run(observations, reads: reads, capturing: [site])
  let own = try #require(clean.activations[site])
  let width = own.count / batch
  var marks = [Bool](repeating: false, count: own.count)
  for index in sample * width..<(sample + 1) * width { marks[index] = true }
  let patched = try specimen.agent.run(
    observations, reads: reads,
    edits: [SiteEdit(at: site, .replaceMarked(drawn(own.shape, seed: 4), marks: marks))])
  var row = 0
  for (index, cells) in reads.enumerated() {
    for _ in cells {
      let isSame = clean.logits.row(row).elementsEqual(patched.logits.row(row))
      #expect(isSame == (index != sample))
      row += 1
    }
  }
}

@Test(arguments: Specimen.all)
func aFunctionOfTheSampleActsAsTheValuesThatItGives(_ specimen: Specimen) throws {
  // A clamp reads what the run has there; by hand it takes a run before.
  let site = specimen.sites[0]
  let clean = try specimen.agent.run(observations, reads: reads, capturing: [site])
  var values = try #require(clean.activations[site])
  let width = values.count / batch
  for index in values.elements.indices where index / width % 3 == 1 {
    values.elements[index] = max(values.elements[index], 0.1 * Float(index / width))
  }
  let byHand = try specimen.agent.run(
    observations, reads: reads, edits: [SiteEdit(at: site, .replace(values))])
  let clamp = SiteEdit.Change.transform { sample, buffer in
    guard sample % 3 == 1 else { return }
    for index in buffer.indices { buffer[index] = max(buffer[index], 0.1 * Float(sample)) }
  }
  let found = try ThreadCounts.oneTwoThree {
    try specimen.agent.run(
      observations, reads: reads, capturing: [site], edits: [SiteEdit(at: site, clamp)])
  }
  #expect(found.allSatisfy { $0.activations[site] == values && $0.logits == byHand.logits })
}

@Test func manyEditsAtOnceAreAsOneByOne() throws {
  // What one edit leads to at a later site, put there by hand, is what both lead to together.
  let specimen = Specimen.all[0]
  let (first, second) = (Site("cell/hidden", tick: 1), Site("cell/hidden", tick: 3))
  let shape = [batch, 5, 4, 6]
  let (one, two) = (drawn(shape, seed: 5), drawn(shape, seed: 6))
  let marks = (0..<shape.reduce(1, *)).map { $0 % 2 == 0 }
  let edits = [
    SiteEdit(at: second, .add(two)), SiteEdit(at: first, .replaceMarked(one, marks: marks)),
    SiteEdit(at: second, .replaceMarked(one, marks: marks)),
  ]
  let together = try specimen.agent.run(
    observations, reads: reads, capturing: [second], edits: edits)
  let afterFirst = try specimen.agent.run(
    observations, reads: reads, capturing: [second], edits: [edits[1]])
  var values = try #require(afterFirst.activations[second])
  for index in marks.indices {
    values.elements[index] =
      marks[index] ? one.elements[index] : values.elements[index] + two.elements[index]
  }
  #expect(together.activations[second] == values)
  let byHand = try specimen.agent.run(
    observations, reads: reads, edits: [SiteEdit(at: second, .replace(values))])
  #expect(byHand.logits == together.logits)
}
