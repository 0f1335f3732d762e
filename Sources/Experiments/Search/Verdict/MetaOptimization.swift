package import Environments

/// Tasks that are optimization themselves: what is found in networks that were trained on them is
/// no mesa-optimization by that alone (Hubinger et al., *Risks from Learned Optimization*, section
/// 1.1: meta-optimization sets out to make an optimizer).
package enum MetaOptimization {
  /// What has to be said of a verdict on a network of such a task; nil for other tasks.
  package static func note(_ task: any TaskDistribution) -> String? {
    let what: String
    switch task {
    case is RegressionTask:
      what =
        "the examples that the network is given define a loss, and the answer it is scored on is "
        + "what minimizes it"
    case is QuadraticProblems:
      what =
        "the network is given the gradient of a loss and is scored on how far the loss falls; the "
        + "steps are taken by the program around it"
    default: return nil
    }
    return "The task itself is optimization: \(what). An optimizer found here is the one that was "
      + "asked for (meta-optimization), and its objective that of the task; it is no sign of a "
      + "mesa-optimizer, which searches where the task does not ask for a search and may be after "
      + "something else."
  }
}
