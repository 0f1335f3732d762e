extension FigureError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .cannotWrite(let path, let reason):
      "Cannot write \"\(path)\": \(reason). Choose an output folder that you may write to."
    case .cannotRead(let path, let reason):
      "Cannot read \"\(path)\": \(reason)."
    case .sizeNotDrawable(let width, let height):
      "A picture of \(width) x \(height) pixels cannot be drawn; each side must be 1 to "
        + "\(Canvas.greatestSide). Draw fewer panels, rows or columns at a time."
    case .drawingFailed(let reason):
      "The figure could not be drawn: \(reason). Run mesascope doctor to check the libraries."
    case .encodingFailed(let reason):
      "The figure's pixels could not be packed as PNG: \(reason)."
    case .notAPicture(let path, let fact):
      "\"\(path)\" is not a whole PNG picture: \(fact). Make the figure again."
    case .unknownFormat(let path):
      "The ending of \"\(path)\" names no figure format. Use .png, .pdf or .svg."
    case .badTextKey(let key):
      "\"\(key)\" cannot name a fact in a PNG: use 1 to 79 printable Latin-1 characters, "
        + "without spaces at the ends or next to each other."
    }
  }
}
