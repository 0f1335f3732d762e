import LinearAlgebra
package import NeuralNetworks

extension Agent {
  /// The ticks of a site when the agent thinks for so many, or nil for a site without ticks.
  package func ticks(of site: SiteDescription, thinking ticks: Int) -> ClosedRange<Int>? {
    guard site.hasTicks, ticks >= site.firstTick else { return nil }
    return site.firstTick...ticks
  }

  /// - Throws: when the network has no such site, or the site no such tick.
  package func check(_ site: Site, ticks: Int) throws(ArchitectureError) {
    guard let known = architecture.sites.first(where: { $0.name == site.name }) else {
      throw .unknownSite(name: site.name, known: architecture.sites.map(\.name))
    }
    let allowed = known.hasTicks ? known.firstTick...max(ticks, known.firstTick) : 0...0
    guard allowed.contains(site.tick), !known.hasTicks || site.tick <= ticks else {
      throw .tickOutOfRange(site: site.name, tick: site.tick, allowed: allowed)
    }
  }

  func check(_ edit: SiteEdit, _ shape: [Int]) throws(ArchitectureError) {
    let site = architecture.sites.first { $0.name == edit.site.name }
    let (rows, columns) = (site?.layout ?? .map).extents(shape)
    let expected = [shape[0], rows, columns, site?.channels ?? 0]
    guard let values = edit.values else { return }
    guard values.shape == expected else {
      throw .wrongEdit(site: "\(edit.site)", expected: expected, found: values.shape)
    }
    if case .replaceMarked(_, let marks) = edit.change, marks.count != values.count {
      throw .wrongEdit(site: "\(edit.site)", expected: expected, found: [marks.count])
    }
  }

  func check(_ observations: Tensor, reads: [[Int]]) throws(ArchitectureError) {
    let kind = type(of: architecture).name
    let settings = architecture.configuration
    let number = { (key: String) in settings[key].flatMap { Int($0) } ?? 0 }
    let expected = [reads.count, number("rows"), number("columns"), number("planes")]
    let fits =
      observations.shape.count == 4 && observations.shape.dropFirst().allSatisfy { $0 > 0 }
      && zip(expected, observations.shape).allSatisfy { $0 == 0 || $0 == $1 }
      && reads.count == observations.shape[0]
    guard fits else {
      throw .wrongObservation(
        expected: expected, found: observations.shape, architecture: kind)
    }
    let cells = observations.shape[1] * observations.shape[2]
    for (sample, list) in reads.enumerated() {
      for cell in list where cell < 0 || cell >= cells {
        throw .readOutOfRange(sample: sample, cell: cell, cells: cells)
      }
    }
  }

  func check(_ memory: [Tensor], _ shape: [Int]) throws(ArchitectureError) {
    guard !memory.isEmpty else { return }
    let expected = memoryShapes(shape)
    guard memory.map(\.shape) == expected else {
      throw .wrongMemory(
        architecture: type(of: architecture).name, expected: expected,
        found: memory.map(\.shape))
    }
  }

  /// The shapes of what is carried, for observations `[batch, row, column, plane]`.
  package func memoryShapes(_ observations: [Int]) -> [[Int]] {
    architecture.memory.map {
      [
        observations[0], $0.isMap ? observations[1] : 1, $0.isMap ? observations[2] : 1,
        $0.channels,
      ]
    }
  }
}
