import LinearAlgebra
package import NeuralNetworks

/// Computes once more, in double precision and with the plainest loops, what a tape recorded.
///
/// The graph, the inputs and the edits are taken from the tape; the parameters are given anew each
/// time, so that a gradient can be compared with differences of the result. It shares nothing with
/// the code under test but the list of operations.
package struct ReferenceInterpreter {
  let nodes: [Tape.Node]
  let indices: [Int]
  let edits: [SiteEdit.Slice]
  private let layout: ParameterLayout
  private let inputs: [Int: [Double]]

  /// Takes over the graph of the tape's present pass.
  package init(_ tape: Tape, layout: ParameterLayout) {
    nodes = tape.nodes
    indices = tape.indices.map(Int.init)
    edits = tape.edits
    self.layout = layout
    var inputs: [Int: [Double]] = [:]
    for (index, node) in tape.nodes.enumerated() {
      guard case .input = node.operation else { continue }
      inputs[index] = (0..<node.extent.count).map { Double(node.value[$0]) }
    }
    self.inputs = inputs
  }

  /// The values of every node with the given parameters, laid out as the layout says.
  package func values(parameters: [Double]) -> [[Double]] {
    var values: [[Double]] = []
    values.reserveCapacity(nodes.count)
    for (index, node) in nodes.enumerated() {
      values.append(value(of: index, node, parameters, values))
    }
    return values
  }

  /// The value of one node, the last one as a rule.
  package func number(_ variable: Variable, parameters: [Double]) -> Double {
    values(parameters: parameters)[variable.index][0]
  }

  private func value(
    of index: Int, _ node: Tape.Node, _ parameters: [Double], _ values: [[Double]]
  ) -> [Double] {
    switch node.operation {
    case .input: return inputs[index] ?? []
    case .parameter(let slot):
      let entry = layout.entries[slot]
      return Array(parameters[entry.offset..<(entry.offset + entry.count)])
    case .convolution(let source, let weights, let bias, let addend, let rectifies, let kernel):
      let extent = nodes[source.index].extent
      var result = Reference.convolution(
        values[source.index], values[weights.index],
        ConvolutionShape(
          batch: extent.batch, rows: extent.rows, columns: extent.columns,
          inputs: extent.channels, outputs: node.extent.channels, kernel: kernel))
      if let bias { Reference.addToEach(values[bias.index], &result) }
      if let addend { Reference.add(values[addend.index], &result) }
      return rectifies ? result.map { max($0, 0) } : result
    case .dense(let source, let weights, let bias):
      var result = Reference.product(
        values[source.index], values[weights.index], rows: node.extent.positions,
        inner: nodes[source.index].extent.channels, columns: node.extent.channels)
      if let bias { Reference.addToEach(values[bias.index], &result) }
      return result
    case .add(let left, let right):
      return zip(values[left.index], values[right.index]).map { $0 + $1 }
    case .multiply(let left, let right):
      return zip(values[left.index], values[right.index]).map { $0 * $1 }
    case .scale(let source, let factor): return values[source.index].map { $0 * Double(factor) }
    case .rectify(let source): return values[source.index].map { max($0, 0) }
    case .tanh(let source): return values[source.index].map(Reference.tanh)
    case .sigmoid(let source): return values[source.index].map(Reference.sigmoid)
    case .concatenate(let left, let right):
      return Reference.sideBySide(
        values[left.index], nodes[left.index].extent.channels, values[right.index],
        nodes[right.index].extent.channels)
    case .gather(let source, let range):
      let channels = node.extent.channels
      return indices[range].flatMap { position in
        values[source.index][position * channels..<(position + 1) * channels]
      }
    case .flatten(let source): return values[source.index]
    case .maximumOverChannels(let source, _):
      let channels = nodes[source.index].extent.channels
      return (0..<node.extent.count).map { position in
        values[source.index][position * channels..<(position + 1) * channels].max() ?? 0
      }
    case .setCrossEntropy(let logits, let range, let scale):
      let classes = nodes[logits.index].extent.channels
      let rows = indices[range].enumerated().map { row, set in
        Reference.setCrossEntropy(
          Array(values[logits.index][row * classes..<(row + 1) * classes]), set: set)
      }
      return [Double(scale) * rows.reduce(0, +)]
    case .squaredError(let left, let right, let scale):
      let squares = zip(values[left.index], values[right.index]).map { ($0 - $1) * ($0 - $1) }
      return [Double(scale) * squares.reduce(0, +)]
    case .pool(let source, _):
      return Reference.pool(
        values[source.index], batch: node.extent.batch, channels: node.extent.channels / 2)
    case .blendHalves(let source, let weights, let bias):
      let channels = node.extent.channels
      let factors = values[weights.index]
      var result = (0..<node.extent.count).map { index in
        let (position, channel) = (index / channels, index % channels)
        let from = 2 * position * channels + channel
        return factors[channel] * values[source.index][from]
          + factors[channels + channel] * values[source.index][from + channels]
      }
      if let bias { Reference.addToEach(values[bias.index], &result) }
      return result
    case .borderSums(let weights, let rows, let columns, let outside):
      return Reference.borderSums(
        values[weights.index], inputs: nodes[weights.index].extent.columns,
        outputs: nodes[weights.index].extent.channels, rows: rows, columns: columns,
        outside: outside)
    case .gates(let arguments): return gates(arguments, node.extent, values)
    case .cellState(let gates, let previous, let form):
      let before = previous.map { values[$0.index] }
      return Reference.split(values[gates.index], channels: node.extent.channels).enumerated().map {
        let entering = $1[form.entering.0] * $1[form.entering.1]
        return (before?[$0] ?? 0) * $1[form.forget] + entering
      }
    case .cellOutput(let gates, let state, let form):
      return zip(
        Reference.split(values[gates.index], channels: node.extent.channels), values[state.index]
      ).map { $0[form.output] * Reference.tanh($1) }
    case .reshape(let source): return values[source.index]
    case .slice(let source, let start):
      let (width, count) = (nodes[source.index].extent.channels, node.extent.channels)
      return (0..<node.extent.count).map {
        values[source.index][$0 / count * width + start + $0 % count]
      }
    case .clamp(let source, let bound):
      return values[source.index].map { min(max($0, -Double(bound)), Double(bound)) }
    case .denseTransposed(let source, let weights):
      return Reference.productTransposed(
        values[source.index], values[weights.index], rows: node.extent.positions,
        inner: nodes[source.index].extent.channels, columns: node.extent.channels)
    case .layerNorm(let source, let gain, let bias):
      return Reference.layerNorm(
        values[source.index], gain: values[gain.index], bias: values[bias.index])
    case .gelu(let source): return values[source.index].map(Reference.gelu)
    case .scores(let queries, let keys, let scale):
      return Reference.scores(
        values[queries.index], values[keys.index], node.extent,
        channels: nodes[queries.index].extent.channels
      ).map { $0 * Double(scale) }
    case .mix(let weights, let sources):
      return Reference.mix(
        values[weights.index], values[sources.index], nodes[weights.index].extent,
        channels: node.extent.channels)
    case .softmax(let source, let isCausal):
      return Reference.softmax(values[source.index], node.extent, isCausal: isCausal)
    case .meanOverPositions(let source):
      return Reference.meanOverPositions(values[source.index], nodes[source.index].extent)
    case .maximumPool(let source, _):
      return Reference.maximumPool(values[source.index], nodes[source.index].extent)
    case .huberError(let left, let right, let threshold, let scale):
      let losses = zip(values[left.index], values[right.index]).map {
        Reference.huber($0 - $1, threshold: Double(threshold))
      }
      return [Double(scale) * losses.reduce(0, +)]
    case .policyGradient(let logits, let range, let data, let terms):
      return [
        Reference.policyGradient(
          values[logits.index], actions: Array(indices[range]), data: values[data.index], terms)
      ]
    case .pick(let source, let range):
      let channels = nodes[source.index].extent.channels
      return indices[range].enumerated().map { values[source.index][$0 * channels + $1] }
    case .normalize(let source):
      return Reference.perVector(values[source.index], node.extent.channels, Reference.normalized)
    case .softmaxMean(let source):
      return Reference.perVector(values[source.index], nodes[source.index].extent.channels) {
        [zip(Reference.softmax($0), $0).map(*).reduce(0, +)]
      }
    case .edit(let source, let index):
      return edited(values[source.index], edits[index], extent: node.extent)
    }
  }

  private func gates(
    _ arguments: GateArguments, _ extent: Extent, _ values: [[Double]]
  ) -> [Double] {
    var result = values[arguments.drive.index]
    for source in [arguments.below, arguments.hidden].compactMap({ $0 }) {
      Reference.add(
        Reference.convolution(
          values[source.map.index], values[source.weights.index],
          ConvolutionShape(
            batch: extent.batch, rows: extent.rows, columns: extent.columns,
            inputs: nodes[source.map.index].extent.channels, outputs: extent.channels, kernel: 3)),
        &result)
    }
    let channels = extent.channels / 4
    let border = values[arguments.border.index]
    let classes = min(extent.rows, 3) * min(extent.columns, 3)
    return result.enumerated().map { index, sum in
      let (position, channel) = (index / extent.channels, index % extent.channels)
      let place = position % (extent.rows * extent.columns)
      let row = Reference.kind(place / extent.columns, of: extent.rows)
      let column = Reference.kind(place % extent.columns, of: extent.columns)
      let sample = position / (extent.rows * extent.columns)
      let index = row * min(extent.columns, 3) + column
      let total = sum + border[(sample * classes + index) * extent.channels + channel]
      return arguments.form.isTanh(channel / channels)
        ? Reference.tanh(total) : Reference.sigmoid(total)
    }
  }

  private func edited(
    _ source: [Double], _ slice: SiteEdit.Slice, extent: Extent
  ) -> [Double] {
    let start = slice.firstSample * extent.rows * extent.columns * extent.channels
    return source.indices.map { index in
      switch slice.edit.change {
      case .add(let values): source[index] + Double(values.elements[start + index])
      case .replace(let values): Double(values.elements[start + index])
      case .replaceMarked(let values, let marks):
        marks[start + index] ? Double(values.elements[start + index]) : source[index]
      case .transform:
        preconditionFailure("An edit by a function has no gradient that could be checked.")
      }
    }
  }
}
