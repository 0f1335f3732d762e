/// Seeds as an option names them: numbers and ranges, as in `1...8` or `1,5,9...12`.
struct SeedList: Sendable, Equatable {
  let seeds: [UInt64]

  /// More runs than these are not for one command.
  static let most: UInt64 = 1000

  /// - Throws: ``CommandFailure/badSeeds(text:)``.
  init(text: String) throws(CommandFailure) {
    var seeds: [UInt64] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let isRange = part.contains("...")
      let ends = part.split(separator: ".", omittingEmptySubsequences: true).map { UInt64($0) }
      guard let low = ends.first ?? nil, let high = ends.last ?? nil, high >= low,
        high - low < Self.most, ends.count == (isRange ? 2 : 1), isRange || UInt64(part) != nil
      else { throw .badSeeds(text: text) }
      seeds += Array(low...high)
    }
    guard Set(seeds).count == seeds.count, seeds.count <= Int(Self.most) else {
      throw .badSeeds(text: text)
    }
    self.seeds = seeds
  }

  /// Reads the text of an option.
  static let read: @Sendable (String) throws -> SeedList = { try SeedList(text: $0) }
}
