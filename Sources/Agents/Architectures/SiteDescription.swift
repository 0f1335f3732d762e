/// A site of an architecture, before it is run.
package struct SiteDescription: Sendable, Equatable {
  package let name: String
  package let channels: Int
  /// Whether the site is passed once a tick, from the first tick to the last.
  package let hasTicks: Bool
  /// The first tick, for a site that has them.
  package let firstTick: Int
  /// What the activation is, in a few words.
  package let summary: String

  package init(
    _ name: String, channels: Int, hasTicks: Bool, firstTick: Int = 1, summary: String
  ) {
    self.name = name
    self.channels = channels
    self.hasTicks = hasTicks
    self.firstTick = firstTick
    self.summary = summary
  }
}
