internal import LinearAlgebra

extension ProbeFileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notYAML(let path, let reason):
      "'\(path)' cannot be read as YAML: \(reason)"
    case .notAMapping(let path):
      "'\(path)' is not a list of keys and values. Begin with 'concept:'."
    case .unknownKey(let path, let key, let known):
      "'\(path)' has the unknown key '\(key)'. " + NearNames.suggestion(for: key, among: known)
    case .missingKey(let path, let key):
      "'\(path)' has no '\(key)'. All keys are required; see the README beside it."
    case .badValue(let path, let key, let value, let allowed):
      "In '\(path)', '\(key)' is '\(value)' where \(allowed) is needed."
    case .unknownConcept(let path, let concept, let known):
      "'\(path)' asks for the unknown concept '\(concept)'. "
        + NearNames.suggestion(for: concept, among: known)
    case .wrongKind(let path, let concept, let kind, let fits):
      "'\(path)' says kind '\(kind)', which the concept '\(concept)' is not. Write "
        + "\(fits.joined(separator: " or "))."
    case .unknownControl(let path, let control, let known):
      "'\(path)' asks for the unknown control '\(control)'. "
        + NearNames.suggestion(for: control, among: known)
    case .noSite(let path, let patterns, let known):
      "'\(path)' probes \(patterns.map { "'\($0)'" }.joined(separator: ", ")), and no site of this "
        + "network matches. " + NearNames.suggestion(for: patterns.first ?? "", among: known)
    case .noTick(let path, let ticks, let allowed):
      "'\(path)' probes the ticks \(ticks.map(String.init).joined(separator: ", ")), and the network "
        + "has \(allowed.map(String.init).joined(separator: ", "))."
    case .unknownProbe(let id, let folder, let known):
      "There is no probe '\(id)' "
        + (folder.map { "in '\($0)'. " } ?? "among those that the command carries. ")
        + NearNames.suggestion(for: id, among: known)
    }
  }
}
