extension RunMean {
  /// The mean of figures whose resamples of levels are not at hand, but their standard errors are.
  ///
  /// All runs were measured on the same levels, so that what these make uncertain may go together in all of
  /// them: as if it did, it is the mean of the standard errors.
  ///
  /// - Parameter figures: one a run; those that are not finite are left out.
  package init(_ figures: [(value: Double, standardError: Double)]) {
    let figures = figures.filter { $0.value.isFinite && $0.standardError.isFinite }
    let values = figures.map(\.value)
    let count = Double(values.count)
    let spread = values.count > 1 ? Sample.standardDeviation(values) : .nan
    let ofLevels = values.isEmpty ? .nan : Sample.mean(figures.map(\.standardError))
    self.init(
      values: values,
      standardError: (spread * spread / count + ofLevels * ofLevels).squareRoot())
  }
}
