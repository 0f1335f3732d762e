internal import Foundation
internal import Storage

/// A folder for results that is there only if something comes of the work.
enum OutputFolder {
  /// Makes the folder, makes sure that files can be written in it, and does the work; if that
  /// fails, folders that were made for it and stayed empty go again.
  static func using<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    var made: [String] = []
    var parent = path
    while !Folder.exists(parent), !parent.isEmpty {
      made.append(parent)
      let above = Path.folder(of: parent)
      if above == parent { break }
      parent = above
    }
    do {
      try Folder.prepareForOutput(path)
      return try body()
    } catch {
      // Innermost first; one with content refuses to go.
      for folder in made { rmdir(folder) }
      throw error
    }
  }
}
