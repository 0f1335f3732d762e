extension RegressionTask {
  /// Normal numbers have no bounds.
  package var observationRange: ClosedRange<Float> { -.infinity ... .infinity }

  package var outputCount: Int { outputs }

  package var targetKind: SampleTarget { .numbers }

  /// The query, the last token.
  package var readCell: Int { pairs }
}
