package import LinearAlgebra

/// A task of single inputs with their answers: no episodes, no actions.
package protocol SampledTask: Sendable {
  /// The name in run files, `environment: in-context-regression`.
  static var name: String { get }
  /// The names of the settings, in the order they are shown.
  static var settings: [String] { get }
  /// All settings as text, with `environment` the name; ``init(configuration:)`` gives the same
  /// task back.
  var configuration: [String: String] { get }

  /// - Throws: ``EnvironmentError`` for an unknown setting or a value that cannot be read or is
  ///   out of range.
  init(configuration: [String: String]) throws(EnvironmentError)

  var inputShape: ObservationShape { get }
  /// How many numbers an answer has.
  var targetCount: Int { get }

  /// Writes a fresh input `[row, column, plane]` and its answer, zeros included.
  ///
  /// - Precondition: the buffers have ``inputShape`` and ``targetCount`` elements.
  func sample(
    using random: inout RandomStream, input: UnsafeMutableBufferPointer<Float>,
    target: UnsafeMutableBufferPointer<Float>)
}

extension SampledTask {
  /// Inputs `[sample, row, column, plane]` and answers `[sample, target]`; sample `i` is a
  /// function of the stream split by `i`.
  package func samples(
    _ count: Int, from random: RandomStream
  ) -> (inputs: Tensor, targets: Tensor) {
    let shape = inputShape
    var inputs = Tensor(shape: [count, shape.rows, shape.columns, shape.planes])
    var targets = Tensor(shape: [count, targetCount])
    inputs.elements.withUnsafeMutableBufferPointer { inputs in
      targets.elements.withUnsafeMutableBufferPointer { targets in
        for index in 0..<count {
          var random = random.split(UInt64(index))
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
  /// One line a task.
  package static let all: [any SampledTask.Type] = [
    RegressionTask.self,
    CountingTask.self,
  ]
}
