internal import LinearAlgebra

/// One network of the benchmark: a planted network or twin in one of its disguises.
package struct BenchmarkNetwork: Sendable {
  /// `P1-3`: the family and the number of the variant.
  package let name: String
  /// As in ``PlantedNetworks``, or `untrained`.
  package let family: String
  package let label: PlantedLabel
  /// The variant of a positive that a twin is paired with.
  package let matched: String?
  package let variant: PlantedVariant

  /// The seed of the network.
  package var seed: UInt64 { variant.seed }
}

/// The networks that the detector is scored on.
package struct Benchmark: Sendable {
  /// Variants of each family.
  package static let variants = 6
  /// The families of the quick form.
  package static let quickFamilies = [
    "P1", "P2", "P3", "P5", "N1", "N2", "N3", "N5", "N7", "N8", "N14", "N16",
  ]

  /// Seconds that a network of a family takes beside another one on two cores, where that is long: its
  /// sites are wide, or its ticks many. Means of a whole run (`seconds` of its records).
  private static let seconds: [String: Double] = [
    "P2": 200, "P5": 160, "U1": 110, "N5": 95, "P9": 75, "U2": 70, "P4": 65, "U3": 50, "U4": 45,
    "N14": 35, "N3": 35, "N7": 35, "P1": 30, "N16": 30, "P3": 20, "N11": 15,
  ]

  package let networks: [BenchmarkNetwork]
  package let seed: UInt64
  package let isQuick: Bool
  /// Levels to fit and to report on: fewer in the quick form.
  package let levels: (fit: Int, report: Int)
  /// Of each network's tests: fewer untrained networks beside it in the quick form.
  package let settings: SearchSettings

  /// All networks, or those of the quick form, one a family.
  ///
  /// - Parameter seed: of everything that is drawn: weights, disguises, levels.
  /// - Throws: what making a network is refused for.
  package init(seed: UInt64, isQuick: Bool = false) throws {
    self.seed = seed
    self.isQuick = isQuick
    levels = isQuick ? (120, 180) : (160, 240)
    var settings = SearchSettings.benchmark
    if isQuick { settings.untrained = 2 }
    self.settings = settings
    var families: [String] = []
    for planted in PlantedCase.all where planted.isScored && !families.contains(planted.id) {
      families.append(planted.id)
    }
    if isQuick { families = families.filter(Self.quickFamilies.contains) }
    let stream = RandomStream(seed: seed).split("benchmark")
    networks = try families.flatMap { family -> [BenchmarkNetwork] in
      var drawing = stream.split(family)
      // Two variants have a disguise among them; the quick form takes the disguised one.
      let all = try PlantedCase.variants(
        of: family, count: isQuick ? 2 : Self.variants, seed: drawing.next() >> 16)
      return all.enumerated().dropFirst(isQuick ? 1 : 0).map { index, variant in
        BenchmarkNetwork(
          name: "\(family)-\(index + 1)", family: family, label: variant.planted.label,
          matched: variant.planted.matched.map { "\($0)-\(index + 1)" }, variant: variant)
      }
    }
  }

  /// How long a network takes beside others.
  static func cost(_ network: BenchmarkNetwork) -> Double { seconds[network.family] ?? 6 }

  /// Those of some networks that are one machine's of several, dealt in turn so that each has some of
  /// every family.
  package static func shard(
    _ number: Int, of count: Int, among networks: [BenchmarkNetwork]
  ) -> [BenchmarkNetwork] {
    networks.indices.filter { $0 % count == number - 1 }.map { networks[$0] }
  }
}
