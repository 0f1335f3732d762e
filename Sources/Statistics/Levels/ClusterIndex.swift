/// Clusters of any numbers, counted from 0 in the order in which they first come.
package struct ClusterIndex: Sendable, Equatable {
  /// The place of each row's cluster.
  package let places: [Int]
  /// How many clusters there are.
  package let count: Int

  /// - Parameter clusters: one a row.
  package init(_ clusters: [Int]) {
    var known: [Int: Int] = [:]
    places = clusters.map { cluster in
      if let place = known[cluster] { return place }
      known[cluster] = known.count
      return known.count - 1
    }
    count = known.count
  }
}
