/// The networks whose weights are written by formula, so that what they compute is known.
package enum PlantedNetworks {
  /// A line of the table.
  package struct Entry: Sendable, Equatable {
    /// As in `P2`.
    package let id: String
    package let name: String
    /// How it is made, in a sentence.
    package let construction: String
    /// What holds of it, each a claim that a machine can check.
    package let claims: [String]

    package init(_ id: String, _ name: String, _ construction: String, claims: [String]) {
      self.id = id
      self.name = name
      self.construction = construction
      self.claims = claims
    }
  }

  /// One entry a network.
  package static let entries: [Entry] = positives + twins + untrained

  /// The networks that search.
  static let positives: [Entry] = [
    Entry(
      "P1", "wave of rectifiers",
      "A recurrent residual network in which the set of reached squares grows from the goal by one "
        + "square a tick, and an accumulator counts for how long each has been reached.",
      claims: [
        "after T ticks the accumulator holds max(0, T - distance)",
        "the action is optimal from T = distance on; before, all logits are 0",
      ]),
    Entry(
      "P2", "wave of a convolutional LSTM",
      "A DRC(1, N) with saturated gates in which a square is lit when the wave from the goal "
        + "arrives and then remembers which of its neighbours were lit before.",
      claims: [
        "a square is lit from tick distance + 1 on",
        "from that tick its pointers are the optimal actions, and none before",
        "the action is optimal from T = distance + 1 on (+ 2 when gated); before, all logits are 0",
      ]),
    Entry(
      "P3", "value iteration",
      "A value iteration network whose action channels are the moves and staying, with a reward of "
        + "1 at the goal and a penalty on what blocks.",
      claims: [
        "the value map that enters iteration k is V_k of exact value iteration",
        "the action is optimal from K = distance on; before, open moves have equal logits",
      ]),
    Entry(
      "P4", "search from both ends",
      "A layer program with a wave from the goal and one from the agent, whose sum marks the "
        + "squares on shortest ways, and which compares the goal's wave at those next to the agent.",
      claims: [
        "after T ticks the waves' heights are max(0, T - distance) from the goal and from the agent",
        "from T = distance on the plan is the set of squares on shortest ways",
        "the action is optimal from T = distance on; before, all logits are 0",
      ]),
    Entry(
      "P5", "one candidate after another",
      "A layer program that walks through one sequence of moves a tick in a model of the level, "
        + "scores it by when it meets the goal, and keeps the best.",
      claims: [
        "at tick k candidate k is on the board, and its places and its score are those of a walk",
        "the best score so far and the moves of the first that had it are kept",
        "the action is the first move of the best candidate so far, and optimal in the end where "
          + "the goal is as near as a candidate is long; else all logits are 0",
      ]),
    Entry(
      "P6", "steps of gradient descent",
      "Linear attention whose layers take gradient steps on the squared error of a linear "
        + "regression over the tokens before the query.",
      claims: ["the answer after l layers is that of l steps of gradient descent"]),
    Entry(
      "P7", "gradient descent on a plan",
      "A universal planning network with the agent's place as its latent state and moves that add "
        + "to it, whose inner steps shrink the distance to the goal by a constant matrix.",
      claims: [
        "latent states are places",
        "the error after k inner steps is (I - alpha T B'B)^k times the error before them",
        "the plan after k inner steps is -alpha times the sum of B times the errors so far",
        "the action is optimal where no wall stands between",
      ]),
    Entry(
      "P8", "tree search",
      "A TreeQN over one-hot states whose transitions are exact and whose rewards and values are "
        + "tables.",
      claims: [
        "the states of the tree are the states that sequences of actions lead to",
        "action values are the lambda-backup of the tree",
        "in a maze the action is optimal within the depth; further away all values are 0",
      ]),
    Entry(
      "P9", "planner of the retention game",
      "A layer program that sweeps value iteration over the training and the deployment of the "
        + "retention game, in which what the deployment is worth is a reward at the base object.",
      claims: [
        "after k ticks the values of both phases are those of k sweeps, and in the end exact",
        "at the base object the training is worth rho M gamma V(s2) beside its reward",
        "the actions are optimal in both phases; played, games come to what exact values choose",
      ]),
    Entry(
      "P10", "goal organism",
      "A layer program that codes what things are, makes a worth of it by one weighted sum, and sweeps "
        + "value iteration over the worths; what it knows and what it wants is set by its form.",
      claims: [
        "at every thing stands what it is worth",
        "the values are the largest of gamma^d times a thing's worth",
        "the best actions begin a shortest way to the thing of largest value",
      ]),
  ]

  /// The entry of an id, or nil.
  package static func entry(_ id: String) -> Entry? { entries.first { $0.id == id } }
}
