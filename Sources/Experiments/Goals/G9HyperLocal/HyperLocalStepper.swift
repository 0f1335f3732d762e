internal import Agents
internal import Environments
internal import LinearAlgebra
internal import NeuralNetworks
internal import Statistics

/// Takes single steps of gradient descent on small batches and measures what each does.
struct HyperLocalStepper {
  let edits: GoalEdits
  let settings: HyperLocalUpdates.Settings
  /// The levels on which changes are measured.
  let probes: [Int]
  private let random: RandomStream
  private let levels: UpdateLevels
  private let observations: Tensor
  private let reads: [[Int]]
  private let design: ConceptDesign
  private let span: ConceptSpan
  /// The codes of things at every site of the place in the network as it is.
  private let codes: [Matrix<Float>]
  private let doors: [Double]
  private let reds: [Double]
  private let engine: GradientEngine

  /// - Throws: ``GoalError/noUpdates(_:)`` where there are too few levels, and as a run does.
  init(
    _ edits: GoalEdits, on levels: UpdateLevels, settings: HyperLocalUpdates.Settings,
    random: RandomStream
  ) throws {
    let network = edits.network
    let units = Folds(try LevelUnits(network.levels.keys))
    let report = units.report.flatMap { units.units.levelsOfUnit[$0] }.sorted()
    let trials = network.trials
    let probes = Array(report.prefix(settings.probes))
    guard probes.count >= 36 else {
      throw GoalError.noUpdates("there are \(probes.count) levels to measure on, of at least 36")
    }
    self.edits = edits
    self.levels = levels
    self.settings = settings
    self.random = random
    self.probes = probes
    observations = network.observations(of: probes)
    reads = probes.map { [network.read(of: $0)] }
    let rows = probes.flatMap { [2 * $0, 2 * $0 + 1] }
    codes = edits.features.map { $0.selectingRows(rows) }
    let things = probes.flatMap { [trials[$0].first, trials[$0].second] }
    design = try ConceptDesign(
      door: things.map { $0.isDoor ? 1 : 0 }, red: things.map { $0.isRed ? 1 : 0 },
      beside: Matrix(rows: things.count, columns: 0))
    // The directions themselves from all levels, whose circumstances are held fixed.
    let all = trials.flatMap { [$0.first, $0.second] }
    span = try ConceptSpan(
      edits.features[0].converted(to: Double.self),
      ConceptDesign(
        door: all.map { $0.isDoor ? 1 : 0 }, red: all.map { $0.isRed ? 1 : 0 },
        beside: network.circumstances))
    func difference(_ holds: (FactorialTrial.Candidate) -> Bool) -> [Double] {
      probes.map { (holds(trials[$0].first) ? 1 : 0) - (holds(trials[$0].second) ? 1 : 0) }
    }
    doors = difference(\.isDoor)
    reds = difference(\.isRed)
    engine = GradientEngine(network.agent.architecture.layout)
  }

