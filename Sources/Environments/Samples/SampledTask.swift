package import LinearAlgebra

/// A task of single inputs with their answers: no episodes, no actions.
package protocol SampledTask: TaskDistribution {
  var inputShape: ObservationShape { get }
  /// How many numbers an answer has.
  var targetCount: Int { get }
  /// What a network's output is measured by.
  var targetKind: SampleTarget { get }
  /// The row-major cell at which the output is read: the query of a sequence; 0 where a network
  /// answers for the whole input.
  var readCell: Int { get }

  /// Writes a fresh input `[row, column, plane]` and its answer, zeros included.
  ///
  /// - Precondition: the buffers have ``inputShape`` and ``targetCount`` elements.
  func sample(
    using random: inout RandomStream, input: UnsafeMutableBufferPointer<Float>,
    target: UnsafeMutableBufferPointer<Float>)
}

/// What the answer of a sample is.
package enum SampleTarget: Sendable, Equatable {
  /// Numbers, one an output; outputs are measured by the sum of squared differences.
  case numbers
  /// One of as many classes as there are outputs, by its number from zero; outputs are logits and
  /// measured by the cross-entropy.
  case oneClass
}

extension SampledTask {
  package var observationShape: ObservationShape { inputShape }

  package var readCell: Int { 0 }

  /// Inputs `[sample, row, column, plane]` and answers `[sample, target]`; sample `i` is a
  /// function of the stream split by `i`.
  package func samples(
    _ count: Int, from random: RandomStream
  ) -> (inputs: Tensor, targets: Tensor) {
    samples(0..<count, from: random)
  }

  /// Those of a range of numbers.
  package func samples(
    _ numbers: Range<Int>, from random: RandomStream
  ) -> (inputs: Tensor, targets: Tensor) {
    let shape = inputShape
    var inputs = Tensor(shape: [numbers.count, shape.rows, shape.columns, shape.planes])
    var targets = Tensor(shape: [numbers.count, targetCount])
    inputs.elements.withUnsafeMutableBufferPointer { inputs in
      targets.elements.withUnsafeMutableBufferPointer { targets in
        for (index, number) in numbers.enumerated() {
          var random = random.split(UInt64(number))
          let input = inputs[index * shape.count..<(index + 1) * shape.count]
          let target = targets[index * targetCount..<(index + 1) * targetCount]
          sample(
            using: &random, input: UnsafeMutableBufferPointer(rebasing: input),
            target: UnsafeMutableBufferPointer(rebasing: target))
        }
      }
    }
    return (inputs, targets)
  }
}

/// The sampled tasks that a run file may name.
package enum SampledTaskCatalogue {
  package static let all: [any SampledTask.Type] = EnvironmentCatalogue.all.compactMap {
    $0 as? any SampledTask.Type
  }
}
