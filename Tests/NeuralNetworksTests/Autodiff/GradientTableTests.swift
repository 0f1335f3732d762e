import LinearAlgebra
import NeuralNetworks
import TestSupport
import Testing

// The tape computes in single precision, so its gradients are compared with central differences
// in double precision of the same graph: what is left is the rounding of single precision, some
// 1e-7 an operation, summed over the graphs' few dozen terms. Differences are given in units of
// the largest gradient, for a gradient may itself be a small difference of large terms.
private let tolerance = 3e-6

@Test(arguments: Operation.Kind.allCases)
func gradientsOfEveryOperationAreThoseOfCentralDifferences(_ kind: Operation.Kind) {
  let graphs = OperationGraphs.graphs(for: kind)
  #expect(!graphs.isEmpty)
  for graph in graphs {
    var random = RandomStream(seed: 1)
    let check = GradientCheck(
      graph.parameters(), ports: graph.ports, using: &random, build: graph.build)
    #expect(check.checked == graph.layout.parameterCount)
    #expect(check.largestGradient > 1e-3, "\(graph.name)")
    #expect(check.valueError < tolerance, "\(graph.name): values")
    #expect(check.gradientError < tolerance, "\(graph.name): gradients")
  }
}

@Test(arguments: Operation.Kind.allCases)
func everyGraphHoldsTheOperationItIsFor(_ kind: Operation.Kind) {
  for graph in OperationGraphs.graphs(for: kind) {
    let parameters = graph.parameters()
    let tape = Tape()
    parameters.values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      tape.begin(layout: graph.layout, parameters: base, ports: graph.ports)
      _ = graph.build(tape)
      #expect(tape.nodes.contains { $0.operation.kind == kind }, "\(graph.name)")
      // Without room for gradients nothing wants one.
      #expect(tape.nodes.allSatisfy { !$0.needsGradient && $0.gradient == nil })
    }
  }
}
