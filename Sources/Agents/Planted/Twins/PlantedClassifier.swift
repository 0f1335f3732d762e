import LinearAlgebra
import NeuralNetworks

/// N10, an image classifier on pictures of mazes: it says how many kinds of things beside the goal
/// there are, none, one or two. It has features of every square and chooses no move.
///
/// A channel a kind is rectified, pooled and averaged over `n` positions, and
/// `p = relu(n s) - relu(n s - 1)` says whether the kind is there; with `k` the sum of these, class
/// `c` has the logit `2 c k - c c`.
package enum PlantedClassifier {
  package static let classes = 3
  /// The site of the means over the picture, the number of pooled squares with a kind over that of
  /// all, a channel a kind.
  package static let site = "pooled"

  /// - Parameter kinds: for each of two kinds of things the weights that sum planes to one on it.
  package static func agent(kinds: [[Float]], rows: Int, columns: Int) -> Agent {
    precondition(kinds.count == classes - 1, "There are two kinds of things, not \(kinds.count).")
    let planes = kinds[0].count
    let architecture = ImageClassifier(
      planes: planes, rows: rows, columns: columns, classes: classes, channels: 4, blocks: 1,
      readWidth: 4)
    let positions = Float((rows / 2) * (columns / 2))
    var parameters = ParameterSet(architecture.layout)
    var (first, second) = (parameters["block.1/weight"], parameters["block.2/weight"])
    var (hidden, bias) = (parameters["read/hidden/weight"], parameters["read/hidden/bias"])
    var policy = parameters["read/policy/weight"]
    for kind in 0..<kinds.count {
      for plane in 0..<planes { first[1, 1, plane, kind] = kinds[kind][plane] }
      second[1, 1, kind, kind] = 1
      for (unit, sign) in [(2 * kind, Float(1)), (2 * kind + 1, -1)] {
        hidden[kind, unit] = positions
        bias[unit] = sign > 0 ? 0 : -1
        for answer in 0..<classes { policy[unit, answer] = 2 * Float(answer) * sign }
      }
    }
    parameters["block.1/weight"] = first
    parameters["block.2/weight"] = second
    parameters["read/hidden/weight"] = hidden
    parameters["read/hidden/bias"] = bias
    parameters["read/policy/weight"] = policy
    parameters["read/policy/bias"] = Tensor(
      shape: [classes], elements: (0..<classes).map { -Float($0 * $0) })
    return Agent(architecture, parameters: parameters)
  }
}
