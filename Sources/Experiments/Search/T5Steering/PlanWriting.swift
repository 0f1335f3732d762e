package import Agents
internal import Environments
internal import LinearAlgebra
package import NeuralNetworks
internal import Synchronization

/// Routes written into one network: its reader, its metric, and one writer a route.
package struct PlanWriting: Sendable {
  /// A level with its route.
  package struct Task: Sendable {
    package let level: Int
    package let route: AlternativeRoute
    package let writer: PlanWriter

    /// The states along the route, at most so many.
    package func states(most: Int = .max) -> [InterventionBase.State] {
      route.path.dropLast().prefix(most).map { InterventionBase.State(level: level, agent: $0) }
    }
  }

  package let base: InterventionBase
  package let agent: Agent
  package let candidate: PlanCandidate
  package let metric: ChannelMoments
  /// The margins that are tried, and the natural percentile that each is of.
  package let doses: [(percentile: Double, margin: Float)]

  /// The percentiles of the natural margins that are tried.
  static let percentiles = [0.5, 0.75, 0.9, 0.975]

  package var reader: PlanReader { candidate.reader }

  /// - Throws: as a run of the agent does.
  package init(_ candidate: PlanCandidate, agent: Agent) throws {
    let base = candidate.base
    self.base = base
    self.agent = agent
    self.candidate = candidate
    let levels = try base.levels.selecting(base.fit)
    let maps = try base.maps(of: agent, at: [base.series.last], on: base.fit)
      .activations(at: base.series.last)
    metric = try ChannelMoments(maps, levels: levels)
    let margins =
      try candidate.pairs?.margins ?? Self.margins(candidate.reader, maps, levels: levels)
    doses = Self.percentiles.map { share in
      (share, margins.isEmpty ? 0 : Float(margins[Int(share * Double(margins.count - 1))]))
    }
  }

  /// By how much the move that is read is ahead of the next one, rising.
  private static func margins(
    _ reader: PlanReader, _ maps: Tensor, levels: LevelSet
  ) throws -> [Double] {
    let scores = try reader.scores(maps, levels: levels, for: PlanReader.data(levels))
    return (0..<scores.rows).map { row in
      let sorted = scores.row(row).sorted()
      return sorted.count < 2 ? 0 : sorted[sorted.count - 1] - sorted[sorted.count - 2]
    }.sorted()
  }

  /// The levels among some that have another route, each with its writer.
  package func tasks(on places: [Int], most: Int = .max) throws -> [Task] {
    var chosen: [(level: Int, route: AlternativeRoute)] = []
    for place in places where chosen.count < most {
      let random = base.random.split("routes").split(UInt64(place))
      if let route = AlternativeRoute.drawn(base.levels.levels[place], from: random) {
        chosen.append((place, route))
      }
    }
    guard !chosen.isEmpty else { return [] }
    let neighbours = PlanNeighbours(try base.levels.selecting(chosen.map(\.level)))
    return chosen.enumerated().map { index, entry in
      let writer =
        candidate.pairs.map {
          PlanWriter(
            entry.route, pairs: $0, metric: metric, neighbours: neighbours, level: index)
        }
        ?? PlanWriter(
          entry.route, reader: reader, metric: metric, neighbours: neighbours, level: index)
      return Task(level: entry.level, route: entry.route, writer: writer)
    }
  }

  /// The edits that write, at every tick, each sample's route.
  ///
  /// - Parameters:
  ///   - writers: one a sample.
  ///   - record: keeps what was added where given.
  package func edits(
    _ writers: [PlanWriter], margin: Float, record: WriteRecord? = nil
  ) -> [SiteEdit] {
    base.edited.enumerated().map { tick, site in
      SiteEdit(
        at: site,
        .transform { sample, map in
          let writer = writers[sample]
          let change = writer.change(of: map, margin: margin)
          record?.keep(change, sample: sample, tick: tick)
          Self.add(change, at: writer.cells, to: map)
        })
    }
  }

  /// Adds `[square, channel]` to squares of a map `[row, column, channel]`.
  static func add(
    _ change: [Float], at cells: [Int], to map: UnsafeMutableBufferPointer<Float>
  ) {
    let channels = cells.isEmpty ? 0 : change.count / cells.count
    for (index, cell) in cells.enumerated() {
      for channel in 0..<channels where change[index * channels + channel] != 0 {
        map[cell * channels + channel] += change[index * channels + channel]
      }
    }
  }

  /// For each task the number of steps of its route that are taken before another move is made,
  /// under edits of the states of tasks.
  ///
  /// Every state along the route is seen by itself, which for a network without a memory is the
  /// closed loop: as long as the route is followed the agent stands on it. The first states go
  /// first; tasks that leave the route there are done with.
  ///
  /// - Parameters:
  ///   - most: steps that are asked for at most.
  ///   - only: the tasks that are asked, all when nil; others follow no step.
  ///   - edits: those of states, given as the task and the step of each.
  package func stepsFollowed(
    _ tasks: [Task], most: Int = .max, only: [Int]? = nil,
    edits: ([(task: Int, step: Int)]) -> [SiteEdit]
  ) throws -> [Int] {
    let chosen = only ?? Array(tasks.indices)
    var followed = [Int](repeating: 0, count: tasks.count)
    func ask(_ asked: [(task: Int, step: Int)]) throws -> [Bool] {
      let states = asked.map { entry in
        InterventionBase.State(
          level: tasks[entry.task].level, agent: tasks[entry.task].route.path[entry.step])
      }
      let decisions = try base.decisions(of: agent, in: states, edits: edits(asked))
      return asked.indices.map {
        decisions.actions[$0].only == tasks[asked[$0].task].route.moves[asked[$0].step]
      }
    }
    let first = try ask(chosen.map { ($0, 0) })
    let going = zip(chosen, first).filter(\.1).map(\.0)
    let rest = going.flatMap { task in
      (1..<max(1, min(most, tasks[task].route.length))).map { (task: task, step: $0) }
    }
    let later = try ask(rest)
    for task in going { followed[task] = 1 }
    for (entry, isRight) in zip(rest, later)
    where isRight && followed[entry.task] == entry.step { followed[entry.task] += 1 }
    return followed
  }
}

/// What writers added, sample by sample and tick by tick, kept from several threads at once.
package final class WriteRecord: Sendable {
  private let changes: Mutex<[[[Float]]]>

  package init(samples: Int, ticks: Int) {
    changes = Mutex(
      [[[Float]]](repeating: [[Float]](repeating: [], count: ticks), count: samples))
  }

  func keep(_ change: [Float], sample: Int, tick: Int) {
    changes.withLock { $0[sample][tick] = change }
  }

  /// `[sample][tick]`, each `[square, channel]`.
  package var all: [[[Float]]] { changes.withLock { $0 } }
}
