internal import LinearAlgebra
internal import NeuralNetworks
internal import Probing
internal import Statistics
internal import Storage

/// What is measured of one checkpoint of a course.
struct CoursePoint {
  let base: BootstrapEstimate
  let baseUse: BootstrapEstimate
  let proxyUse: BootstrapEstimate
  let state: DirectionDrift.Checkpoint
  let gradientShare: Double?
  let identifiableShare: Double?
  /// Whether the gradient says what larger steps than the smallest do, so that worths along it are those of
  /// things; where it does not, its direction is that of small steps alone.
  let isLinear: Bool
  /// What door and red thing are written as, and what reads them.
  let written: ConfoundedDrift.Point

  init(
    _ edits: GoalEdits, training: LevelSet, _ settings: GoalCourse.Settings,
    _ random: RandomStream, _ interruption: Interruption
  ) throws {
    let network = edits.network
    let concepts = [
      try network.concept("a door", \.isDoor), try network.concept("a red thing", \.isRed),
    ]
    let separateness = try GoalCourse.separateness(edits, settings, random)
    base = separateness.read[0]
    let areThere = [separateness.isThere(0), separateness.isThere(1)]
    var use = GoalUse.Settings()
    use.draws = 0
    use.replicates = settings.replicates
    let used = try GoalUse(
      edits, concepts: concepts, areThere: areThere, settings: use, random: random.split("use"),
      interruption: interruption)
    // With the sign of the effect, so that one that turns is seen to.
    baseUse = used.base.use.times(used.base.isAvoided ? -1 : 1)
    proxyUse = used.proxy.use.times(used.proxy.isAvoided ? -1 : 1)
    let pointer = try GoalPointer(
      edits, concepts: concepts, areThere: areThere, beside: network.circumstances,
      replicates: 2, random: random.split("pointer"))
    let site = edits.place.sites[0]
    isLinear = pointer.isLinear
    let codes = edits.features[0].converted(to: Double.self)
    state = DirectionDrift.Checkpoint(
      codes: codes, neutral: try edits.neutralCodes(at: site, random),
      direction: pointer.direction, reliability: pointer.reliability)
    let things = network.trials.flatMap { [$0.first, $0.second] }
    let effects = try ConceptDesign(
      door: things.map { $0.isDoor ? 1 : 0 }, red: things.map { $0.isRed ? 1 : 0 },
      beside: network.circumstances
    ).effects(of: codes)
    written = ConfoundedDrift.Point(
      base: Array(effects.row(0)), proxy: Array(effects.row(1)), reader: pointer.direction)
    var drawing = random.split("gradient")
    let share = try GradientShare(
      edits, direction: pointer.direction, training: training, controls: settings.controls,
      using: &drawing)
    gradientShare = share.ofControls
    identifiableShare = share.identifiable
  }
}
