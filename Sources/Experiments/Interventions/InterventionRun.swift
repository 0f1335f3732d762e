internal import Agents
internal import LinearAlgebra
internal import NeuralNetworks
internal import Synchronization

/// A network in which an intervention can be made on any of the levels it is asked on.
struct InterventionRun: Sendable {
  let agent: Agent
  let decisions: DecisionSet
  let intervention: Intervention
  /// What takes the place of a channel that is ablated, `[tick][channel]`.
  private let fill: [[Float]]
  /// What is patched in at each tick, `[report level, row, column, channel]`.
  private let patch: [Tensor]

  var place: InterventionPlace { intervention.place }

  /// - Parameter means: those of ``SiteMoments/meansByTick``, where they are known already.
  /// - Throws: ``InterventionError`` for another network that does not fit.
  init(
    _ intervention: Intervention, in agent: Agent, on decisions: DecisionSet,
    means: [[Float]]? = nil
  ) throws {
    self.agent = agent
    self.decisions = decisions
    self.intervention = intervention
    let place = intervention.place
    switch intervention.change {
    case .ablate(let fill):
      self.fill =
        fill == .zero
        ? place.sites.map { _ in Array(repeating: 0, count: place.description.channels) }
        : try means ?? SiteMoments(agent, at: place, on: decisions).meansByTick
      patch = []
    case .patch(let source):
      fill = []
      patch = try Self.activations(of: source, at: place, for: decisions)
    case .add:
      (fill, patch) = ([], [])
    }
  }

  /// The activations that are patched in, one tensor a tick, in the order of the report levels.
  private static func activations(
    of source: Intervention.Source, at place: InterventionPlace, for decisions: DecisionSet
  ) throws -> [Tensor] {
    let (other, wanted) = (source.agent, place.description)
    func refuse(_ wanted: String, _ found: String) -> InterventionError {
      .otherShape(path: source.name, site: place.name, wanted: wanted, found: found)
    }
    guard let site = other.architecture.sites.first(where: { $0.name == place.name }) else {
      throw refuse("has \(wanted.channels) channels", "is not there")
    }
    guard site.channels == wanted.channels else {
      throw refuse("has \(wanted.channels)", "has \(site.channels) channels")
    }
    guard site.layout == wanted.layout, site.hasTicks == wanted.hasTicks else {
      throw refuse("does not", "has other axes")
    }
    if let last = place.sites.last?.tick, last > other.defaultTicks, site.hasTicks {
      throw refuse("is changed at tick \(last)", "ends at tick \(other.defaultTicks)")
    }
    let settings = other.architecture.configuration
    let reads = ["rows", "columns", "planes"].map { settings[$0].flatMap { Int($0) } ?? 0 }
    let found = Array(source.observations.shape.dropFirst())
    guard zip(reads, found).allSatisfy({ $0 == 0 || $0 == $1 }) else {
      throw InterventionError.otherObservations(path: source.name, wanted: reads, found: found)
    }
    let shift = source.isOfOtherLevels ? 1 : 0
    let report = decisions.report
    let levels = report.indices.map { report[($0 + shift) % report.count] }
    let output = try other.run(
      Self.rows(levels, of: source.observations), reads: levels.map { [decisions.reads[$0]] },
      capturing: place.sites)
    return place.sites.map { output.activations[$0] ?? Tensor(shape: [0]) }
  }

  /// The decisions on some of the report levels, by their number among them.
  ///
  /// - Parameter isChanged: whether the intervention is made.
  /// - Throws: as a run of the agent does.
  func logits(on numbers: [Int], isChanged: Bool = true) throws -> Matrix<Float> {
    try run(numbers, isChanged ? edits(on: numbers) : [])
  }

  /// The decisions with given changes.
  func run(_ numbers: [Int], _ edits: [SiteEdit]) throws -> Matrix<Float> {
    try output(numbers, edits).logits
  }

  private func output(
    _ numbers: [Int], _ edits: [SiteEdit], capturing sites: [Site] = []
  ) throws -> AgentOutput {
    let places = numbers.map { decisions.report[$0] }
    return try agent.run(
      decisions.observations(of: places), reads: places.map { [decisions.reads[$0]] },
      ticks: place.thinking, capturing: sites, edits: edits)
  }

  /// The decisions under the intervention on some of the report levels, and what it added to the
  /// activations of each tick: `[level, row, column, channel]`, measured in the very run in which it
  /// was made.
  func recorded(on numbers: [Int]) throws -> (logits: Matrix<Float>, changes: [Tensor]) {
    let before = place.sites.map { _ in ActivationRecorder() }
    let recording = zip(place.sites, before).map { site, recorder in
      SiteEdit(at: site, .transform { sample, values in recorder.keep(values, of: sample) })
    }
    let output = try output(numbers, recording + edits(on: numbers), capturing: place.sites)
    let changes = zip(place.sites, before).map { site, recorder in
      var change = output.activations[site] ?? Tensor(shape: [0])
      let width = change.count / max(1, numbers.count)
      for (sample, values) in recorder.all.enumerated() {
        for (index, value) in values.enumerated() {
          change.elements[sample * width + index] -= value
        }
      }
      return change
    }
    return (output.logits, changes)
  }

  /// The intervention as changes of a run over some of the report levels.
  func edits(on numbers: [Int]) -> [SiteEdit] {
    let extent = place.extent(decisions.observations.shape)
    let (cells, channels) = (extent[0] * extent[1], extent[2])
    let width = cells * channels
    var marks = [Bool](repeating: false, count: numbers.count * width)
    for (row, number) in numbers.enumerated() {
      let agent = decisions.reads[decisions.report[number]]
      for cell in place.squares == .all ? 0..<cells : agent..<agent + 1 {
        for channel in place.channels { marks[row * width + cell * channels + channel] = true }
      }
    }
    return place.sites.indices.map { tick in
      var values = Tensor(shape: [numbers.count] + extent)
      switch intervention.change {
      case .ablate:
        for index in marks.indices where marks[index] {
          values.elements[index] = fill[tick][index % channels]
        }
      case .patch:
        for (row, number) in numbers.enumerated() {
          for index in 0..<width {
            values.elements[row * width + index] = patch[tick].elements[number * width + index]
          }
        }
      case .add(let direction, let scale):
        for index in marks.indices where marks[index] {
          values.elements[index] = scale * direction[index % channels]
        }
        return SiteEdit(at: place.sites[tick], .add(values))
      }
      return SiteEdit(
        at: place.sites[tick],
        place.isWhole ? .replace(values) : .replaceMarked(values, marks: marks))
    }
  }

  /// Some rows of a tensor.
  private static func rows(_ places: [Int], of tensor: Tensor) -> Tensor {
    let width = tensor.shape.dropFirst().reduce(1, *)
    return Tensor(
      shape: [places.count] + tensor.shape.dropFirst(),
      elements: places.flatMap { tensor.elements[$0 * width..<($0 + 1) * width] })
  }
}

/// Activations of the samples of a run, kept while it runs on several threads.
private final class ActivationRecorder: Sendable {
  private let samples = Mutex<[Int: [Float]]>([:])

  func keep(_ values: UnsafeMutableBufferPointer<Float>, of sample: Int) {
    let copy = Array(values)
    samples.withLock { $0[sample] = copy }
  }

  /// In the order of the samples.
  var all: [[Float]] {
    samples.withLock { kept in (0..<kept.count).map { kept[$0] ?? [] } }
  }
}
