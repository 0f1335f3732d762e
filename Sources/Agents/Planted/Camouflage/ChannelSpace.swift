/// A set of channels of an architecture whose order, unless it is said otherwise, has no meaning to
/// the function.
struct ChannelSpace: Sendable, Equatable {
  /// By which positive factors the channels may be scaled where they are written, with the inverse
  /// where they are read, and leave the function as it is.
  enum Scaling: Sendable, Equatable {
    /// None: something that is not homogeneous stands between.
    case none
    /// Each channel by its own, through a rectifier or nothing.
    case each
    /// All channels by one, which spaces of the same name share, through a maximum.
    case shared(String)
  }

  /// What may be written into channels that are added, without the function changing.
  enum Growth: Sendable, Equatable {
    /// Nothing: there can be no further channels.
    case none
    /// Anything.
    case anything
    /// What is written only by some parameters; others stay zero there, for what is written goes
    /// back to them.
    case onlyBy([String])
    /// Mixtures of the channels that are there, which a maximum over channels does not see.
    case mixtures
  }

  let name: String
  let count: Int
  let scaling: Scaling
  let growth: Growth
  /// Whether the order of the channels has a meaning after all, which permutations leave alone.
  let isOrdered: Bool

  init(
    _ name: String, _ count: Int, scaling: Scaling = .none, growth: Growth = .anything,
    isOrdered: Bool = false
  ) {
    self.name = name
    self.count = count
    self.scaling = scaling
    self.growth = growth
    self.isOrdered = isOrdered
  }
}

/// What an axis of a parameter runs over: channels of some spaces one after another, and that a
/// number of times.
struct ChannelAxis: Sendable, Equatable {
  let spaces: [String]
  let blocks: Int

  init(_ spaces: [String], blocks: Int = 1) {
    self.spaces = spaces
    self.blocks = blocks
  }

  static func of(_ space: String, blocks: Int = 1) -> ChannelAxis {
    ChannelAxis([space], blocks: blocks)
  }
}

/// An architecture that tells which axes of its parameters run over which channels.
///
/// The last axis of a parameter is written, the others are read. An axis that is not named has a
/// meaning of its own: planes, actions, places of a kernel.
protocol ChannelSpaced: Architecture {
  var channelSpaces: [ChannelSpace] { get }
  /// By parameter and axis; parameters that are not listed run over no channels.
  var channelAxes: [String: [Int: ChannelAxis]] { get }
  /// The same architecture with so many further channels, or nil where it cannot have more.
  func widened(by count: Int) -> (any ChannelSpaced)?
}
