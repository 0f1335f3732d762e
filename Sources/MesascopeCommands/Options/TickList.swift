/// Ticks as an option names them: numbers and ranges, `all` or `last`.
enum TickList: Sendable, Equatable {
  case all
  case last
  case these([Int])

  /// Reads the text of an option.
  static let read: @Sendable (String) throws -> TickList = { try TickList(text: $0) }

  /// - Throws: ``CommandFailure/badTicks(text:)``.
  init(text: String) throws(CommandFailure) {
    switch text {
    case "all": self = .all
    case "last": self = .last
    default:
      var ticks: [Int] = []
      for part in text.split(separator: ",", omittingEmptySubsequences: false) {
        let ends = part.split(separator: ".", omittingEmptySubsequences: true).map { Int($0) }
        let isRange = part.contains("...")
        guard let low = ends.first ?? nil, let high = ends.last ?? nil, low >= 0, high >= low,
          high <= 10_000, ends.count == (isRange ? 2 : 1), isRange || Int(part) != nil
        else { throw .badTicks(text: text) }
        ticks += Array(low...high)
      }
      self = .these(ticks.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
  }

  /// The ticks among those that a site or network has.
  func ticks(among known: [Int]) -> [Int] {
    switch self {
    case .all: known
    case .last: known.last.map { [$0] } ?? []
    case .these(let ticks): ticks
    }
  }
}
