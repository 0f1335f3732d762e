package import LinearAlgebra

/// A task that gives samples with their targets, each sample a function of its stream alone.
package protocol SampleTask: TaskDistribution {
  /// What a network's output is measured by.
  var targetKind: SampleTarget { get }

  /// The row-major cell at which the output is read: the query of a sequence; 0 where a network
  /// answers for the whole sample.
  var readCell: Int { get }

  /// Writes the sample of a stream.
  ///
  /// - Parameters:
  ///   - input: row-major `[row, column, plane]` of ``TaskDistribution/observationShape``;
  ///     every element is written.
  ///   - target: ``targetCount`` numbers; every one is written.
  func write(
    sampleDrawnFrom random: RandomStream, input: UnsafeMutableBufferPointer<Float>,
    target: UnsafeMutableBufferPointer<Float>)
}

/// What the target of a sample is.
package enum SampleTarget: Sendable, Equatable {
  /// Numbers, one an output; outputs are measured by the sum of squared differences.
  case numbers
  /// One of as many classes as there are outputs, by its number from zero; outputs are logits and
  /// measured by the cross-entropy.
  case oneClass
}

extension SampleTask {
  /// Numbers in a target.
  package var targetCount: Int {
    switch targetKind {
    case .numbers: outputCount
    case .oneClass: 1
    }
  }

  /// The samples numbered by a range, drawn from the stream split by each number:
  /// `[sample, row, column, plane]` and `[sample, number]`.
  package func samples(
    _ numbers: Range<Int>, drawnFrom random: RandomStream
  ) -> (inputs: Tensor, targets: Tensor) {
    let (shape, width) = (observationShape, targetCount)
    var inputs = Tensor(shape: [numbers.count, shape.rows, shape.columns, shape.planes])
    var targets = Tensor(shape: [numbers.count, width])
    inputs.elements.withUnsafeMutableBufferPointer { inputs in
      targets.elements.withUnsafeMutableBufferPointer { targets in
        for (row, number) in numbers.enumerated() {
          write(
            sampleDrawnFrom: random.split(UInt64(number)),
            input: .init(rebasing: inputs[row * shape.count..<(row + 1) * shape.count]),
            target: .init(rebasing: targets[row * width..<(row + 1) * width]))
        }
      }
    }
    return (inputs, targets)
  }
}
