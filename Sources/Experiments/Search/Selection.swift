/// Order statistics without sorting everything.
enum Selection {
  /// The median of some numbers, none NaN; their order is changed. Of an even count the mean of the
  /// two in the middle.
  ///
  /// - Precondition: there is at least one.
  /// - Complexity: linear on average (Hoare's selection, pivots by the median of three).
  static func median(_ values: inout [Float]) -> Float {
    precondition(!values.isEmpty, "Nothing has no median.")
    let middle = values.count / 2
    let upper = select(&values, middle)
    guard values.count % 2 == 0 else { return upper }
    // Everything before the middle is no larger than it.
    let lower = values[..<middle].reduce(-Float.infinity, max)
    return (lower + upper) / 2
  }

  /// Puts the value of a rank (from 0) at its place, no larger ones before and no smaller ones
  /// after it.
  private static func select(_ values: inout [Float], _ rank: Int) -> Float {
    values.withUnsafeMutableBufferPointer { values in
      var (low, high) = (0, values.count - 1)
      while low < high {
        let (a, b, c) = (values[low], values[(low + high) / 2], values[high])
        let pivot = max(min(a, b), min(max(a, b), c))
        var (left, right) = (low, high)
        while left <= right {
          while values[left] < pivot { left += 1 }
          while values[right] > pivot { right -= 1 }
          if left <= right {
            values.swapAt(left, right)
            left += 1
            right -= 1
          }
        }
        if rank <= right {
          high = right
        } else if rank >= left {
          low = left
        } else {
          return values[rank]
        }
      }
      return values[rank]
    }
  }
}
