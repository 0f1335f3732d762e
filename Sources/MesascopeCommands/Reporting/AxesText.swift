/// How the axes of activations were taken, for a terminal.
enum AxesText {
  /// Sites that are printed; pages have all of them.
  private static let shown = 6

  static func lines(_ axes: [String]) -> [String] {
    let left = axes.count - shown
    return axes.prefix(shown).map { "  " + $0 }
      + (left > 0 ? ["  (\(left) more site\(left == 1 ? "" : "s") in the report)"] : [])
  }
}
