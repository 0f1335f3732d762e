internal import ArgumentParser

/// Channels as an option names them.
enum ChannelChoice: Sendable, Equatable, ExpressibleByArgument {
  case all
  /// Those that vary most over squares and ticks.
  case top(Int)
  case these([Int])

  init?(argument: String) {
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

  var defaultValueDescription: String {
    switch self {
    case .all: "all"
    case .top(let count): "top:\(count)"
    case .these(let numbers): numbers.map(String.init).joined(separator: ",")
    }
  }
}
