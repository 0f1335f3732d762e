/// Suggestions for a name that was not found.
package enum NearNames {
  /// The names nearest to the one given, nearest first, at most three, none that differs in
  /// more than half of its letters.
  package static func find(_ name: String, among names: [String]) -> [String] {
    names.enumerated()
      .map { (distance: distance($0.element, name), order: $0.offset, name: $0.element) }
      .filter { $0.distance <= max(2, max($0.name.count, name.count) / 2) }
      .sorted { ($0.distance, $0.order) < ($1.distance, $1.order) }
      .prefix(3).map(\.name)
  }

  /// The least number of letters inserted, deleted or replaced that makes one name the other
  /// (Levenshtein's distance).
  package static func distance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first), Array(second))
    var row = Array(0...second.count)
    for i in first.indices {
      var diagonal = row[0]
      row[0] = i + 1
      for j in second.indices {
        let cost = min(row[j + 1] + 1, row[j] + 1, diagonal + (first[i] == second[j] ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[second.count]
  }
}
