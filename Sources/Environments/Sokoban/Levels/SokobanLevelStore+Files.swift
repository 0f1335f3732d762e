import Foundation

extension SokobanLevelStore {
  /// The levels of a Boxoban file, or of all `.txt` files of a folder in the order of their names.
  ///
  /// - Throws: ``EnvironmentError/badLevels(source:reason:)`` where nothing can be read, where a
  ///   text is wrong, and where levels differ in size or are solved from the start.
  init(path: String) throws(EnvironmentError) {
    var store: SokobanLevelStore?
    for file in try Self.files(at: path) {
      for (index, level) in try Self.levels(of: file).enumerated() {
        let (rows, columns) = (level.room.rows, level.room.columns)
        var kept = store ?? SokobanLevelStore(rows: rows, columns: columns)
        store = nil
        guard rows == kept.rows, columns == kept.columns else {
          throw .badLevels(
            source: file,
            reason: "level \(index + 1) has \(rows) rows and \(columns) columns where the first "
              + "level has \(kept.rows) and \(kept.columns); give levels of one size")
        }
        guard !level.isSolved else {
          throw .badLevels(
            source: file,
            reason: "level \(index + 1) is solved from the start; take it away")
        }
        kept.append(level)
        store = kept
      }
    }
    guard let store else {
      throw .badLevels(source: path, reason: "the folder holds no .txt file")
    }
    self = store
  }

  private static func files(at path: String) throws(EnvironmentError) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .badLevels(source: path, reason: "there is no such file or folder")
    }
    guard isFolder.boolValue else { return [path] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { $0.hasSuffix(".txt") }.sorted().map { path + "/" + $0 }
    } catch {
      throw .badLevels(source: path, reason: "the folder cannot be listed")
    }
  }

  private static func levels(of file: String) throws(EnvironmentError) -> [SokobanLevel] {
    let text: String
    do {
      text = try String(contentsOfFile: file, encoding: .utf8)
    } catch {
      throw .badLevels(source: file, reason: "the file cannot be read as text")
    }
    do {
      return try BoxobanText.read(text)
    } catch {
      throw .badLevels(source: file, reason: "\(error)")
    }
  }
}
