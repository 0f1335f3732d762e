/// Why activations could not be captured.
package enum CaptureError: Error, Equatable, Sendable {
  /// There is no level to run on.
  case noLevels
  /// Levels of a set differ in size.
  case unequalSizes(level: Int, rows: Int, columns: Int, firstRows: Int, firstColumns: Int)
  /// Levels of a set differ in their moves.
  case unequalMoves(level: Int, moves: String, firstMoves: String)
  /// The network has no such site.
  case unknownSite(name: String, known: [String])
  /// None of the network's sites holds a state for each square of a level.
  case noMaps(architecture: String, sites: [String])
  /// The site does not hold a state for each square of a level; those that do.
  case notAMap(site: String, maps: [String])
  /// The site has no such tick in a run of so many.
  case noSuchTick(site: String, tick: Int, ticks: Int)
  /// The agent has another number of actions than the levels have moves.
  case wrongActions(actions: Int, moves: Int)
  /// The activations at a site were not captured.
  case notCaptured(site: String)
  /// Activations are NaN or infinite; the first is at this level, row-major square and channel.
  case notFinite(site: String, count: Int, level: String, cell: Int, channel: Int)
  /// The work was interrupted.
  case interrupted
}
