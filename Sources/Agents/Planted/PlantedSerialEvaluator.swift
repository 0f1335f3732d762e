package import LinearAlgebra
import NeuralNetworks

/// P5, one candidate after another: a layer program that walks through one sequence of moves a tick
/// in a model of the level, scores it, and keeps the best.
///
/// A clock, a one-hot vector that shifts by one a tick, says which candidate is on the board. Within
/// a tick its `L` moves shift a plane with a single one, which begins at the agent, past walls:
/// with `p` the plane before, `w` what blocks, `c_m` one where the move at hand is `m`, and
/// `f(s) = relu(2s - 5/2) - relu(2s - 7/2)`, which is 0 up to `s = 5/4` and 1 from `s = 7/4` on,
///
///     p'(x) = sum over m of f(p(x - m) + c_m - w(x)) + f(p(x) + c_m + w(x + m) - 1)
///
/// that is, who enters `x` and who is stopped there. The score is `L + 1 - l` where the goal is
/// first met after `l` moves and 0 where it is not. A candidate whose score is above the best so far
/// takes its place: the best score, and the candidate's moves, are kept from tick to tick. The
/// action is the first move of the best candidate.
///
/// All candidates are through after as many ticks as there are; further ticks change nothing. A goal
/// more than `L` steps away is not met, and all logits are 0.
package struct PlantedSerialEvaluator: Sendable, Equatable {
  /// What is tried, in order: sequences of moves of one length.
  package let candidates: [[Int]]
  package let moves: [PlantedMove]

  package init(candidates: [[Int]], moves: [PlantedMove] = .fourMoves) {
    precondition(
      !candidates.isEmpty
        && candidates.allSatisfy {
          !$0.isEmpty && $0.count == candidates[0].count && $0.allSatisfy(moves.indices.contains)
        }, "Candidates are sequences of known moves, all of one length.")
    self.candidates = candidates
    self.moves = moves
  }

  /// All sequences of a length in which no move takes back the one before: there is a shortest way
  /// to every square within that length among them, or among their beginnings.
  package init(length: Int, moves: [PlantedMove] = .fourMoves) {
    var candidates: [[Int]] = [[]]
    for _ in 0..<length {
      candidates = candidates.flatMap { start in
        moves.indices.filter { move in
          guard let last = start.last.map({ moves[$0] }) else { return true }
          return last.row + moves[move].row != 0 || last.column + moves[move].column != 0
        }.map { start + [$0] }
      }
    }
    self.init(candidates: candidates, moves: moves)
  }

  /// The same candidates in a random order.
  package func shuffled(using random: inout RandomStream) -> PlantedSerialEvaluator {
    PlantedSerialEvaluator(
      candidates: random.permutation(candidates.count).map { candidates[$0] }, moves: moves)
  }

  /// The number of moves of a candidate.
  package var length: Int { candidates[0].count }
  /// Channels of a candidate's moves, one-hot, the first move's first.
  package var width: Int { length * moves.count }
  /// The first channel of the best candidate's moves in the site `state`; before it are the places
  /// after each move and the moves of the candidate on the board, after it the best score.
  package var planChannel: Int { length + width }

  /// The logit of the action taken.
  static let gain: Float = 8

  var program: String {
    let (places, clock) = (1...length, candidates.count + 1)
    let walk = places.map { step in
      """
      scene.\(step) = convolution board channels=\(4 * moves.count) kernel=1 add=level bias=no
      move.\(step) = convolution place.\(step - 1) channels=\(4 * moves.count) add=scene.\(step) \
      bias=no rectify
      place.\(step) = convolution move.\(step) channels=1 kernel=1 bias=no
      """ + (step == 1 ? "" : "\n\(path(step)) = concatenate \(path(step - 1)) place.\(step)")
    }
    return """
      things = convolution observation channels=3 kernel=1 bias=no
      level = convolution things channels=\(4 * moves.count)
      target = convolution things channels=\(2 * length) kernel=1
      place.0 = convolution things channels=1 kernel=1 bias=no
      seen = mean observation
      start = dense seen outputs=\(clock)
      repeat
      shifted = dense previous.clock outputs=\(clock) bias=no
      rung = add start shifted
      ringing = dense rung outputs=\(2 * clock) rectify
      clock = dense ringing outputs=\(clock) bias=no
      candidate = dense clock outputs=\(width) bias=no
      board = broadcast candidate
      \(walk.joined(separator: "\n"))
      met = convolution \(path(length)) channels=\(2 * length) kernel=1 add=target bias=no rectify
      meetings = convolution met channels=\(length) kernel=1 bias=no
      reached = peak meetings
      counting = dense reached outputs=\(2 * length) rectify
      score = dense counting outputs=1 bias=no
      lead = subtract score previous.best
      comparison = dense lead outputs=2 rectify
      better = dense comparison outputs=1 bias=no
      gained = rectify lead
      best = add gained previous.best
      switch = dense better outputs=\(4 * width)
      taken = dense candidate outputs=\(4 * width) bias=no
      held = dense previous.plan outputs=\(4 * width) bias=no
      offered = add switch taken
      choice = add offered held
      chosen = rectify choice
      plan = dense chosen outputs=\(width) bias=no
      kept = concatenate plan best
      memory = broadcast kept
      walk = concatenate \(path(length)) board
      state = concatenate walk memory
      end
      here = gather state
      policy = dense here outputs=\(moves.count) bias=no
      """
  }

  private func path(_ step: Int) -> String { step == 1 ? "place.1" : "path.\(step)" }

  /// The planted network, for levels of any size.
  ///
  /// - Parameter agentPlane: the plane with a 1 on the agent's square.
  package func agent(
    _ reading: PlantedWave.Reading, agentPlane: Int
  ) throws(ArchitectureError) -> Agent {
    let planes = reading.goal.count
    precondition(agentPlane < planes, "There is no plane \(agentPlane) among \(planes).")
    let architecture = try LayerProgram(program, planes: planes, ticks: candidates.count)
    var parameters = ParameterSet(architecture.layout)
    for plane in 0..<planes {
      parameters["things/weight"][0, 0, plane, 0] = reading.blocked[plane]
      parameters["things/weight"][0, 0, plane, 1] = reading.goal[plane]
    }
    parameters["things/weight"][0, 0, agentPlane, 2] = 1
    parameters["place.0/weight"][0, 0, 2, 0] = 1
    plantClock(&parameters)
    plantModel(&parameters)
    plantScore(&parameters)
    plantChoice(&parameters)
    for move in moves.indices {
      parameters["policy/weight"][planChannel + move, move] = Self.gain
    }
    return Agent(architecture, parameters: parameters)
  }

  /// The network whose model is cut: no move leads anywhere, no candidate meets the goal.
  package func cut(_ agent: Agent) -> Agent {
    var agent = agent
    for step in 1...length {
      let shape = agent.parameters["move.\(step)/weight"].shape
      agent.parameters["move.\(step)/weight"] = Tensor(shape: shape)
    }
    return agent
  }
}
