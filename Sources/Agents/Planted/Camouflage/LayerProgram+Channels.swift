extension LayerProgram: ChannelSpaced {
  var channelSpaces: [ChannelSpace] { ProgramChannels(self).channelSpaces }

  var channelAxes: [String: [Int: ChannelAxis]] { ProgramChannels(self).channelAxes }

  /// The program with wider layers.
  func widened(by count: Int) -> (any ChannelSpaced)? {
    let widths = ProgramChannels(self).widths(growing: count)
    guard !widths.isEmpty else { return nil }
    var lines = program.split(
      omittingEmptySubsequences: false, whereSeparator: { $0.isNewline || $0 == ";" }
    ).map(String.init)
    for statement in statements {
      guard let width = widths[statement.name] else { continue }
      let setting = statement.operation == .dense ? "outputs" : "channels"
      lines[statement.line - 1] = lines[statement.line - 1].split(whereSeparator: \.isWhitespace)
        .map { $0.hasPrefix("\(setting)=") ? "\(setting)=\(width)" : String($0) }
        .joined(separator: " ")
    }
    return try? LayerProgram(
      lines.joined(separator: "\n"), planes: planes, ticks: ticks, rows: side.rows,
      columns: side.columns)
  }
}
