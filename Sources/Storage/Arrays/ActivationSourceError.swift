/// What can be wrong with activations that other programs wrote; what a folder with a manifest
/// can lack is in ``ActivationStoreError``.
package enum ActivationSourceError: Error, Equatable, Sendable {
  /// A folder with neither a manifest nor files of arrays.
  case emptyFolder(path: String)
  /// There is no array that could be activations; the names of those that there are.
  case noActivations(path: String, arrays: [String])
  /// An array that has to be activations has too few or too many axes.
  case wrongAxes(ArrayPlace, shape: [Int])
  /// An array has another number of rows than the others.
  case rowsDisagree(ArrayPlace, rows: Int, expected: Int, like: ArrayPlace)
  /// Groups or labels have another length than there are rows.
  case wrongLength(ArrayPlace, what: String, found: Int, expected: Int)
  /// Groups are no list of whole numbers or texts.
  case wrongGroups(ArrayPlace, shape: [Int])
  /// A store was to be read with its channels first.
  case storeLayout(path: String)
  /// Two arrays would be the same site.
  case repeatedSite(site: String, first: ArrayPlace, second: ArrayPlace)
  /// The groups, or labels of one name, are in two files and differ.
  case contradiction(what: String, first: ArrayPlace, second: ArrayPlace)
}

extension ActivationSourceError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .emptyFolder(let path):
      "The folder '\(path)' holds neither a 'manifest.json' nor a .safetensors, .npy or .npz file. "
        + "Save the activations there, or give another folder."
    case .noActivations(let path, let arrays):
      "'\(path)' holds no activations: floating point numbers of two to five axes, the first of "
        + "them the samples. It holds \(arrays.isEmpty ? "no arrays" : arrays.joined(separator: ", "))."
    case .wrongAxes(let place, let shape):
      "\(place) has the shape \(shape), and activations are [n, p], [n, tick, p], "
        + "[n, row, column, p] or [n, tick, row, column, p] (with --layout nchw, "
        + "[n, p, row, column] or [n, tick, p, row, column]). Reshape it."
    case .storeLayout(let path):
      "'\(path)' is an activation store, whose maps are [n, row, column, channel] by its format. "
        + "Leave --layout nchw out."
    case .rowsDisagree(let place, let rows, let expected, let like):
      "\(place) has \(rows) rows where the others have \(expected), as \(like.inSentence) has. "
        + "Save activations of the same samples, or leave it out."
    case .wrongLength(let place, let what, let found, let expected):
      "\(place) has \(found) \(what) for \(expected) rows of activations. Give one to each row."
    case .wrongGroups(let place, let shape):
      "\(place) has the shape \(shape) or elements that are no whole numbers and no texts: groups "
        + "are one whole number or text a row. Save it as int64 of shape [n]."
    case .repeatedSite(let site, let first, let second):
      "The site '\(site)' is there twice: \(first.inSentence) and \(second.inSentence). Rename one."
    case .contradiction(let what, let first, let second):
      "The \(what) of \(first.inSentence) and of \(second.inSentence) differ. Save them once, or "
        + "the same."
    }
  }
}

extension ArrayPlace {
  /// As a part of a sentence.
  var inSentence: String { array.map { "'\($0)' of '\(path)'" } ?? "'\(path)'" }
}
