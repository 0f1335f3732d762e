internal import Statistics

extension MatchedEffect {
  /// A bar of what was done, and one of each kind of random change, which spans its draws from 5 to
  /// 95 %.
  func bars(_ name: String, group: String) -> [ChartDescription.Bars.Bar] {
    [.init(name, group: group, own)]
      + nulls.map { null in
        let draws = null.draws.sorted()
        return .init(
          null.name, group: "random", value: null.mean,
          lower: Sample.quantile(0.05, ofSorted: draws),
          upper: Sample.quantile(0.95, ofSorted: draws))
      }
  }
}
