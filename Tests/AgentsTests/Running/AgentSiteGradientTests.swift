import Agents
import Foundation
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

private let batch = 21
private let observations = Specimen.observations(batch)
private let reads = Specimen.reads(batch)

/// The sum of `-log` of the probability of the wanted actions, in double precision.
private func loss(_ logits: Matrix<Float>, _ wanted: [Int32]) -> Double {
  (0..<logits.rows).reduce(0) { sum, row in
    let values = logits.row(row).map { exp(Double($0)) }
    let chosen = values.indices.filter { wanted[row] >> Int32($0) & 1 == 1 }
    return sum - log(chosen.reduce(0) { $0 + values[$1] } / values.reduce(0, +))
  }
}

@Test(arguments: Specimen.all)
func theGradientAtASiteIsTheSlopeOfTheLossUnderEdits(_ specimen: Specimen) throws {
  let count = reads.reduce(0) { $0 + $1.count }
  let wanted = (0..<count).map { Int32(1 + $0 % 3) }
  let clean = try specimen.agent.run(observations, reads: reads, capturing: specimen.sites)
  for (index, site) in specimen.sites.enumerated() {
    let own = try #require(clean.activations[site])
    let found = try specimen.agent.gradient(
      at: site, of: observations, reads: reads, wanted: wanted)
    #expect(found.gradient.shape == own.shape && found.logits == clean.logits)
    #expect(abs(found.loss - loss(clean.logits, wanted)) < 1e-3)
    // The slope is measured a little off the activations themselves: rectifiers that get exactly zero
    // and maxima of equals have two slopes there, of which a gradient takes one.
    var random = RandomStream(seed: UInt64(index))
    let extent = own.elements.reduce(0) { max($0, abs($1)) }
    let place = Tensor(
      shape: own.shape,
      elements: own.elements.map { $0 + 0.1 * (extent + 0.01) * Float(random.uniform() - 0.5) })
    let slopes = try specimen.agent.gradient(
      at: site, of: observations, reads: reads, wanted: wanted,
      edits: [SiteEdit(at: site, .replace(place))]
    ).gradient
    let square = slopes.elements.reduce(0.0) { $0 + Double($1) * Double($1) }
    guard square > 1e-10 else { continue }
    let noise = slopes.elements.map { $0 * Float(1 + random.uniform()) }
    let slope = zip(noise, slopes.elements).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    let size = Float(4e-3 / square.squareRoot())
    func moved(_ sign: Float) throws -> Double {
      let there = zip(place.elements, noise).map { $0 + $1 * size * sign }
      return loss(
        try specimen.agent.run(
          observations, reads: reads,
          edits: [SiteEdit(at: site, .replace(Tensor(shape: own.shape, elements: there)))]
        ).logits, wanted)
    }
    let measured = (try moved(1) - moved(-1)) / Double(2 * size)
    #expect(
      abs(measured - slope) < 0.05 * slope + 1e-5 / Double(size),
      "\(site): \(measured) for \(slope)")
  }
}

@Test func theGradientAtASiteIsTakenWhereTheEditHasLedTo() throws {
  let specimen = Specimen.all[0]
  let site = try #require(specimen.sites.last)
  let own = try #require(
    specimen.agent.run(observations, reads: reads, capturing: [site]).activations[site])
  let wanted = [Int32](repeating: 2, count: reads.reduce(0) { $0 + $1.count })
  let other = Tensor(shape: own.shape, elements: own.elements.map { 0.5 - $0 })
  let edits = [SiteEdit(at: site, .replace(other))]
  let found = try specimen.agent.gradient(
    at: site, of: observations, reads: reads, wanted: wanted, edits: edits)
  let run = try specimen.agent.run(observations, reads: reads, edits: edits)
  #expect(found.logits == run.logits && found.gradient.elements.contains { $0 != 0 })
  let results = try ThreadCounts.oneTwoThree {
    try specimen.agent.gradient(
      at: site, of: observations, reads: reads, wanted: wanted, edits: edits
    ).gradient
  }
  #expect(results.allSatisfy { $0 == results[0] })
}
