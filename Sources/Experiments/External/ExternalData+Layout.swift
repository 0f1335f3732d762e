internal import LinearAlgebra
internal import Probing
internal import Storage

extension ExternalData {
  /// Refuses places whose rows and columns fit labels of squares only in the other layout.
  ///
  /// - Throws: ``ExternalError/otherLayout(what:shape:labels:squares:layout:)``.
  func refuseOtherLayout(_ places: [ExternalPlace]) throws(ExternalError) {
    for place in places where place.site.grid != nil {
      try refuse("the site '\(place.site.name)'", rowShape: place.site.rowShape)
    }
    if let observation, givesObservation, observation.shape[1] * observation.shape[2] > 1 {
      try refuse("the observation", rowShape: Array(observation.shape.dropFirst()))
    }
  }

  /// - Parameter rowShape: as it was read, the channels last.
  private func refuse(_ what: String, rowShape: [Int]) throws(ExternalError) {
    let inFile = source.layout.inFile(rowShape)
    let grid = Array(rowShape.suffix(3).prefix(2))
    let other = Array(source.layout.other.channelsLast(inFile).suffix(3).prefix(2))
    let labelled = concepts.filter { $0.data.cells > 1 }
    guard !labelled.contains(where: { [$0.rows, $0.columns] == grid }),
      let concept = labelled.first(where: { [$0.rows, $0.columns] == other })
    else { return }
    throw .otherLayout(
      what: what, shape: [source.rows] + inFile, labels: concept.id,
      squares: [concept.rows, concept.columns], layout: source.layout)
  }

  /// What scores are held against, in a sentence; nil where nothing is.
  package var observationInWords: String? {
    guard let observation else { return nil }
    let shape = observation.shape
    let map = shape[1] * shape[2] > 1 ? "\(shape[1]) rows x \(shape[2]) columns x " : ""
    return "Observation: \(map)\(shape[3]) planes, "
      + (givesObservation ? "as given." : "those of the capture itself.")
  }

  /// How the axes of the sites that are read were taken, a line a site.
  package func axes(_ settings: ExternalSettings) throws -> [String] {
    try ExternalPlace.axes(places(settings), of: source)
  }
}

extension ExternalPlace {
  /// How the axes of places were taken, a line a site: `core: ticks 4 and 8, 8 rows x 8 columns x
  /// 16 channels`.
  static func axes(_ places: [ExternalPlace], of source: ActivationSource) -> [String] {
    var sites: [(site: ActivationSite, ticks: [Int])] = []
    for place in places {
      if let index = sites.firstIndex(where: { $0.site.name == place.site.name }) {
        sites[index].ticks += place.tick.map { [$0] } ?? []
      } else {
        sites.append((place.site, place.tick.map { [$0] } ?? []))
      }
    }
    return sites.map { site, ticks in
      let list = ticks.map(String.init)
      let counted = source.listsTicks(of: site) ? "" : " (counted from 0)"
      let told =
        ticks.isEmpty
        ? "" : "tick\(ticks.count == 1 ? "" : "s") \(Wording.list(list))\(counted), "
      let map = site.grid.map { "\($0.rows) rows x \($0.columns) columns x " } ?? ""
      return "\(site.name): \(told)\(map)\(site.channels) channels"
    }
  }
}
