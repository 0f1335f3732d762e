extension Tape {
  /// Floating-point operations of the pass so far, forward: two for each product of convolutions,
  /// dense layers, gates and attention, padding counted as any place. What is done element by
  /// element is left out, a few per cent of a usual network.
  ///
  /// It follows from shapes alone, not from how a kernel goes about it.
  package var forwardOperations: Int { nodes.reduce(0) { $0 + 2 * products(of: $1) } }

  private func products(of node: Node) -> Int {
    switch node.operation {
    case .convolution(let source, _, _, _, _, let kernel):
      return node.extent.count * kernel * kernel * self[source].extent.channels
    case .dense(let source, _, _), .denseTransposed(let source, _):
      return node.extent.count * self[source].extent.channels
    case .gates(let arguments):
      return arguments.sources.reduce(0) {
        $0 + node.extent.count * 9 * self[$1.map].extent.channels
      }
    // All heads together have the channels of a query.
    case .scores(let queries, _, _):
      let pairs = node.extent.batch * node.extent.columns * node.extent.channels
      return pairs * self[queries].extent.channels
    case .mix(let weights, _):
      let pairs = self[weights].extent
      return pairs.batch * pairs.columns * pairs.channels * node.extent.channels
    default: return 0
    }
  }
}
