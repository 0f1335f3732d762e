import Environments
import Experiments
import LinearAlgebra
import NeuralNetworks
import Testing

@Suite struct PlanWriterTests {
  private func writing(site: String?, kernel: PlanKernel) throws -> PlanWriting? {
    guard let agent = InterventionFixtures.valueIteration(),
      let base = try InterventionFixtures.base(agent, site: site)
    else { return nil }
    #expect(base.series.kernel == kernel)
    return try PlanWriting(
      PlanCandidate(base: base, reader: InterventionFixtures.reader(base)), agent: agent)
  }

  @Test(arguments: [("q", PlanKernel.square), ("value", .contrasts)])
  func afterAWriteTheRouteIsReadByTheMargin(_ site: String, _ kernel: PlanKernel) throws {
    let writing = try #require(try writing(site: site, kernel: kernel))
    let base = writing.base
    let tasks = try writing.tasks(on: base.report)
    #expect(tasks.count >= 10)
    let margin = writing.doses[1].margin
    #expect(margin > 0)
    var wrong = 0
    for task in tasks {
      var map = try base.maps(of: writing.agent, at: [base.series.last], on: [task.level])
        .activations(at: base.series.last)
      map.elements.withUnsafeMutableBufferPointer { buffer in
        if task.writer.smallestMargin(in: buffer) < 0 { wrong += 1 }
        let change = task.writer.change(of: buffer, margin: margin)
        for (index, cell) in task.writer.cells.enumerated() {
          for channel in 0..<task.writer.channels {
            buffer[cell * task.writer.channels + channel] +=
              change[index * task.writer.channels + channel]
          }
        }
        #expect(task.writer.smallestMargin(in: buffer) >= 0.5 * margin)
        // What reads as wanted is left alone.
        let again = task.writer.change(of: buffer, margin: 0.4 * margin)
        #expect(again.allSatisfy { $0 == 0 })
      }
      let level = try base.levels.selecting([task.level])
      let classes = try writing.reader.classes(of: map, levels: level)[0]
      for (cell, move) in zip(task.route.cells, task.route.moves) { #expect(classes[cell] == move) }
    }
    #expect(wrong == tasks.count)
  }

  @Test func routesAreLegalAndBeginWithAMoveThatIsNotOptimal() throws {
    let levels = try #require(InterventionFixtures.levels)
    var count = 0
    for level in levels.levels {
      guard let route = AlternativeRoute.drawn(level, from: RandomStream(seed: 2)) else { continue }
      count += 1
      let paths = level.paths()
      let start = route.path[0]
      #expect(!paths.optimalActions(at: start).contains(route.moves[0]))
      #expect(route.length == paths.distance(at: start) + route.detour)
      #expect(route.detour > 0 && route.detour <= AlternativeRoute.longestDetour)
      #expect(level.goals.contains(route.path[route.length]))
      var cell = start
      for move in route.moves {
        cell = level.grid.destination(of: move, from: cell)
        #expect(level.object(at: cell) == nil || level.goals.contains(cell))
      }
      #expect(cell == route.path[route.length])
    }
    #expect(count > 20)
  }
}
