internal import LinearAlgebra

extension CaptureError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noLevels: "There is no level to run the agent on. Give at least one."
    case .unequalSizes(let level, let rows, let columns, let firstRows, let firstColumns):
      "Level \(level) has \(rows) x \(columns) squares and the first \(firstRows) x "
        + "\(firstColumns). Levels that are studied together must have one size."
    case .unequalMoves(let level, let moves, let firstMoves):
      "Level \(level) has \(moves) moves and the first \(firstMoves). Levels that are studied "
        + "together must have the same moves."
    case .unknownSite(let name, let known):
      "There is no site '\(name)'. " + NearNames.suggestion(for: name, among: known)
    case .noMaps(let architecture, let sites):
      "Needed is a site that is a map, with a state for each square of a level, and none of the "
        + "sites of this \(architecture) is one (\(sites.joined(separator: ", "))); 'mesascope "
        + "evaluate', 'goals' and 'capture' do without."
    case .notAMap(let site, let maps):
      "The site '\(site)' is no map with a state for each square of a level, and such a one is "
        + "needed" + (maps.isEmpty ? "." : "; take \(maps.joined(separator: " or ")).")
    case .noSuchTick(let site, let tick, let ticks):
      "The site '\(site)' has no tick \(tick) in a run of \(ticks). Ask for one of its ticks, or "
        + "run for more."
    case .wrongActions(let actions, let moves):
      "The network chooses among \(actions) actions and the levels have \(moves) moves. Use levels "
        + "of the environment that it was made for."
    case .notCaptured(let site):
      "The activations at \(site) were not captured. Add the site to the capture."
    case .notFinite(let site, let count, let level, let cell, let channel):
      "\(count) activation\(count == 1 ? "" : "s") at \(site) \(count == 1 ? "is" : "are") NaN or "
        + "infinite, the first in level \(level), square \(cell), channel \(channel). The "
        + "checkpoint is damaged or its training diverged."
    case .interrupted: "The work was interrupted; nothing was written."
    }
  }
}
