internal import Environments
internal import Probing
internal import Storage
internal import Yams

extension ProbeDefinition {
  private static let keys = [
    "concept", "kind", "where", "kernel", "sites", "ticks", "controls", "description",
  ]

  /// Reads a probe's file; its name is the id.
  ///
  /// - Throws: ``ProbeFileError`` and `FileError`.
  package init(path: String) throws {
    let name = Path.name(of: path)
    let id = name.split(separator: ".").dropLast().joined(separator: ".")
    try self.init(yaml: try TextFile.read(path), id: id.isEmpty ? name : id, path: path)
  }

  /// Reads a probe's text.
  ///
  /// - Throws: ``ProbeFileError`` for anything unknown, missing or of the wrong kind.
  package init(yaml text: String, id: String, path: String) throws {
    let root: [String: Any]
    do {
      guard let mapping = try Yams.load(yaml: text) as? [String: Any] else {
        throw ProbeFileError.notAMapping(path: path)
      }
      root = mapping
    } catch let error as YamlError {
      throw ProbeFileError.notYAML(path: path, reason: "\(error)")
    }
    let reader = Reader(root: root, path: path)
    for key in root.keys.sorted() where !Self.keys.contains(key) {
      throw ProbeFileError.unknownKey(path: path, key: key, known: Self.keys)
    }
    self.id = id
    self.path = path
    digest = SHA256.hexadecimal(of: text)
    concept = try reader.text("concept")
    kind = try reader.word("kind", Kind.init(rawValue:), Kind.allCases.map(\.rawValue))
    try Self.check(concept: concept, kind: kind, path: path)
    freeOnly = try reader.word("where", { ["free": true, "all": false][$0] }, ["free", "all"])
    let kernels: [String: Neighbourhood] = ["1x1": .single, "3x3": .threeByThree]
    neighbourhood = try reader.word("kernel", { kernels[$0] }, ["1x1", "3x3"])
    sites = try reader.texts("sites")
    ticks = try reader.ticks()
    description = try reader.text("description")
    let known = Control.allCases.map(\.rawValue)
    controls = try reader.texts("controls").map { word in
      guard let control = Control(rawValue: word) else {
        throw ProbeFileError.unknownControl(path: path, control: word, known: known)
      }
      return control
    }
  }

  private static func check(concept: String, kind: Kind, path: String) throws(ProbeFileError) {
    guard let found = ConceptCatalogue.all().first(where: { $0.id == concept }) else {
      throw .unknownConcept(path: path, concept: concept, known: ConceptCatalogue.ids)
    }
    let fits: [Kind] =
      switch found.kind {
      case .values: [.value]
      case .classes(let names): names.count == 2 ? [.binary, .classes] : [.classes]
      }
    guard fits.contains(kind) else {
      throw .wrongKind(
        path: path, concept: concept, kind: kind.rawValue, fits: fits.map { "'\($0.rawValue)'" })
    }
  }

  /// Reads values of a mapping.
  private struct Reader {
    let root: [String: Any]
    let path: String

    func value(_ key: String) throws(ProbeFileError) -> Any {
      guard let value = root[key] else { throw .missingKey(path: path, key: key) }
      return value
    }

    func text(_ key: String) throws(ProbeFileError) -> String {
      guard let text = try value(key) as? String, !text.isEmpty else {
        throw try bad(key, "a text")
      }
      return text
    }

    func word<Value>(
      _ key: String, _ read: (String) -> Value?, _ allowed: [String]
    ) throws(ProbeFileError) -> Value {
      guard let value = read("\(try value(key))") else {
        throw try bad(key, "one of \(allowed.joined(separator: ", "))")
      }
      return value
    }

    func texts(_ key: String) throws(ProbeFileError) -> [String] {
      guard let list = try value(key) as? [Any], !list.isEmpty else {
        throw try bad(key, "a list in brackets")
      }
      return list.map { "\($0)" }
    }

    func ticks() throws(ProbeFileError) -> Ticks {
      switch try value("ticks") {
      case let word as String where word == "all": return .all
      case let word as String where word == "last": return .last
      case let number as Int where number >= 0: return .listed([number])
      case let list as [Any]:
        let numbers = list.compactMap { $0 as? Int }
        guard !numbers.isEmpty, numbers.count == list.count, numbers.allSatisfy({ $0 >= 0 }) else {
          throw try bad("ticks", "a list of whole numbers")
        }
        return .listed(numbers)
      default: throw try bad("ticks", "all, last or a list of numbers")
      }
    }

    private func bad(_ key: String, _ allowed: String) throws(ProbeFileError) -> ProbeFileError {
      .badValue(path: path, key: key, value: "\(try value(key))", allowed: allowed)
    }
  }
}
