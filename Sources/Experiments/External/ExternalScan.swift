package import LinearAlgebra
package import Probing
internal import Statistics
package import Storage

/// How activations that others made are scanned.
package struct ExternalSettings: Sendable, Equatable {
  /// The seed of resamples, exchanges and random features.
  package var seed: UInt64 = 1
  /// The kernels; those that fit the labels when empty: 1x1 for squares, the mean and the whole map
  /// for labels of whole samples.
  package var kernels: [ScanKernel] = []
  /// Patterns of site names.
  package var sites = ["*"]
  /// At which ticks, by the numbers that the activations list, else counted from 0.
  package var ticks = ProbeDefinition.Ticks.all
  /// Names of labels whose whole numbers are amounts.
  package var values: [String] = []
  /// How far a square's patch of the observation reaches.
  package var radius = 4
  /// Whether samples that occur under several groups are let through.
  package var allowsRepeats = false
  /// The number of random rectified features of the observation.
  package var randomFeatures = 1024
  /// How increments are measured.
  package var increments: IncrementSettings = {
    var settings = IncrementSettings()
    settings.keepsPredictions = false
    return settings
  }()

  package init() {}
}

/// Activations that others made, with labels, groups and what they are held against.
package struct ExternalData: Sendable {
  /// One array of labels.
  package struct Concept: Sendable {
    package let id: String
    /// The labelled rows.
    package let data: ProbeData
    /// The rows and columns of a sample's labels.
    package let rows, columns: Int
  }

  package let source: ActivationSource
  /// The labelled rows of each concept, with its name.
  package let concepts: [Concept]
  /// What the network was given: `[samples, row, column, plane]`; `nil` where nothing was given.
  package let observation: Tensor?
  /// Whether the observation was named, not that of the activations' own store.
  let givesObservation: Bool
  /// The activations of untrained networks at the same sites.
  package let untrained: [ActivationSource]
  /// SHA-256 over labels and groups, in hexadecimal.
  package let digest: String

  /// Opens everything and checks that it fits together; activations are not read yet.
  ///
  /// - Parameters:
  ///   - activations: a store, a folder of arrays, or a file.
  ///   - labels: names of labels in the activations' own files, `file`, or `file:array`.
  ///   - groups: `nil` for those that the activations bring; `rows` makes every row a level.
  ///   - observation: an array `[n, q]` or `[n, row, column, plane]`; that of the activations' own
  ///     store, where it has one, when nil.
  ///   - untrained: activations of networks of the same shape before training.
  ///   - values: names of labels whose whole numbers are amounts.
  ///   - layout: where channels stand in arrays with rows and columns, the observation too.
  /// - Throws: ``ExternalError``, and what the files are refused for.
  package init(
    activations: String, labels: [String], groups: String?, observation: String?,
    untrained: [String], values: [String] = [], layout: ArrayLayout = .channelsLast
  ) throws {
    let source = try ActivationSource(path: activations, layout: layout)
    let levels = try Self.levels(groups, of: source)
    guard !labels.isEmpty else { throw ExternalError.noLabels(known: source.labelNames) }
    var concepts: [Concept] = []
    var hash = SHA256()
    for text in labels {
      for column in try ExternalColumn.resolve(text, in: source, option: "--labels") {
        guard !concepts.contains(where: { $0.id == column.name }) else {
          throw ExternalError.repeatedLabels(name: column.name)
        }
        concepts.append(
          Concept(
            id: column.name,
            data: try ExternalLabels.data(
              column, levels: levels, asValues: values.contains(column.name), path: activations),
            rows: column.shape.count == 3 ? column.shape[1] : 1,
            columns: column.shape.count == 3 ? column.shape[2] : 1))
        column.update(&hash)
      }
    }
    for name in values where !concepts.contains(where: { $0.id == name }) {
      throw ExternalError.noSuchValues(name: name, known: concepts.map(\.id))
    }
    for level in levels { withUnsafeBytes(of: level.digest) { hash.update($0) } }
    digest = hash.finished().hexadecimal
    self.source = source
    self.concepts = concepts
    givesObservation = observation != nil
    self.observation =
      try observation.map { try Self.observation($0, of: source) }
      ?? source.observation().map { Self.maps($0.shape, $0.elements) }
    self.untrained = try untrained.map { path in
      let other = try ActivationSource(path: path, layout: layout)
      try Self.check(other, path, against: source)
      return other
    }
  }

  static func levels(
    _ groups: String?, of source: ActivationSource
  ) throws -> [LevelKey] {
    if groups == "rows" {
      return try ExternalLabels.levels(nil, samples: source.rows, path: source.path)
    }
    if let groups {
      let columns = try ExternalColumn.resolve(groups, in: source, option: "--groups")
      guard columns.count == 1 else {
        throw ExternalError.severalArrays(
          option: "--groups", text: groups, arrays: columns.map(\.name))
      }
      return try ExternalLabels.levels(columns[0], samples: source.rows, path: source.path)
    }
    guard source.hasGroups else { throw ExternalError.noGroups(path: source.path) }
    return try source.groups().enumerated().map {
      LevelKey(id: "row \($0.offset)", digest: $0.element)
    }
  }

  private static func observation(_ text: String, of source: ActivationSource) throws -> Tensor {
    let columns = try ExternalColumn.resolve(text, in: source, option: "--observation")
    guard columns.count == 1, let column = columns.first else {
      throw ExternalError.severalArrays(
        option: "--observation", text: text, arrays: columns.map(\.name))
    }
    guard column.shape.first == source.rows else {
      throw ExternalError.wrongRows(
        option: "--observation", name: column.name, found: column.shape.first ?? 0,
        rows: source.rows, path: source.path)
    }
    let values: [Float]
    switch column.content {
    case .numbers(let numbers): values = numbers.map { Float($0) }
    case .integers(let numbers): values = numbers.map { Float($0) }
    case .texts:
      throw ExternalError.wrongShape(
        option: "--observation", name: column.name, shape: column.shape, allowed: "numbers")
    }
    switch column.shape.count {
    case 1, 2: return maps(column.shape, values)
    case 4: return source.layout.maps(column.shape, values)
    default:
      throw ExternalError.wrongShape(
        option: "--observation", name: column.name, shape: column.shape,
        allowed: "[n], [n, q] or [n, row, column, plane] (with --layout nchw, "
          + "[n, plane, row, column])")
    }
  }

  /// As `[samples, row, column, plane]`; one square for vectors and numbers.
  private static func maps(_ shape: [Int], _ values: [Float]) -> Tensor {
    guard shape.count < 4 else { return Tensor(shape: shape, elements: values) }
    return Tensor(shape: [shape[0], 1, 1, shape.count == 2 ? shape[1] : 1], elements: values)
  }

  private static func check(
    _ other: ActivationSource, _ path: String, against source: ActivationSource
  ) throws {
    func same(_ what: String, _ found: some Equatable, _ expected: some Equatable, _ isSame: Bool)
      throws
    {
      guard isSame else {
        throw ExternalError.untrainedDiffers(
          path: path, what: what, found: "\(found)", expected: "\(expected)")
      }
    }
    try same("this many rows:", other.rows, source.rows, other.rows == source.rows)
    let names = (other.sites.map(\.name), source.sites.map(\.name))
    try same("the sites", names.0, names.1, names.0 == names.1)
    for (own, expected) in zip(other.sites, source.sites) {
      if other.listsTicks(of: own), source.listsTicks(of: expected) {
        let ticks = (
          try other.tickNumbers(of: own) ?? [], try source.tickNumbers(of: expected) ?? []
        )
        try same("at '\(own.name)' the ticks", ticks.0, ticks.1, ticks.0 == ticks.1)
      }
      try same(
        "rows at '\(own.name)' of shape", own.rowShape, expected.rowShape,
        own.rowShape == expected.rowShape)
    }
  }
}

extension ArrayLayout {
  /// A whole array of four axes with its channels last.
  fileprivate func maps(_ shape: [Int], _ values: [Float]) -> Tensor {
    let own = channelsLast(Array(shape.dropFirst()))
    guard self == .channelsFirst, !values.isEmpty else {
      return Tensor(shape: [shape[0]] + own, elements: values)
    }
    var elements = [Float](repeating: 0, count: values.count)
    values.withUnsafeBufferPointer { source in
      elements.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let into = target.baseAddress else { return }
        ArrayLayout.moveChannelsLast(
          from, maps: shape[0], channels: own[2], squares: own[0] * own[1], to: into)
      }
    }
    return Tensor(shape: [shape[0]] + own, elements: elements)
  }
}

extension ExternalColumn {
  func update(_ hash: inout SHA256) {
    Array("\(name) \(shape)".utf8).withUnsafeBytes { hash.update($0) }
    switch content {
    case .integers(let numbers): numbers.withUnsafeBytes { hash.update($0) }
    case .numbers(let numbers): numbers.withUnsafeBytes { hash.update($0) }
    case .texts(let texts):
      Array(texts.joined(separator: "\u{0}").utf8).withUnsafeBytes { hash.update($0) }
    }
  }
}
