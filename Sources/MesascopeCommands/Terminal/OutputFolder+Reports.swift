internal import Storage

extension OutputFolder {
  /// Does the work of a command that writes a report, in a folder where no report is yet.
  ///
  /// - Parameters:
  ///   - given: the folder that was asked for; refused where it holds files of a report.
  ///   - usual: the folder else; where it is taken, `name-2`, `name-3` and so on.
  ///   - leavesOnSignal: as in ``using(_:leavesOnSignal:_:)``.
  ///   - goingOnFrom: the name of what stopped work leaves in its folder: a usual folder that holds
  ///     it and no report is gone on in.
  /// - Throws: ``CommandFailure/holdsReport(path:file:)``, and what the work throws.
  static func usingReport<Result>(
    _ given: String?, usual: String, leavesOnSignal: Bool = false,
    goingOnFrom unfinished: String? = nil, _ body: (String) throws -> Result
  ) throws -> Result {
    if let given {
      try refuseReport(in: given)
      return try using(given, leavesOnSignal: leavesOnSignal) { try body(given) }
    }
    let parent = Path.folder(of: usual)
    let above = missing(parent)
    let path = try keeping(above, leavesOnSignal: false) {
      try Folder.create(parent)
      return try claim(usual, goingOnFrom: unfinished)
    }
    let result = try keeping([path] + above, leavesOnSignal: leavesOnSignal) {
      try Folder.prepareForOutput(path)
      return try body(path)
    }
    if path != usual {
      Console.note("'\(usual)' was there before; this report is in '\(path)'.")
    }
    return result
  }

  /// Makes the first folder of a name that is not there; making it claims it, so that two processes
  /// never share one.
  private static func claim(
    _ usual: String, goingOnFrom unfinished: String?
  ) throws(FileError) -> String {
    var path = usual
    var number = 1
    while !(try Folder.createNew(path)) {
      if let unfinished, Folder.isFolder(Path.join(path, unfinished)), try report(in: path) == nil {
        return path
      }
      number += 1
      path = "\(usual)-\(number)"
    }
    return path
  }

  /// The endings of what reports are made of.
  private static let endings = [".html", ".jsonl", ".png", ".csv"]

  /// - Throws: ``CommandFailure/holdsReport(path:file:)``.
  private static func refuseReport(in path: String) throws {
    guard Folder.isFolder(path) else { return }
    if let file = try report(in: path) {
      throw CommandFailure.holdsReport(path: path, file: file)
    }
  }

  /// A file of a report in a folder; nil where there is none.
  private static func report(in path: String) throws(FileError) -> String? {
    try Folder.names(in: path).first { name in
      name == "erasers.safetensors" || endings.contains { name.hasSuffix($0) }
    }
  }
}
