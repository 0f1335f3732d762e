/// Channels as an option names them.
enum ChannelChoice: Sendable, Equatable {
  case all
  /// Those that vary most over squares and ticks.
  case top(Int)
  case these([Int])

  /// Reads the text of an option.
  ///
  /// - Throws: ``CommandFailure/badChannels(text:)``.
  static let read: @Sendable (String) throws -> ChannelChoice = { text in
    guard let choice = ChannelChoice(text: text) else {
      throw CommandFailure.badChannels(text: text)
    }
    return choice
  }

  private init?(text argument: String) {
    if argument == "all" {
      self = .all
    } else if argument.hasPrefix("top:") {
      guard let count = Int(argument.dropFirst(4)), count > 0 else { return nil }
      self = .top(count)
    } else {
      let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      let numbers = parts.compactMap { $0 }
      guard numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
      self = .these(numbers)
    }
  }
}
