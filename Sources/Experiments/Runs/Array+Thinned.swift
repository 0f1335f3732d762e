extension Array {
  /// So many of the elements: the first, the last, and others evenly among them; all where there are no
  /// more, and for fewer than two.
  package func thinned(to count: Int) -> [Element] {
    guard count >= 2, self.count > count else { return self }
    return (0..<count).map { self[$0 * (self.count - 1) / (count - 1)] }
  }
}
