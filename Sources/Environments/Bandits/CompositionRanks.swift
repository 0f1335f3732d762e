/// Numbers the ways to write a total as an ordered sum of parts that may be zero.
///
/// The parts are told apart by bars at `p_j = c_1 + ... + c_j + j - 1`; the rank is
/// `sum_j binomial(p_j, j)`, the place of the set of bars in colexicographic order (the
/// combinatorial number system).
struct CompositionRanks: Sendable {
  let parts: Int
  let total: Int
  /// `binomial(n, k)` at `n (parts + 1) + k` for `k <= parts`, `Int.max` where it is too large.
  private let binomials: [Int]

  init(parts: Int, total: Int) {
    precondition(parts > 1 && total >= 0, "A sum needs two parts or more.")
    self.parts = parts
    self.total = total
    let rows = total + parts + 1
    var table = [Int](repeating: 0, count: rows * (parts + 1))
    for n in 0..<rows {
      table[n * (parts + 1)] = 1
      for k in 1...parts where n > 0 {
        let above = table[(n - 1) * (parts + 1) + k]
        let (sum, overflow) = above.addingReportingOverflow(
          table[(n - 1) * (parts + 1) + k - 1])
        table[n * (parts + 1) + k] = overflow ? Int.max : sum
      }
    }
    binomials = table
  }

  @inline(__always)
  private func binomial(_ n: Int, _ k: Int) -> Int { binomials[n * (parts + 1) + k] }

  /// The number of sums to a total.
  func count(total: Int) -> Int { binomial(total + parts - 1, parts - 1) }

  /// The number of sums to every total up to the largest, nil where it is too large to count.
  var countUpToTotal: Int? {
    let count = binomial(total + parts, parts)
    return count == Int.max ? nil : count
  }

  func rank(_ elements: [Int]) -> Int { rank(elements, incrementing: parts - 1) }

  /// The rank of the sum with one part increased by one; the last part moves no bar.
  @inline(__always)
  func rank(_ elements: [Int], incrementing part: Int) -> Int {
    var bar = -1
    var rank = 0
    for index in 0..<parts - 1 {
      bar += elements[index] + (index == part ? 2 : 1)
      rank += binomial(bar, index + 1)
    }
    return rank
  }

  /// Visits every sum to a total, with its rank.
  func forEach(total: Int, _ body: ([Int], Int) -> Void) {
    var elements = [Int](repeating: 0, count: parts)
    visit(0, rest: total, &elements, body)
  }

  private func visit(
    _ part: Int, rest: Int, _ elements: inout [Int], _ body: ([Int], Int) -> Void
  ) {
    if part == parts - 1 {
      elements[part] = rest
      body(elements, rank(elements))
      return
    }
    for value in 0...rest {
      elements[part] = value
      visit(part + 1, rest: rest - value, &elements, body)
    }
  }
}
