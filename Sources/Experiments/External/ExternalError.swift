internal import LinearAlgebra
package import Storage

/// What is wrong with activations, labels or groups that others made.
package enum ExternalError: Error, Equatable, Sendable {
  /// Neither a label of the activations nor a file.
  case noSuchColumn(option: String, text: String, known: [String])
  /// An array of the activations' file that is not named as labels.
  case notNamedLabels(option: String, array: String, path: String)
  /// Labels of which only -1, which is no label, and one class are left.
  case minusOneIsNoLabel(name: String)
  /// A name of labels that are not given.
  case noSuchValues(name: String, known: [String])
  /// No groups were given and the activations have none.
  case noGroups(path: String)
  /// An option names several arrays where one is needed.
  case severalArrays(option: String, text: String, arrays: [String])
  /// An array has another number of rows than the activations.
  case wrongRows(option: String, name: String, found: Int, rows: Int, path: String)
  /// An array has a shape that its role does not allow.
  case wrongShape(option: String, name: String, shape: [Int], allowed: String)
  /// Whole numbers with too many different values for classes.
  case tooManyClasses(name: String, found: Int, most: Int)
  /// Groups of numbers that are not whole.
  case groupsNotWhole(name: String)
  /// No site matches.
  case noSite(patterns: [String], known: [String])
  /// No tick matches.
  case noTick(asked: [Int], site: String, known: [Int], isListed: Bool)
  /// An array fits the labels of squares only with its axes read in the other layout.
  case otherLayout(
    what: String, shape: [Int], labels: String, squares: [Int], layout: ArrayLayout)
  /// Untrained activations differ from those under study.
  case untrainedDiffers(path: String, what: String, found: String, expected: String)
  /// Nothing was given to read.
  case noLabels(known: [String])
  /// Several places where one is needed.
  case severalPlaces(places: [String])
  /// A site whose samples hold no number.
  case emptySite(site: String, shape: [Int])
  /// Samples that are the same to the last digit under different groups.
  case repeatedSamples(count: Int, rows: Int, site: String, reported: String, fitted: String)
  /// The same name twice among the labels.
  case repeatedLabels(name: String)
}

extension ExternalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noSuchColumn(let option, let text, let known):
      "\(option) '\(text)' is neither a file nor one of the labels in the activations' own files"
        + (known.isEmpty
          ? ", which have none. Give a .npy, .npz or .safetensors file, or file:array."
          : " (\(known.joined(separator: ", "))). "
            + "Give one of them, a .npy, .npz or .safetensors file, or file:array.")
    case .notNamedLabels(let option, let array, let path):
      "\(option) '\(array)' is an array of '\(path)' that is not named as labels. Write "
        + "\(path):\(array), or save it under the name labels/\(array)."
    case .minusOneIsNoLabel(let name):
      "The labels '\(name)' are -1 and one class, and -1 means no label. Number classes from 0."
    case .noSuchValues(let name, let known):
      "--values '\(name)' names none of the labels that are read "
        + "(\(known.joined(separator: ", ")))."
    case .noGroups(let path):
      "Nothing says which rows of '\(path)' belong together. Give --groups with one number or name a "
        + "row (the level or episode that it comes from); rows of one level are not independent. "
        + "If every row truly is a level of its own, say --groups rows."
    case .severalArrays(let option, let text, let arrays):
      "\(option) '\(text)' holds \(arrays.count) arrays (\(arrays.joined(separator: ", "))) where one "
        + "is needed. Write \(text):\(arrays.first ?? "name")."
    case .wrongRows(let option, let name, let found, let rows, let path):
      "\(option) '\(name)' has \(found) rows and the activations of '\(path)' have \(rows); each row "
        + "needs one entry, in the same order."
    case .wrongShape(let option, let name, let shape, let allowed):
      "\(option) '\(name)' has the shape \(shape); it has to be \(allowed)."
    case .tooManyClasses(let name, let found, let most):
      "The labels '\(name)' are whole numbers with \(found) different values; as classes at most "
        + "\(most) are read. If they are amounts, give --values \(name); if they name the rows' "
        + "levels, give them as --groups."
    case .groupsNotWhole(let name):
      "The groups '\(name)' hold numbers that are not whole; a group is a whole number or a name."
    case .noSite(let patterns, let known):
      "No site matches \(patterns.map { "'\($0)'" }.joined(separator: ", ")). "
        + NearNames.suggestion(for: patterns.first ?? "", among: known)
    case .noTick(let asked, let site, let known, let isListed):
      "The ticks \(asked.map(String.init).joined(separator: ", ")) do not exist at '\(site)', which "
        + "has \(isListed ? known.map(String.init).joined(separator: ", ") : Self.counted(known))."
    case .otherLayout(let what, let shape, let labels, let squares, let layout):
      "The labels '\(labels)' are of \(squares[0]) x \(squares[1]) squares, and \(what) of shape "
        + "\(shape) has other rows and columns when its axes are read as \(Self.axes(layout)): it "
        + "fits only as \(Self.axes(layout.other)). Give --layout \(layout.other.rawValue), or move "
        + "its channels."
    case .untrainedDiffers(let path, let what, let found, let expected):
      "The untrained activations of '\(path)' have \(what) \(found) where those under study have "
        + "\(expected). Capture both from the same inputs, in the same order, at the same sites."
    case .noLabels(let known):
      "Nothing is to be read: give --labels"
        + (known.isEmpty
          ? " with a .npy, .npz or .safetensors file."
          : ", for example --labels \(known[0]), which the activations bring with them.")
    case .severalPlaces(let places):
      "One place is read at a time, and these match: "
        + "\(places.prefix(5).joined(separator: ", "))\(places.count > 5 ? ", ..." : ""). Choose one "
        + "with --site, and a tick where it has several."
    case .emptySite(let site, let shape):
      "The site '\(site)' has the shape \(shape): there is nothing in it to read. Leave it out with "
        + "--site, or write it again."
    case .repeatedSamples(let count, let rows, let site, let reported, let fitted):
      "\(count) of \(rows) held-out samples are at '\(site)' the same to the last digit as samples of "
        + "other groups that probes are fitted on (\(reported) and \(fitted)): scores would be partly "
        + "of what was learned by heart. Put samples of one level or input into one group; if such "
        + "repeats are meant, say --allow-repeats."
    case .repeatedLabels(let name):
      "The labels '\(name)' are given twice. Give each once, or rename an array."
    }
  }

  private static func counted(_ known: [Int]) -> String {
    "0 to \(known.count - 1), counted from 0 as nothing says which ticks they are"
  }

  private static func axes(_ layout: ArrayLayout) -> String {
    switch layout {
    case .channelsLast: "[n, row, column, channel] (nhwc)"
    case .channelsFirst: "[n, channel, row, column] (nchw)"
    }
  }
}
