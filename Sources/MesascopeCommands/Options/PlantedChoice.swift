internal import Agents
internal import Experiments

/// A planted network as it was asked for by name.
struct PlantedChoice {
  let entry: PlantedNetworks.Entry
  let forms: [PlantedCase]

  /// - Throws: ``CommandFailure/unknownPlanted(id:known:)``.
  init(_ id: String) throws {
    let known = PlantedNetworks.entries.map(\.id)
    guard let entry = PlantedNetworks.entry(id.uppercased()) else {
      throw CommandFailure.unknownPlanted(id: id, known: known)
    }
    self.entry = entry
    forms = PlantedCase.cases(entry.id)
  }

  /// The form of a number, from 1.
  func form(_ number: Int) throws -> PlantedCase {
    guard forms.indices.contains(number - 1) else {
      throw CommandFailure.noSuchForm(
        id: entry.id, form: number,
        forms: forms.enumerated().map { "\($0.offset + 1) (\($0.element.setting))" })
    }
    return forms[number - 1]
  }

  static func disguise(_ name: String) throws -> Disguise {
    guard let disguise = Disguise(rawValue: name) else {
      throw CommandFailure.unknownDisguise(name: name, known: Disguise.allCases.map(\.rawValue))
    }
    return disguise
  }

  /// All networks with their forms, as a list names them.
  static var list: [(name: String, text: String)] {
    PlantedNetworks.entries.map { entry in
      let forms = PlantedCase.cases(entry.id).enumerated()
        .map { "\($0.offset + 1): \($0.element.setting)" }
      return (
        entry.id,
        "\(entry.name). \(entry.construction) Forms: \(forms.joined(separator: "; "))"
      )
    }
  }
}
