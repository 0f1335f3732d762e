/// What a probe is asked to read, one entry a labelled cell.
package enum ProbeTarget: Sendable, Equatable {
  /// One of several classes.
  case classes(names: [String], labels: [Int])
  /// A real number.
  case values([Double])

  /// The number of labels.
  package var count: Int {
    switch self {
    case .classes(_, let labels): labels.count
    case .values(let values): values.count
    }
  }

  /// The number of regression targets: one a class, or one.
  package var width: Int {
    switch self {
    case .classes(let names, _): names.count
    case .values: 1
    }
  }

  /// The metric that is reported unless another is asked for.
  package var defaultMetric: ProbeMetric {
    switch self {
    case .classes: .macroF1
    case .values: .rSquared
    }
  }
}
