extension ArchitectureError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownArchitecture(let name, let known):
      "There is no architecture named \"\(name)\". Known are: \(known.joined(separator: ", "))."
    case .missingSetting(let key):
      "The configuration has no \"\(key)\", which this architecture needs. Add it."
    case .badSetting(let key, let value, let allowed):
      "The configuration's \"\(key)\" is \"\(value)\"; it must be \(allowed)."
    case .badStatement(let line, let text, let reason):
      "The layer program"
        + (line > 0 ? ", statement \(line)" : "") + (text.isEmpty ? "" : " (\(text))")
        + ": \(reason)."
    case .missingParameter(let name, let architecture):
      "The checkpoint has no tensor \"\(name)\", which the architecture \(architecture) needs. "
        + "Was it made by another architecture?"
    case .extraParameters(let names, let architecture):
      "The checkpoint has tensors that the architecture \(architecture) does not know: "
        + "\(names.prefix(5).joined(separator: ", ")). Was it made by another architecture?"
    case .wrongShape(let parameter, let expected, let found):
      "The tensor \"\(parameter)\" has shape \(found); the configuration asks for \(expected)."
    case .mismatchedTensor(let name, let found, let expected, let because):
      "The tensor \"\(name)\" has shape \(found); \(because) it must be \(expected). The file is of "
        + "another network, or was changed after it was written."
    case .notFinite(let parameter, let index):
      "The tensor \"\(parameter)\" holds a value that is not a finite number, at element "
        + "\(index). The checkpoint is damaged or its training diverged."
    case .wrongObservation(let expected, let found, let architecture):
      "The observations have shape \(found); this \(architecture) expects \(expected) "
        + "(0 stands for any). Use levels of the environment that it was made for."
    case .unknownSite(let name, let known):
      "There is no site named \"\(name)\". This network has: \(known.joined(separator: ", "))."
    case .tickOutOfRange(let site, let tick, let allowed):
      "The site \(site) has no tick \(tick); its ticks are \(allowed.lowerBound) to "
        + "\(allowed.upperBound). Ask for one of those, or run for more ticks."
    case .negativeTicks(let ticks):
      "A network cannot run for \(ticks) ticks. Ask for 0 or more."
    case .wrongEdit(let site, let expected, let found):
      "The edit at \(site) has shape \(found); the activation there is \(expected)."
    case .wrongMemory(let architecture, let expected, let found):
      "The memory given to the \(architecture) has shapes \(found); it carries \(expected)."
    case .readOutOfRange(let sample, let cell, let cells):
      "Sample \(sample) asks for the policy at cell \(cell), but a level has \(cells) cells."
    }
  }
}
