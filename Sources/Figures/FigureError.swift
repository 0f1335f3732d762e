/// What can go wrong between a chart and its file.
package enum FigureError: Error, Equatable, Sendable {
  /// A file could not be written: its path and the system's reason.
  case cannotWrite(path: String, reason: String)
  /// A file could not be read: its path and the system's reason.
  case cannotRead(path: String, reason: String)
  /// The picture would be larger than can be drawn, in device pixels.
  case sizeNotDrawable(width: Int, height: Int)
  /// Cairo stopped, with its own words.
  case drawingFailed(String)
  /// The pixels could not be packed, with libpng's own words.
  case encodingFailed(String)
  /// The file is not a PNG or is damaged: its path and what was found.
  case notAPicture(path: String, fact: String)
  /// The file's ending names no format that figures have: its path.
  case unknownFormat(path: String)
  /// A text chunk's key is not 1 to 79 printable Latin-1 characters.
  case badTextKey(String)
}
