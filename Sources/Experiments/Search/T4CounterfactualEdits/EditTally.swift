internal import Environments
internal import LinearAlgebra
internal import Statistics

/// Counts of follows and changes by level, from which shares with intervals are made.
struct EditTally {
  let edited: EditedLevels
  let bootstrap: LevelBootstrap
  /// Whether outputs are moves; where they are not, an edit is followed by any change.
  let choosesMoves: Bool

  private var trials: [CounterfactualTrial] { edited.trials }
  private var units: Int { edited.units }
  private var responses: [EditResponse] { edited.responses }

  /// Class A edits of a part of the trials against those of another class.
  func part(
    _ name: String, against other: ClassifiedEdit.Effect,
    where keeps: (CounterfactualTrial) -> Bool
  ) -> CounterfactualEdits.Part {
    // Where the network holds all moves equally good after an edit it is at a loss, and there is
    // nothing to follow.
    let changing = members(.firstAction, where: keeps).filter(decidesAfter)
    let still = members(other, where: keeps).filter(decidesAfter)
    let counts = responses.map { response -> Matrix<Double> in
      var sums = Matrix<Double>(rows: units, columns: 4)
      for trial in changing {
        sums[trials[trial].unit, 1] += 1
        if follows(trial, response) { sums[trials[trial].unit, 0] += 1 }
      }
      for trial in still {
        sums[trials[trial].unit, 3] += 1
        if response.changes(trial) { sums[trials[trial].unit, 2] += 1 }
      }
      return sums
    }
    let followed = counts.map { bootstrap.estimate($0) { Proportion.share($0.prefix(2)) } }
    let changed = counts.map { bootstrap.estimate($0) { Proportion.share($0.dropFirst(2)) } }
    let differences = counts.map {
      bootstrap.estimate($0) {
        Proportion.share($0.prefix(2)) - Proportion.share($0.dropFirst(2))
      }
    }
    return CounterfactualEdits.Part(
      name: name, followed: followed[0],
      untrainedFollowed: BootstrapEstimate.mean(of: Array(followed.dropFirst())),
      changed: changed[0],
      untrainedChanged: BootstrapEstimate.mean(of: Array(changed.dropFirst())),
      effect: differences[0].minus(untrained: Array(differences.dropFirst())),
      edits: changing.count, others: still.count,
      levels: Set(changing.map { trials[$0].unit }).count)
  }

  /// Whether the network under study holds some move better than another in the edited level.
  private func decidesAfter(_ trial: Int) -> Bool {
    guard choosesMoves else { return true }
    return responses[0].after[trial].isDecision(
      among: trials[trial].edit.before.grid.moves.count)
  }

  /// How often edits of a class change the network's action.
  func changed(
    _ effect: ClassifiedEdit.Effect, where keeps: (CounterfactualTrial) -> Bool
  ) -> BootstrapEstimate {
    var sums = Matrix<Double>(rows: units, columns: 2)
    for trial in members(effect, where: keeps) {
      sums[trials[trial].unit, 1] += 1
      if responses[0].changes(trial) { sums[trials[trial].unit, 0] += 1 }
    }
    return bootstrap.estimate(sums, metric: Proportion.share)
  }

  /// The share of the unedited levels that are decided right.
  func competence() -> BootstrapEstimate {
    var sums = Matrix<Double>(rows: units, columns: 2)
    var seen: Set<Int> = []
    for (trial, entry) in trials.enumerated() where seen.insert(entry.level).inserted {
      let decided = responses[0].before[trial]
      sums[entry.unit, 1] += 1
      if !decided.isEmpty && decided.isSubset(of: optimal(trial).old) { sums[entry.unit, 0] += 1 }
    }
    return bootstrap.estimate(sums, metric: Proportion.share)
  }

  /// The share of the unedited levels in which some move is held better than another.
  func decided() -> Double {
    var seen: Set<Int> = []
    var count = 0
    for (trial, entry) in trials.enumerated() where seen.insert(entry.level).inserted {
      if responses[0].before[trial].isDecision(among: entry.edit.before.grid.moves.count) {
        count += 1
      }
    }
    return Double(count) / Double(max(1, seen.count))
  }

  /// The share of class A edits followed when each edit's predicted change is that of another
  /// level's edit of the same kind and distance.
  func null(
    count: Int, using random: inout RandomStream, where keeps: (CounterfactualTrial) -> Bool
  ) -> PermutationNull {
    guard choosesMoves else { return changeNull(count: count, using: &random, where: keeps) }
    let changing = members(.firstAction, where: keeps)
    let sets = changing.map { optimal($0) }
    let permutations = LevelPermutations(
      blocks: changing.map { trials[$0].slot }, count: count, using: &random)
    func share(_ source: (Int) -> Int) -> Double {
      let hits = changing.indices.count { index in
        let predicted = sets[source(index)]
        return responses[0].follows(changing[index], old: predicted.old, new: predicted.new)
      }
      return Double(hits) / Double(max(1, changing.count))
    }
    return PermutationNull(
      name: "share followed when the predicted change is that of another level's edit",
      observed: share { $0 },
      draws: (0..<count).map { draw in share { permutations.source(draw, $0) } })
  }

  /// The share of class A edits that change the output when which edits are of class A is told by
  /// other ones of the same kind and distance.
  private func changeNull(
    count: Int, using random: inout RandomStream, where keeps: (CounterfactualTrial) -> Bool
  ) -> PermutationNull {
    let changing = members(.firstAction, where: keeps)
    let all = changing + members(.irrelevant, where: keeps)
    let changes = all.map { responses[0].changes($0) }
    let permutations = LevelPermutations(
      blocks: all.map { trials[$0].slot }, count: count, using: &random)
    func share(_ source: (Int) -> Int) -> Double {
      let hits = changing.indices.count { changes[source($0)] }
      return Double(hits) / Double(max(1, changing.count))
    }
    return PermutationNull(
      name: "share changed by edits of the same kind and distance, whatever they do to best ways",
      observed: share { $0 },
      draws: (0..<count).map { draw in share { permutations.source(draw, $0) } })
  }

  private func members(
    _ effect: ClassifiedEdit.Effect, where keeps: (CounterfactualTrial) -> Bool
  ) -> [Int] {
    trials.indices.filter { trials[$0].edit.effect == effect && keeps(trials[$0]) }
  }

  private func follows(_ trial: Int, _ response: EditResponse) -> Bool {
    guard choosesMoves else { return response.changes(trial) }
    let sets = optimal(trial)
    return response.follows(trial, old: sets.old, new: sets.new)
  }

  /// The optimal first actions before and after.
  private func optimal(_ trial: Int) -> (old: ActionSet, new: ActionSet) {
    let edit = trials[trial].edit
    return (
      edit.before.paths().optimalActions(at: edit.before.start),
      edit.after.paths().optimalActions(at: edit.after.start)
    )
  }
}
