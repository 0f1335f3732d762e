internal import LinearAlgebra
package import Probing
internal import Statistics
package import Storage

/// Activations of several networks, or of several sites of one, compared on the same rows.
package struct ExternalSimilarity: Sendable {
  /// Stores, folders or files; with one of them its sites are compared with each other.
  package var activations: [String]
  /// Activations of untrained networks.
  package var untrained: [String] = []
  /// Which rows belong together; `rows` if each is a level; the first file's own when `nil`.
  package var groups: String?
  /// Patterns of site names.
  package var sites = ["*"]
  /// The tick; the last when `nil`.
  package var tick: Int?
  /// Where channels stand in arrays with rows and columns.
  package var layout = ArrayLayout.channelsLast
  /// The condition of each row, for the geometry of conditions.
  package var conditions: String?
  /// What probes read, for probe transfer.
  package var labels: String?
  /// Which rows are neutral (1) and map one set to the other, for probe transfer.
  package var neutral: String?
  package var settings: SimilaritySettings
  package var seed: UInt64 = 1

  package init(_ activations: [String], settings: SimilaritySettings) {
    self.activations = activations
    self.settings = settings
  }

  /// Compares.
  ///
  /// - Throws: ``ExternalError``, `SimilarityError`, and what files are refused for.
  package func run() throws -> SimilarityFinding {
    let sources = try activations.map { try ActivationSource(path: $0, layout: layout) }
    let others = try untrained.map { try ActivationSource(path: $0, layout: layout) }
    guard let first = sources.first else { throw ExternalError.noLabels(known: []) }
    var sets: [SimilaritySet] = []
    var places: [String] = []
    var cells = 1
    for (source, isUntrained) in sources.map({ ($0, false) }) + others.map({ ($0, true) }) {
      guard source.rows == first.rows else {
        throw ExternalError.wrongRows(
          option: "--activations", name: source.path, found: source.rows, rows: first.rows,
          path: first.path)
      }
      let found = try chosen(source)
      guard sources.count == 1 || found.count == 1 else {
        throw ExternalError.severalPlaces(places: found.map(\.place.description))
      }
      for place in found {
        let maps = try place.maps(source)
        let own = maps.shape[1] * maps.shape[2]
        if sets.isEmpty { cells = own }
        guard own == cells else {
          throw ExternalError.wrongShape(
            option: "--activations", name: "\(source.path), \(place.site.name)",
            shape: maps.shape,
            allowed:
              "maps of \(cells) squares, as the first set's; channels that stand before rows and "
              + "columns are read with --layout nchw")
        }
        let description = place.place.description
        if !places.contains(description) { places.append(description) }
        let stem = Path.stem(of: source.path)
        let name = sources.count == 1 && !isUntrained ? description : stem
        sets.append(
          SimilaritySet(
            name: unique(name, among: sets.map(\.name)),
            rows: Matrix(
              rows: maps.shape[0] * own, columns: maps.shape[3], elements: maps.elements),
            isUntrained: isUntrained))
      }
    }
    // One level a group: its rows are no copies of each other.
    var levels: [LevelKey] = []
    var placeOfGroup: [UInt64: Int] = [:]
    let levelOfSample = try ExternalData.levels(groups, of: first).map { key -> Int in
      if let known = placeOfGroup[key.digest] { return known }
      placeOfGroup[key.digest] = levels.count
      levels.append(LevelKey(id: "group \(levels.count)", digest: key.digest))
      return levels.count - 1
    }
    var study = SimilarityStudy(
      levels: levels, rowLevel: (0..<first.rows * cells).map { levelOfSample[$0 / cells] },
      settings: settings)
    if let conditions {
      study.conditions = try numbered(column(conditions, "--conditions", first, cells))
    }
    if let labels, let neutral {
      let values = try column(labels, "--labels", first, cells)
      study.labels = TransferLabels(
        targets: Matrix(
          rows: values.count, columns: 1, elements: values.map { $0.isFinite ? $0 : 0 }),
        labelled: values.map(\.isFinite),
        neutral: try column(neutral, "--neutral", first, cells).map { $0 == 1 })
    }
    var random = RandomStream(seed: seed).split("similarity")
    let isOne = sources.count == 1
    return SimilarityFinding(
      try study.measure(sets, using: &random),
      place: isOne ? Path.name(of: first.path) : Wording.list(places),
      subject: EvidenceSubject())
  }

  private func unique(_ name: String, among used: [String]) -> String {
    guard used.contains(name) else { return name }
    return (2...).lazy.map { "\(name) (\($0))" }.first { !used.contains($0) } ?? name
  }

  private func chosen(_ source: ActivationSource) throws -> [ExternalPlace] {
    let matched = source.sites.filter { site in
      sites.contains { ProbeDefinition.matches(site.name, $0) }
    }
    guard !matched.isEmpty else {
      throw ExternalError.noSite(patterns: sites, known: source.sites.map(\.name))
    }
    if let empty = matched.first(where: { $0.elementsPerRow == 0 }) {
      throw ExternalError.emptySite(site: empty.name, shape: [source.rows] + empty.rowShape)
    }
    return try matched.flatMap { site in
      try ExternalPlace.all(of: site, in: source, at: tick.map { .listed([$0]) } ?? .last)
    }
  }

  /// How the axes of the places that are compared were taken, each once.
  package func axes() throws -> [String] {
    try activations.flatMap { path in
      let source = try ActivationSource(path: path, layout: layout)
      return ExternalPlace.axes(try chosen(source), of: source)
    }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The conditions numbered in ascending order; -1 and NaN are none.
  private func numbered(_ values: [Double]) throws -> [Int?] {
    let present = Set(values.filter { $0.isFinite && $0 != -1 }).sorted()
    guard present.count <= ExternalLabels.mostClasses else {
      throw ExternalError.tooManyClasses(
        name: conditions ?? "", found: present.count, most: ExternalLabels.mostClasses)
    }
    let place = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, $0) })
    return values.map { place[$0] }
  }

  /// One number a row of the sets: `[n]`, repeated over squares, or `[n, row, column]`.
  private func column(
    _ text: String, _ option: String, _ source: ActivationSource, _ cells: Int
  ) throws -> [Double] {
    let columns = try ExternalColumn.resolve(text, in: source, option: option)
    guard columns.count == 1, let column = columns.first else {
      throw ExternalError.severalArrays(option: option, text: text, arrays: columns.map(\.name))
    }
    let values: [Double]
    switch column.content {
    case .integers(let numbers): values = numbers.map { Double($0) }
    case .numbers(let numbers): values = numbers
    case .texts(let texts):
      let names = Set(texts).sorted()
      let place = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
      values = texts.map { Double(place[$0] ?? 0) }
    }
    if values.count == source.rows * cells { return values }
    guard values.count == source.rows else {
      throw ExternalError.wrongRows(
        option: option, name: column.name, found: column.shape.first ?? 0, rows: source.rows,
        path: source.path)
    }
    return values.flatMap { [Double](repeating: $0, count: cells) }
  }
}
