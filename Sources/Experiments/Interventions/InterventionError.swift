/// Why an intervention could not be made or measured.
package enum InterventionError: Error, Equatable, Sendable {
  /// Too few distinct levels to fit on or to report on.
  case tooFewLevels(noun: String, fit: Int, report: Int)
  /// A task in which a network is asked for no decision.
  case nothingToDecide(task: String)
  /// All states that could be asked about look alike.
  case sameStates(task: String, count: Int)
  /// The network has no such site.
  case unknownSite(name: String, known: [String])
  /// None of the ticks asked for exists at the site; those that do.
  case noSuchTicks(site: String, asked: [Int], allowed: ClosedRange<Int>)
  /// Ticks were asked for at a site without ticks.
  case noTicks(site: String)
  /// The site is passed at no tick in so many.
  case neverPassed(site: String, ticks: Int)
  /// The site has no such channel.
  case noSuchChannel(channel: Int, site: String, channels: Int)
  /// One square was to be changed at a site that is no map of the squares.
  case notAMap(site: String, maps: [String])
  /// A file that is not one array of NumPy's.
  case notOneArray(path: String, format: String)
  /// A direction of another length than the site has channels.
  case wrongDirection(path: String, shape: [Int], site: String, channels: Int)
  /// A number of a direction is NaN or infinite.
  case notFiniteDirection(path: String, index: Int)
  /// A direction of zeros.
  case zeroDirection(path: String)
  /// The scale of a direction is not finite.
  case notFiniteScale
  /// The other network has no such site, or one of another shape.
  case otherShape(path: String, site: String, wanted: String, found: String)
  /// The other network reads other observations.
  case otherObservations(path: String, wanted: [Int], found: [Int])
  /// The outputs are not finite numbers in some levels.
  case notFinite(what: String, noun: String, count: Int, of: Int)
  /// What has to leave every bit as it was did not.
  case notIdentical(what: String, count: Int, of: Int)
  /// There are too few channels to rank.
  case oneChannel(site: String)
}

extension InterventionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooFewLevels(let noun, let fit, let report):
      "There are \(fit) distinct \(noun)s to fit on and \(report) to report on, and 2 of each are "
        + "needed. Take more with --count."
    case .nothingToDecide(let task):
      "A network for \(task) is asked for no decision that could change. Interventions need a task "
        + "with actions or answers."
    case .sameStates(let task, let count):
      "The \(count) first states of \(task) all look the same, so that they are one and nothing can be "
        + "told from it. Interventions need a task whose states differ from the start."
    case .unknownSite(let name, let known):
      "There is no site '\(name)'. This network has: \(known.joined(separator: ", "))."
    case .noSuchTicks(let site, let asked, let allowed):
      "The site '\(site)' has no tick \(asked.map(String.init).joined(separator: ", ")); its ticks "
        + "are \(allowed.lowerBound) to \(allowed.upperBound). Give some of those with --tick."
    case .noTicks(let site): "The site '\(site)' has no ticks. Leave --tick out."
    case .neverPassed(let site, let ticks):
      "The site '\(site)' is not passed in \(ticks) tick\(ticks == 1 ? "" : "s"). Choose another "
        + "site."
    case .noSuchChannel(let channel, let site, let channels):
      "The site '\(site)' has no channel \(channel); its channels are 0 to \(channels - 1)."
    case .notAMap(let site, let maps):
      "The site '\(site)' is no map with a state for each square, so there is no agent's square to "
        + "change alone. "
        + (maps.isEmpty
          ? "Leave --squares out."
          : "Leave --squares out, or take \(maps.joined(separator: ", ")).")
    case .notOneArray(let path, let format):
      "'\(path)' is \(format), and a direction is one array in a .npy file. Save it with "
        + "numpy.save."
    case .wrongDirection(let path, let shape, let site, let channels):
      "The direction in '\(path)' has the shape \(shape), and the site '\(site)' has \(channels) "
        + "channels: save a vector of \(channels) numbers."
    case .notFiniteDirection(let path, let index):
      "The direction in '\(path)' is NaN or infinite at \(index), counted from 0. Save finite "
        + "numbers."
    case .zeroDirection(let path):
      "The direction in '\(path)' is zero throughout, so that it points nowhere. For a check that "
        + "nothing changes, give a direction and --scale 0."
    case .notFiniteScale: "--scale is not a finite number. Give one such as 2 or -0.5."
    case .otherShape(let path, let site, let wanted, let found):
      "Activations cannot be taken from '\(path)': its site '\(site)' \(found), and that of the "
        + "network that is changed \(wanted). Choose a site that both have alike, or another "
        + "checkpoint."
    case .otherObservations(let path, let wanted, let found):
      "Activations cannot be taken from '\(path)': it reads observations of \(wanted) (row, column, "
        + "plane; 0 stands for any) and these levels have \(found). Choose a checkpoint that was "
        + "made for the same levels."
    case .notFinite(let what, let noun, let count, let of):
      "\(what), outputs are NaN or infinite in \(count) of \(of) \(noun)s. Where the network itself "
        + "is so, the checkpoint is damaged; else take a smaller --scale."
    case .notIdentical(let what, let count, let of):
      "\(what) has to leave every bit as it was, and \(count) of \(of) outputs differ. This is a "
        + "fault of Mesascope or of this machine: please report it."
    case .oneChannel(let site):
      "The site '\(site)' has one channel, so there is nothing to rank. Take --ablate."
    }
  }
}
