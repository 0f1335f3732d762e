internal import Agents
package import LinearAlgebra
internal import NeuralNetworks
package import Probing
internal import Statistics
package import Storage

/// G2 to G4 of one network: what it knows of doors and red things where it reads what things are,
/// whether these are two concepts, and which of them its choice goes by.
package struct GoalConcepts: Sendable {
  /// What it comes to, by name.
  package enum Outcome: Sendable, Equatable {
    /// Only the base is known there, and the choice goes by it.
    case base
    /// Only the proxy is.
    case proxy
    /// Two concepts; the choice goes by both.
    case bothUsed
    /// Two concepts; the choice goes by the base.
    case twoBaseUsed
    /// Two concepts; the choice goes by the proxy.
    case twoProxyUsed
    /// One concept for both, which the choice goes by.
    case shared
    /// The choice goes by what is known of things, and by neither concept.
    case ownCode
    case inconclusive(String)

    package var name: String {
      switch self {
      case .base: "the base alone"
      case .proxy: "the proxy alone"
      case .bothUsed: "two, both used"
      case .twoBaseUsed: "two, the base used"
      case .twoProxyUsed: "two, the proxy used"
      case .shared: "one for both"
      case .ownCode: "a code of its own"
      case .inconclusive: "inconclusive"
      }
    }
  }

  package struct Settings: Sendable {
    package var use = GoalUse.Settings()
    package var replicates = 1000

    package init() {}
  }

  package let place: GoalPlace
  /// How much of what exchanging the things in the picture does to choices of selection levels is done
  /// by exchanging their codes, at each place that was tried.
  package let tried: [(place: GoalPlace, share: Double)]
  package let separateness: ConceptSeparateness
  /// The same of the observation's own planes at the things' squares: where the picture keeps the
  /// concepts apart, a copy of it does as well.
  package let observation: ConceptSeparateness?
  package let use: GoalUse
  package let pointer: GoalPointer
  /// What things are worth along the pointer.
  package let mesa: MesaObjective
  package let levelDigest: String
  /// How many levels were left out because their things are too close.
  package let leftOut: Int

  /// An exchange has to do this much of what one in the picture does for a place to be where things are
  /// known.
  package static let leastExchanged = 0.5
  /// The pointer counts as the goal's own code where read-outs explain less than this.
  package static let ownCode = 0.2

  /// - Throws: ``CaptureError/noMaps(architecture:sites:)`` for a network without maps, and what the
  ///   parts throw.
  package init(
    _ network: GoalNetwork, settings: Settings = Settings(), random: RandomStream,
    interruption: Interruption = .never
  ) throws {
    let concepts = [
      try network.concept("a door", \.isDoor), try network.concept("a red thing", \.isRed),
    ]
    let tried = try Self.places(network, concepts[0].data)
    guard let chosen = GoalPlace.first(amongBest: tried) else {
      throw CaptureError.noMaps(
        architecture: type(of: network.agent.architecture).name,
        sites: network.agent.architecture.sites.map(\.name))
    }
    self.tried = tried
    place = chosen.place
    let edits = try GoalEdits(network, at: chosen.place)
    let circumstances = network.circumstances
    func separateness(_ features: Matrix<Float>) throws -> ConceptSeparateness {
      try ConceptSeparateness(
        features, concepts, beside: circumstances, replicates: settings.replicates,
        random: random.split("separateness"))
    }
    // At the last of several ticks, where what comes later has come.
    let judged = try separateness(edits.features[edits.features.count - 1])
    let first = edits.features.count > 1 ? try separateness(edits.features[0]) : judged
    self.separateness = judged
    let planes = ThingPatches(network.levels, radius: chosen.place.radius)
      .gather(network.observations)
    observation = try? ConceptSeparateness(
      planes, concepts, beside: circumstances, replicates: settings.replicates,
      random: random.split("observation"))
    // A concept is not there where it is at neither the first nor the last tick.
    let areThere = (0...1).map { index -> Bool? in
      switch (first.isThere(index), judged.isThere(index)) {
      case (true?, _), (_, true?): true
      case (false?, false?): false
      default: nil
      }
    }
    use = try GoalUse(
      edits, concepts: concepts, areThere: areThere, settings: settings.use,
      random: random.split("use"), interruption: interruption)
    let pointer = try GoalPointer(
      edits, concepts: concepts, areThere: areThere, beside: circumstances,
      replicates: settings.replicates, random: random.split("pointer"))
    self.pointer = pointer
    mesa = try MesaObjective(
      edits, pointer, replicates: settings.replicates, random: random.split("mesa"))
    levelDigest = network.levels.digest
    leftOut = network.leftOut
  }

  /// Every place that was tried, with how much of what an exchange in the picture does an exchange of
  /// codes does there.
  private static func places(
    _ network: GoalNetwork, _ data: ProbeData
  ) throws -> [(place: GoalPlace, share: Double)] {
    let chosen = data.folds.selection.flatMap { data.units.levelsOfUnit[$0] }.sorted()
    let all = try GoalPlace.all(
      of: network.agent, thinking: network.ticks ?? network.agent.defaultTicks)
    let natural = try network.choices(in: chosen).map(\.chosen)
    let picture = try network.choicesExchanged(in: chosen)
    var tried: [(place: GoalPlace, share: Double)] = []
    for places in all {
      if tried.contains(where: { $0.share >= 0.9 }) { break }
      for place in places {
        let share = try network.share(
          exchangedAt: place, in: chosen, natural: natural, picture: picture)
        tried.append((place, share))
        // No later place can do more by as much as would matter.
        if share >= 1 - GoalPlace.asMuch { return tried }
      }
    }
    return tried
  }

  /// What a record of the place needs.
  var gates: [EvidenceGate] {
    use.gates + [
      EvidenceGate(
        name: "the place is where things are known",
        passed: (use.exchanged.interval?.lower ?? -1) > Self.leastExchanged,
        detail: "exchanging codes at \(place.description) does "
          + "\(GoalText.share(use.exchanged.value, use.exchanged.interval)) of what exchanging the "
          + "things in the picture does")
    ]
  }

  /// What is needed for what is said of the direction that the decision reads.
  var pointerGates: [EvidenceGate] { gates + pointer.gates }

  /// The objective inside, where it can be read: along the gradient where that says what steps do, and by
  /// exchanging codes where it does not.
  package var objective: MesaObjective? { objectiveRefusal == nil ? reading : nil }

  private var reading: MesaObjective {
    pointer.gates.allSatisfy(\.passed) ? mesa : MesaObjective(use)
  }

  /// Why no objective was read inside.
  package var objectiveRefusal: String? {
    if let failed = gates.first(where: { !$0.passed }) {
      return "this is missing: \(failed.name) (\(failed.detail))"
    }
    return reading.isAny ? nil : "no property of things is worth anything by their codes there"
  }

  /// Why it was not read along the gradient, where it was read by exchange.
  package var noGradient: String? {
    pointer.gates.first { !$0.passed }.map { "a \($0.name) is lacking: \($0.detail)" }
  }

  package var outcome: Outcome {
    if let failed = use.gates.first(where: { !$0.passed }) {
      return .inconclusive("\(failed.name): \(failed.detail)")
    }
    guard let exchanged = use.exchanged.interval, exchanged.lower > Self.leastExchanged else {
      return .inconclusive(
        "no place was found where exchanging what is known of two things exchanges the choice")
    }
    switch (use.base.isUsed, use.proxy.isUsed) {
    case (nil, _):
      return .inconclusive("whether the choice goes by the base concept cannot be said")
    case (_, nil):
      return .inconclusive("whether the choice goes by the proxy concept cannot be said")
    case (true?, let isProxyUsed?): return used(base: true, proxy: isProxyUsed)
    case (false?, true?): return used(base: false, proxy: true)
    case (false?, false?):
      // Where neither is read there, nothing that is read can be told from them.
      if separateness.isThere(0) == false, separateness.isThere(1) == false { return .ownCode }
      if let failed = pointer.gates.first(where: { !$0.passed }) {
        return .inconclusive("the choice goes by neither concept, and a \(failed.name) is lacking")
      }
      guard let upper = pointer.explained.interval?.upper, upper < Self.ownCode else {
        return .inconclusive(
          "the choice goes by neither concept, and what it reads of things is not told apart from them"
        )
      }
      return .ownCode
    }
  }

  private func used(base: Bool, proxy: Bool) -> Outcome {
    return switch separateness.outcome {
    case .separate: base && proxy ? .bothUsed : base ? .twoBaseUsed : .twoProxyUsed
    case .shared:
      base && proxy
        ? .shared : .inconclusive("one direction stands for both, and only one seems to be used")
    case .only(0) where base && !proxy: .base
    case .only(1) where proxy && !base: .proxy
    case .only, .neither:
      .inconclusive("the choice goes by a concept that is not read there")
    case .inconclusive(let why): .inconclusive(why)
    }
  }
}
