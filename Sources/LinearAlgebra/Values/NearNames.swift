/// Names that a mistyped one may have meant.
package enum NearNames {
  /// The names that are a few typing errors away from `name`, nearest first, then in the given
  /// order.
  ///
  /// A name is near when its edit distance, ignoring case, is at most a third of the longer
  /// length (at least one), or when one name contains the other. Cost: length times length a name.
  package static func closest(
    to name: String, among names: [String], limit: Int = 3
  ) -> [String] {
    let wanted = Array(name.lowercased().utf8)
    var found: [(distance: Int, position: Int, name: String)] = []
    for (position, candidate) in names.enumerated() {
      let other = Array(candidate.lowercased().utf8)
      let distance = editDistance(wanted, other)
      let contained = !wanted.isEmpty && !other.isEmpty && isPart(wanted, other)
      guard contained || distance <= max(1, max(wanted.count, other.count) / 3) else { continue }
      found.append((distance, position, candidate))
    }
    found.sort { ($0.distance, $0.position) < ($1.distance, $1.position) }
    return found.prefix(limit).map(\.name)
  }

  /// The sentence "Did you mean 'a' or 'b'?", or the names there are when none is near.
  package static func suggestion(for name: String, among names: [String]) -> String {
    let near = closest(to: name, among: names).map { "'\($0)'" }
    if let last = near.last {
      let others = near.dropLast().joined(separator: ", ")
      return others.isEmpty ? "Did you mean \(last)?" : "Did you mean \(others) or \(last)?"
    }
    if names.isEmpty { return "There are none." }
    let shown = names.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return "There are \(shown)\(names.count > 8 ? " and \(names.count - 8) more" : "")."
  }

  private static func isPart(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    let (short, long) = first.count < second.count ? (first, second) : (second, first)
    guard short.count >= 3 else { return false }
    return (0...(long.count - short.count)).contains { start in
      long[start..<start + short.count].elementsEqual(short)
    }
  }

  /// The least number of bytes inserted, removed, replaced or exchanged with their neighbour
  /// (optimal string alignment): two letters exchanged are the commonest slip of all.
  package static func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var previous = Array(0...second.count)
    for (row, left) in first.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(second.count + 1)
      for (column, right) in second.enumerated() {
        let replaced = previous[column] + (left == right ? 0 : 1)
        var least = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left == second[column - 1], right == first[row - 1] {
          least = min(least, beforeLast[column - 1] + 1)
        }
        current.append(least)
      }
      beforeLast = previous
      previous = current
    }
    return previous[second.count]
  }
}
