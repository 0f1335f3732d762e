extension LayerStatement {
  /// The statements of a program, separated by semicolons or ends of lines.
  ///
  /// - Throws: ``ArchitectureError/badStatement(line:text:reason:)``.
  package static func parse(_ program: String) throws(ArchitectureError) -> [LayerStatement] {
    var section = Section.before
    var statements: [LayerStatement] = []
    let lines = program.split(
      omittingEmptySubsequences: false, whereSeparator: { $0.isNewline || $0 == ";" })
    for (index, text) in lines.enumerated() {
      let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
      guard !words.isEmpty else { continue }
      func refuse(_ reason: String) -> ArchitectureError {
        .badStatement(line: index + 1, text: words.joined(separator: " "), reason: reason)
      }
      switch words {
      case ["repeat"]:
        guard section == .before else { throw refuse("a program repeats one part only") }
        section = .repeated
      case ["end"]:
        guard section == .repeated else { throw refuse("there is no \"repeat\" before it") }
        section = .after
      default:
        do throws(Refusal) {
          let statement = try LayerStatement(words, section: section, line: index + 1)
          guard !statements.contains(where: { $0.name == statement.name }) else {
            throw Refusal(reason: "the name \(statement.name) is taken by a statement before")
          }
          statements.append(statement)
        } catch {
          throw refuse(error.reason)
        }
      }
    }
    guard section != .repeated else {
      throw .badStatement(
        line: lines.count, text: "", reason: "the \"repeat\" has no \"end\" after it")
    }
    return statements
  }

  /// Why a statement cannot be read.
  struct Refusal: Error { let reason: String }

  private init(_ words: [String], section: Section, line: Int) throws(Refusal) {
    guard words.count > 2, words[1] == "=" else {
      throw Refusal(reason: "a statement is \"name = operation arguments setting=value\"")
    }
    name = words[0]
    guard Self.isName(name) else {
      throw Refusal(
        reason:
          "a name is of letters, digits, dots, slashes and hyphens, begins with a letter, and "
          + "is not observation, repeat or end")
    }
    guard let operation = Operation(rawValue: words[2]) else {
      let known = Operation.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal(reason: "there is no operation \"\(words[2])\"; there are \(known)")
    }
    self.operation = operation
    self.section = section
    self.line = line
    let rest = words.dropFirst(3)
    let isArgument = { (word: String) in !word.contains("=") && word != "rectify" }
    let names = rest.prefix(while: isArgument)
    guard names.count == operation.argumentCount else {
      throw Refusal(
        reason: "\(operation.rawValue) reads \(operation.argumentCount), not \(names.count)")
    }
    var sources: [Source] = []
    for name in names { sources.append(try Self.source(name)) }
    arguments = sources
    for word in rest.dropFirst(names.count) { try set(word) }
    if hasWeights, width == 0 {
      throw Refusal(
        reason: "\(operation.rawValue) needs \(operation == .dense ? "outputs" : "channels")=NUMBER"
      )
    }
  }

  private mutating func set(_ word: String) throws(Refusal) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard operation.settings.contains(parts[0]) else {
      let known = operation.settings.joined(separator: ", ")
      throw Refusal(
        reason: "\(operation.rawValue) has no setting \"\(parts[0])\""
          + (known.isEmpty ? "" : "; it has \(known)"))
    }
    let value = parts.count > 1 ? parts[1] : ""
    func number(_ range: ClosedRange<Int>) throws(Refusal) -> Int {
      guard let number = Int(value), range.contains(number) else {
        throw Refusal(
          reason: "\(parts[0]) must be a whole number from \(range.lowerBound) to "
            + "\(range.upperBound)")
      }
      return number
    }
    func factor() throws(Refusal) -> Float {
      guard let number = Float(value), number.isFinite else {
        throw Refusal(reason: "\(parts[0]) must be a number")
      }
      return number
    }
    switch parts[0] {
    case "channels": width = try number(1...4096)
    case "outputs": width = try number(1...1_048_576)
    case "kernel":
      kernel = try number(1...63)
      if kernel % 2 == 0 { throw Refusal(reason: "kernel must be odd") }
    case "bias":
      guard value == "no" else { throw Refusal(reason: "bias may be left out with bias=no") }
      hasBias = false
    case "add": addend = try Self.source(value)
    case "gain": gain = try factor()
    case "by": self.factor = try factor()
    default:
      guard parts.count == 1 else { throw Refusal(reason: "rectify takes no value") }
      rectifies = true
    }
  }

  private static func source(_ text: String) throws(Refusal) -> Source {
    if text == "observation" { return .observation }
    for (prefix, make) in [("previous.", Source.previous), ("carried.", Source.carried)]
    where text.hasPrefix(prefix) {
      return make(String(text.dropFirst(prefix.count)))
    }
    guard isName(text) else { throw Refusal(reason: "\"\(text)\" is no name") }
    return .value(text)
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.first, first.isASCII, first.isLetter,
      !["observation", "repeat", "end"].contains(text)
    else { return false }
    return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "./-".contains($0)) }
      && !text.hasPrefix("previous.") && !text.hasPrefix("carried.")
  }
}
