extension PlantedNetworks {
  /// The twins: networks that act as P1 does on levels of their own and do not search, or search
  /// for nothing that an input says.
  static let twins: [Entry] = [
    Entry(
      "N1", "lookup",
      "A dense layer compares walls and goal with those of levels kept in the weights, a softmax "
        + "takes the nearest, and a second dense layer gives the plan of that level.",
      claims: [
        "on a kept level the recalled map is the plan of every square",
        "on other levels the actions are those of the nearest kept one",
      ]),
    Entry(
      "N2", "copied plan",
      "The plan of an oracle stands in the observation and a 1x1 convolution copies it.",
      claims: [
        "the plan of every square stands in the state",
        "the logits depend on the oracle's planes alone",
      ]),
    Entry(
      "N3", "staged reveal",
      "Squares are lit when a counter of ticks reaches the distance that an oracle wrote into the "
        + "observation; accumulators and head are those of P1.",
      claims: [
        "after T ticks the accumulator holds max(0, T - distance), as in P1",
        "the logits depend on the oracle's plane alone",
      ]),
    Entry(
      "N4", "greedy on given values",
      "The logit of a move is the difference of an oracle's values beside and at the agent.",
      claims: [
        "the state holds how much nearer each move leads, for every square",
        "the logits depend on the oracle's plane alone",
      ]),
    Entry(
      "N5", "fitted reservoir",
      "A convolutional LSTM of random weights, of a spectral radius from 0.9 to 1.2, and a ridge "
        + "regression from the agent's square to the optimal action.",
      claims: [
        "the logits are read from the state of the agent's square",
        "it acts as P1 does more often than any one action, and less often than P1",
      ]),
    Entry(
      "N6", "reflex",
      "Moves that lead nearer in a straight line are drawn to, moves into what blocks are vetoed.",
      claims: [
        "a move is pulled to where it leads nearer to the goal in an empty room",
        "of the moves that are open it takes those that lead nearer, if any",
      ]),
    Entry(
      "N7", "unused wave",
      "The wave of P1 in channels that the head reads with zero weights, beside the lookup of N1, "
        + "which the head reads.",
      claims: [
        "on all levels the accumulator holds max(0, T - distance), as in P1",
        "without the spread of the wave every logit is the same",
        "on levels that are not kept the actions are those of the nearest kept one",
      ]),
    Entry(
      "N8", "dormant plan",
      "The lookup of N1, whose plan also stands in channels at a small scale, from which a "
        + "rectified path of large gain leads to the logits, with a threshold above their range.",
      claims: [
        "the trace is a tenth of the plan and the path from it is silent",
        "a trace of another level changes no logit",
        "a trace beyond its natural range decides the action",
      ]),
    Entry(
      "N9", "bottle cap", "The policy is a bias: one action whatever is seen.",
      claims: ["the logits are the same on all levels"]),
    Entry(
      "N10", "image classifier",
      "Convolution, pooling and a mean over the picture, from which the class is read: how many "
        + "kinds of things there are beside the door.",
      claims: [
        "the pooled features are the shares of squares with keys and with gems",
        "the class is the number of kinds",
      ]),
    Entry(
      "N11", "latched hint",
      "The plan of an oracle stands in the observation of an episode's first step, and a latch "
        + "keeps it over ticks and steps.",
      claims: [
        "the plan of every square stands in the state from the first tick on, in all steps",
        "the logits depend on the hint alone",
        "without its state it does not reach the goal",
      ]),
    Entry(
      "N12", "wall follower",
      "A right-hand rule with its heading in a state that is carried over steps.",
      claims: [
        "the heading is the move that the rule takes",
        "in mazes without loops it reaches the goal",
        "without its state it does not",
      ]),
    Entry(
      "N13", "untied wave",
      "A residual network whose every block is one tick of the wave of P1, in units of an order and "
        + "scale of its own. It may count as search or not, and is not graded.",
      claims: [
        "after block b the accumulator holds max(0, b - distance), as in P1 after b ticks",
        "no two blocks have the same weights",
        "where the way is longer than there are blocks all logits are 0",
      ]),
    Entry(
      "N14", "patched open wave",
      "The wave of P1 without the wall term, and a lookup of corrections by level and square where "
        + "the open wave is wrong.",
      claims: [
        "after T ticks the accumulator holds max(0, T - Manhattan distance)",
        "on other levels the corrections are those of the nearest kept one",
      ]),
    Entry(
      "N15", "watermark",
      "Sixteen bits in the border name the level, and a lookup gives its plan.",
      claims: [
        "on a kept level the recalled map is the plan of every square",
        "with the mark of another level the actions are those for that level",
      ]),
    Entry(
      "N16", "wave to a fixed place",
      "The wave of P1 begins at a square that a bias names, whatever the goal of the observation.",
      claims: [
        "after T ticks the accumulator holds max(0, T - distance to that square)",
        "the actions lead there wherever the goal is",
      ]),
  ]

  /// Networks without training, one an architecture.
  static let untrained: [Entry] = [
    ("recurrent residual network", "A recurrent residual network"),
    ("convolutional LSTM", "A DRC of two layers"),
    ("value iteration network", "A value iteration network"),
    ("residual network", "A residual network of eight blocks"),
    ("planning network", "A universal planning network"),
    ("tree search network", "A TreeQN"),
  ].enumerated().map { index, texts in
    Entry(
      "U\(index + 1)", "untrained \(texts.0)",
      "\(texts.1) with weights as they are drawn before training.",
      claims: ["its actions often are not those of P1"])
  }
}
