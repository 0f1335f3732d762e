/// The cheapest way of giving each row a column of its own.
enum Assignment {
  /// The least sum of `order` costs, one a row and one a column, by the Hungarian method with
  /// potentials (Kuhn, 1955; in the form of shortest augmenting paths, Jonker and Volgenant,
  /// 1987).
  ///
  /// - Parameter costs: row-major; sums below `Int32.max`.
  /// - Complexity: cubic in the order.
  static func leastCost(_ costs: UnsafeBufferPointer<Int32>, order: Int) -> Int32 {
    if order == 1 { return costs[0] }
    if order == 2 { return min(costs[0] + costs[3], costs[1] + costs[2]) }
    // Rows and columns are counted from 1; column 0 stands for the row that is being placed.
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 5 * (order + 1)) { work in
      work.update(repeating: 0)
      let width = order + 1
      let (rowPrice, columnPrice) = (0, width)
      let (owner, cameFrom, slack) = (2 * width, 3 * width, 4 * width)
      for row in 1...order {
        work[owner] = Int32(row)
        for column in 0...order { work[slack + column] = .max }
        var visited: UInt64 = 0
        var column = 0
        repeat {
          visited |= 1 << UInt64(column)
          let placed = Int(work[owner + column])
          var (step, next) = (Int32.max, 0)
          for other in 1...order where visited & 1 << UInt64(other) == 0 {
            let reduced =
              costs[(placed - 1) * order + other - 1] - work[rowPrice + placed]
              - work[columnPrice + other]
            if reduced < work[slack + other] {
              work[slack + other] = reduced
              work[cameFrom + other] = Int32(column)
            }
            if work[slack + other] < step { (step, next) = (work[slack + other], other) }
          }
          for other in 0...order {
            if visited & 1 << UInt64(other) != 0 {
              work[rowPrice + Int(work[owner + other])] += step
              work[columnPrice + other] -= step
            } else {
              work[slack + other] -= step
            }
          }
          column = next
        } while work[owner + column] != 0
        while column != 0 {
          let before = Int(work[cameFrom + column])
          work[owner + column] = work[owner + before]
          column = before
        }
      }
      return -work[columnPrice]
    }
  }
}
