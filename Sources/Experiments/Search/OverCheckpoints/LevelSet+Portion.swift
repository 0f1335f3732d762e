internal import Statistics

extension LevelSet {
  /// At most so many of the levels, three fifths of them of the folds that things are fitted on; all
  /// where there are no more. Levels that are near copies count once.
  ///
  /// - Throws: `StatisticsError` when two levels have one id.
  package func portion(_ count: Int) throws -> LevelSet {
    guard count < self.count else { return self }
    let folds = Folds(try LevelUnits(keys))
    func first(_ units: [Int], _ count: Int) -> [Int] {
      units.prefix(count).map { folds.units.levelsOfUnit[$0][0] }
    }
    let report = min(folds.report.count, count * 2 / 5)
    let places = first(folds.selection, count - report) + first(folds.report, report)
    return try selecting(places.sorted())
  }
}
