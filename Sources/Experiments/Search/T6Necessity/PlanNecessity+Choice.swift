internal import Agents
internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics

extension PlanNecessity {
  /// The place, the reader and the ticks at which erasing the plan costs most on fit levels, less
  /// what other random subspaces cost; the first of equals.
  struct Choice {
    let candidate: PlanCandidate
    let plan: PlanErasers
    let subspaces: MatchedSubspaces
    let name: String
    let tried: [(name: String, effect: Double)]
    /// Whether the same erasure elsewhere is the control: no random subspace moves as far, and it
    /// tells more on fit levels.
    let isElsewhere: Bool

    /// The number of random subspaces of each kind in a trial.
    static let draws = 4

    /// - Returns: nil where what is computed is not finite.
    static func finite<Value>(_ compute: () throws -> Value) throws -> Value? {
      do {
        return try compute()
      } catch ProbingError.notFinite(_, _, _, _, _) {
        return nil
      }
    }

    /// - Returns: nil where at no place there is anything to erase.
    init?(_ candidates: [PlanCandidate], agent: Agent, random: RandomStream) throws {
      var best: (candidate: PlanCandidate, plan: PlanErasers, subspaces: MatchedSubspaces)?
      var (name, most, local) = ("", -Double.infinity, false)
      var tried: [(name: String, effect: Double)] = []
      for candidate in candidates {
        let base = candidate.base
        let places = Array(base.fit.prefix(base.settings.interventionFitLevels))
        let decisions = ErasedDecisions(base, agent: agent, places: places)
        let natural = try decisions.natural()
        let spans = base.edited.count > 1 ? [base.edited, [base.series.last]] : [base.edited]
        for sites in spans {
          // An erasure under which the network computes no numbers says nothing.
          guard
            let plan = try Self.finite({
              try PlanErasers(candidate, agent: agent, sites: sites)
            })
          else { continue }
          let subspaces = try MatchedSubspaces(plan)
          guard plan.erasers.contains(where: { !$0.isEmpty }) else { continue }
          let erased = try decisions.run(plan.erasers, at: sites)
          let own = Sample.mean(zip(natural.optimality, erased.optimality).map { $0 - $1 })
          let kinds = subspaces.hasOthers ? MatchedErasers.Kind.allCases : []
          let drawn = try kinds.map { kind in
            try Parallel.tryMap(Self.draws) { draw in
              try PlanNecessity.draw(
                subspaces, kind, decisions, natural, only: Array(places.indices),
                random: random.split(kind.rawValue).split(UInt64(draw)))
            }
          }
          let others = drawn.map { Sample.mean($0.map { Sample.mean($0.drops) }) }
          let close = drawn.map { Sample.mean($0.map(\.close)) }
          var (effect, isLocal) = (own - (others.max() ?? 0), false)
          if subspaces.hasOthers, !close.contains(where: { $0 >= PlanNecessity.fewestMatched }) {
            let elsewhere = try ErasureElsewhere(
              plan, decisions, natural: natural, draws: Self.draws,
              only: { _ in Array(places.indices) }, random: random.split("elsewhere"))
            let beside = Sample.mean(elsewhere.drops) - elsewhere.null.mean
            isLocal = beside > effect
            effect = max(effect, beside)
          }
          let words =
            candidate.description + (sites.count > 1 ? ", at every tick" : ", after the last tick")
          tried.append((words, effect))
          if effect > most {
            (best, name, most) = ((candidate, plan, subspaces), words, effect)
            local = isLocal
          }
        }
      }
      guard let best else { return nil }
      (candidate, plan, subspaces) = best
      self.name = name
      self.tried = tried
      isElsewhere = local
    }
  }
}
