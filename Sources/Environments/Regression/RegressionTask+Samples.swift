package import LinearAlgebra

extension RegressionTask: SampleTask {
  package var observationShape: ObservationShape { inputShape }

  /// Normal numbers have no bounds.
  package var observationRange: ClosedRange<Float> { -.infinity ... .infinity }

  package var outputCount: Int { outputs }

  package var targetKind: SampleTarget { .numbers }

  /// The query, the last token.
  package var readCell: Int { pairs }

  package func write(
    sampleDrawnFrom random: RandomStream, input: UnsafeMutableBufferPointer<Float>,
    target: UnsafeMutableBufferPointer<Float>
  ) {
    var random = random
    sample(using: &random, input: input, target: target)
  }
}
