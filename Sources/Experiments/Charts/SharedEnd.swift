/// What several texts end with, to be said once.
package enum SharedEnd {
  /// The sentences that all of the texts end with; none of fewer than three texts.
  package static func of(_ texts: [String]) -> String {
    guard texts.count > 2, let first = texts.first else { return "" }
    var place = first.endIndex
    while place > first.startIndex {
      let before = first.index(before: place)
      guard texts.allSatisfy({ $0.hasSuffix(first[before...]) }) else { break }
      place = before
    }
    let shared = String(first[place...])
    if texts.contains(where: { $0.count == shared.count }) { return shared }
    // From where a sentence begins.
    guard let stop = shared.firstRange(of: ". ") else { return "" }
    return String(shared[stop.upperBound...])
  }
}