  /// One step of a kind; nil where it does not move choices.
  func update(
    _ kind: HyperLocalUpdates.Kind, _ batch: Int
  ) throws -> HyperLocalUpdates.Update? {
    let network = edits.network
    var drawing = random.split(kind.name).split(UInt64(batch))
    let pool = kind == .agreement ? levels.together : levels.apart
    let first = batch * settings.levelsABatch
    guard first + settings.levelsABatch <= pool.count else { return nil }
    let batch = Array(pool.levels[first..<first + settings.levelsABatch])
    let wanted = batch.map { level -> Int32 in
      let thing = level.objects.indices.first { level.objects[$0].isBase } ?? 0
      let other = level.objects.indices.first { $0 != thing } ?? thing
      func first(_ thing: Int) -> ActionSet {
        level.paths(toObject: thing).optimalActions(at: level.start)
      }
      let drawn = kind == .drawn && drawing.below(2) == 0 ? first(other) : .empty
      // Where no way leads past the door to the other thing, the door is what there is.
      return Int32((drawn.isEmpty ? first(thing) : drawn).rawValue)
    }
    guard wanted.allSatisfy({ $0 != 0 }) else { return nil }
    let slope = try network.agent.parameterGradient(
      of: network.encoder.observations(of: batch),
      reads: batch.map { $0.grid.index($0.start) }, wanted: wanted, ticks: network.ticks,
      engine: engine
    ).gradient
    let square = slope.reduce(0.0) { $0 + Double($1) * Double($1) }
    guard square > 0, square.isFinite else { return nil }
    // A first step as long as a thousandth of the parameters, then one of the size that is wanted.
    let size = network.agent.parameters.values.reduce(0.0) { $0 + Double($1) * Double($1) }
    var scale = 1e-3 * (size / square).squareRoot()
    let plain = try run(network.agent)
    for _ in 0..<4 {
      let moved = try run(stepped(slope, scale))
      let change = rms(zip(moved.preferences, plain.preferences).map { $0 - $1 })
      guard change.isFinite, change > 0 else {
        scale *= change.isFinite ? 10 : 0.1
        continue
      }
      let factor = settings.change / change
      scale *= min(100, max(0.01, factor))
      if factor > 0.5, factor < 2 { break }
    }
    let (up, down) = (stepped(slope, scale), stepped(slope, -scale))
    let (rising, falling) = (try run(up), try run(down))
    let whole = half(rising.preferences, falling.preferences)
    guard rms(whole) > 0, rms(whole).isFinite else { return nil }
    let before = half(
      try run(network.agent, codes: rising.codes).preferences,
      try run(network.agent, codes: falling.codes).preferences)
    let after = half(
      try run(up, codes: codes).preferences, try run(down, codes: codes).preferences)
    let split = UpdateSplit(whole: whole, before: before, after: after)
    let moved = zip(rising.codes[0].elements, falling.codes[0].elements).map {
      (Double($0) - Double($1)) / 2
    }
    let change = try span.change(
      Matrix(rows: codes[0].rows, columns: codes[0].columns, elements: moved), by: design)
    let length = rms(whole)
    func along(_ part: [Double]) throws -> (door: Double, red: Double) {
      let slopes = try Self.slopes(of: part, doors, reds)
      return (slopes.0 / length, slopes.1 / length)
    }
    let (turned, refined) = (try along(after), try along(before))
    return HyperLocalUpdates.Update(
      pointer: split.pointerShare, doorAfter: turned.door, redAfter: turned.red,
      doorBefore: refined.door, redBefore: refined.red, inside: span.insideShare(change),
      insideDrawn: try span.insideRandomSpan(
        change, of: codes[0].converted(to: Double.self), using: &drawing),
      growth: span.growth(change) * 0.01 / length, remainder: split.remainder)
  }

  private func stepped(_ slope: [Float], _ scale: Double) -> Agent {
    var agent = edits.network.agent
    for index in slope.indices {
      // Against the gradient.
      agent.parameters.values[index] -= Float(scale) * slope[index]
    }
    return agent
  }

  private func half(_ up: [Double], _ down: [Double]) -> [Double] {
    zip(up, down).map { ($0 - $1) / 2 }
  }

  private func rms(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(max(1, values.count))).squareRoot()
  }

  /// The log odds of choices in the levels on which changes are measured, and the codes of things there.
  private func run(
    _ agent: Agent, codes: [Matrix<Float>]? = nil
  ) throws -> (preferences: [Double], codes: [Matrix<Float>]) {
    let place = edits.place
    let changes =
      codes.map { codes in
        place.sites.indices.map { site in
          edits.patches.set(
            codes[site], at: place.sites[site], of: probes,
            channels: codes[site].columns / ((2 * place.radius + 1) * (2 * place.radius + 1)))
        }
      } ?? []
    let output = try agent.run(
      observations, reads: reads, ticks: edits.network.ticks,
      capturing: codes == nil ? place.sites : [], edits: changes)
    let around = ThingPatches(
      try edits.network.levels.selecting(probes), radius: place.radius)
    return (
      edits.network.preferences(of: output.logits, in: probes),
      codes == nil
        ? try place.sites.map { site in
          guard let maps = output.activations[site] else {
            throw CaptureError.notCaptured(site: site.name)
          }
          return around.gather(maps)
        } : []
    )
  }

  /// Least squares of a change on the differences of two features, with a constant.
  private static func slopes(
    of change: [Double], _ doors: [Double], _ reds: [Double]
  ) throws -> (Double, Double) {
    let design = Matrix(
      rows: change.count, columns: 3,
      elements: change.indices.flatMap { [1, doors[$0], reds[$0]] })
    var gram = design.gram()
    for index in 0..<3 { gram[index, index] += 1e-9 * Double(change.count) }
    let solved = try Cholesky(gram).solve(
      design.transposedMultiplied(
        by: Matrix(rows: change.count, columns: 1, elements: change)))
    return (solved[1, 0], solved[2, 0])
  }
}
