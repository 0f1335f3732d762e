internal import LinearAlgebra
package import Probing
internal import Statistics
internal import Storage

extension ExternalData {
  /// Erases every concept from the one place that the settings choose, and checks.
  ///
  /// - Throws: ``ExternalError/severalPlaces(sites:)`` when the settings choose several places, and
  ///   as a scan does.
  package func erasure(
    _ settings: ExternalSettings, study: ErasureStudy
  ) throws -> (place: ExternalPlace, finding: ErasureFinding) {
    let places = try places(settings)
    guard places.count == 1, let place = places.first else {
      throw ExternalError.severalPlaces(places: places.map(\.place.description))
    }
    try refuseOtherLayout([place])
    if !settings.allowsRepeats { try refuseRepeats([place]) }
    let together = try ProbeData.together(concepts.map(\.data))
    let kernel =
      settings.kernels.first ?? (together[0].cells > 1 || place.site.grid == nil ? .single : .mean)
    if let why = kernel.obstacle(
      grid: (place.place.rows, place.place.columns),
      labels: (concepts[0].rows, concepts[0].columns))
    {
      throw ScanError.nothingFits(reasons: ["\(concepts[0].id) from \(place.site.name): \(why)"])
    }
    var random = RandomStream(seed: settings.seed).split("erasure")
    let result = try study.run(
      kernel.features(place.maps(source), for: together[0]),
      zip(concepts, together).map { ErasureConcept(name: $0.id, data: $1) }, using: &random)
    let finding = ErasureFinding(
      result, place: place.place.description,
      subject: EvidenceSubject(site: place.site.name, tick: place.tick, levels: digest),
      rows: together[0].rows)
    return (place, finding)
  }

  /// Writes the activations of a place with a concept erased from every square or row, as
  /// `[n, p]` or `[n, row, column, p]` in single precision.
  ///
  /// - Precondition: the eraser was fitted to single squares or vectors of this place.
  package func writeErased(
    _ place: ExternalPlace, by eraser: Eraser, name: String, to path: String
  ) throws {
    var maps = try place.maps(source)
    maps.elements.withUnsafeMutableBufferPointer { elements in
      guard let base = elements.baseAddress else { return }
      eraser.apply(inPlace: base, rows: elements.count / max(1, eraser.features))
    }
    let shape = place.site.grid == nil ? [maps.shape[0], maps.shape[3]] : maps.shape
    try SafetensorsWriter.write(
      [(name: place.site.name, tensor: Tensor(shape: shape, elements: maps.elements))],
      metadata: ["erased": name, "place": place.place.description], to: path)
  }
}
