import Agents
import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

// METHODS asks for 1e-6 of each gradient in double precision. The tape computes in single
// precision, whose rounding through some ten layers is a few 1e-6 of the largest gradient; a wrong
// rule, a lost use of a tied weight or a mixed-up buffer is off by a part of 1.
@Test(arguments: Specimen.all)
func gradientsOfAHundredParametersAreThoseOfCentralDifferences(_ specimen: Specimen) {
  let observations = Specimen.observations(3)
  let reads = Specimen.reads(3).enumerated().flatMap { sample, cells in
    cells.map { Int32(sample * 20 + $0) }
  }
  let ticks = specimen.agent.defaultTicks
  var random = RandomStream(seed: 6)
  let check = GradientCheck(specimen.parameters, samples: 100, using: &random) { tape in
    let input = tape.input(Extent(3, 5, 4, 5)) { target in
      _ = target.update(fromContentsOf: observations.elements)
    }
    let logits = specimen.architecture.forward(
      AgentInput(observations: input, reads: reads, ticks: ticks), on: tape)
    return tape.setCrossEntropy(
      logits, sets: reads.indices.map { Int32([1, 6, 9, 2][$0 % 4]) },
      scale: 1 / Float(reads.count))
  }
  #expect(check.checked == 100)
  #expect(check.largestGradient > 1e-2)
  #expect(check.valueError < 1e-5)
  #expect(check.gradientError < 1e-5)
}
