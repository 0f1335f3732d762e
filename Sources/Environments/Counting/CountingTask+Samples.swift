extension CountingTask {
  package var observationRange: ClosedRange<Float> {
    noise > 0 ? -.infinity ... .infinity : 0...1
  }

  package var outputCount: Int { answerCount }

  package var targetKind: SampleTarget { .oneClass }
}
