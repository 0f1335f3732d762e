/// Why a text is not a JSON value. Offsets count bytes from the start.
package enum JSONError: Error, Equatable, Sendable {
  /// Something else stands where `expected` had to be.
  case unexpected(offset: Int, expected: String)
  /// The text is over before the value is.
  case endedEarly(offset: Int, expected: String)
  /// A string holds bytes that are not UTF-8, or half of a surrogate pair.
  case notText(offset: Int)
  /// An object has two members of one name; `depth` is one in the outermost object.
  case duplicateName(offset: Int, name: String, depth: Int)
  /// More objects and lists inside of each other than `limit`.
  case tooDeep(offset: Int, limit: Int)
  /// A number that neither 64-bit whole numbers nor double precision hold.
  case numberOutOfRange(offset: Int, text: String)
}

extension JSONError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unexpected(let offset, let expected): "at byte \(offset), \(expected) was expected"
    case .endedEarly(let offset, let expected):
      "it ends at byte \(offset), where \(expected) was expected"
    case .notText(let offset): "the text at byte \(offset) is not valid UTF-8"
    case .duplicateName(let offset, let name, _):
      "the name '\(name)' at byte \(offset) was there before in the same object"
    case .tooDeep(let offset, let limit):
      "at byte \(offset) it is nested more than \(limit) levels deep"
    case .numberOutOfRange(let offset, let text):
      "the number \(text) at byte \(offset) is too large"
    }
  }
}
