import LinearAlgebra
import Storage
import Testing

/// A random value nested at most `depth` levels.
private func randomValue(depth: Int, using random: inout RandomStream) -> JSON {
  switch random.below(depth > 0 ? 8 : 5) {
  case 0: return .null
  case 1: return .boolean(random.below(2) == 0)
  case 2: return .integer(Int(truncatingIfNeeded: random.next()))
  case 3: return .number(random.normal() * 1e5)
  case 4: return .string(randomText(using: &random))
  case 5, 6:
    return .array(
      (0..<random.below(4)).map { _ in
        randomValue(depth: depth - 1, using: &random)
      })
  default:
    return .object(
      (0..<random.below(4)).map { index in
        JSON.Member(
          "\(index)" + randomText(using: &random), randomValue(depth: depth - 1, using: &random))
      })
  }
}

private func randomText(using random: inout RandomStream) -> String {
  var text = ""
  for _ in 0..<random.below(6) {
    guard let scalar = Unicode.Scalar(UInt32(random.below(0x2_0000))) else { continue }
    text.unicodeScalars.append(scalar)
  }
  return text
}

@Test func readsBackRandomValues() throws {
  var random = RandomStream(seed: 11)
  for _ in 0..<500 {
    let value = randomValue(depth: 5, using: &random)
    #expect(try JSON(parsing: value.text()) == value)
    #expect(try JSON(parsing: value.text(indentation: 2)) == value)
  }
}

@Test func survivesDamagedText() throws {
  var random = RandomStream(seed: 12)
  for _ in 0..<3000 {
    var bytes = Array(randomValue(depth: 4, using: &random).text().utf8)
    for _ in 0...random.below(3) {
      bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
    }
    guard let value = try? JSON(parsing: bytes) else { continue }
    #expect(try JSON(parsing: value.text()) == value)
  }
}

@Test func readsBackEveryKindOfValue() throws {
  let value: JSON = [
    "null": .null, "truth": true, "whole": -12, "largest": .integer(.max),
    "number": 0.1, "tiny": .number(.leastNonzeroMagnitude), "huge": 1.7976931348623157e308,
    "negative zero": -0.0,
    "text": "é 🧭 \" \\ / \u{8}\u{c}\n\r\t\u{1f}\u{7f}\u{2028}", "empty": "", "": [],
    "list": [1, [2, []], .object([])], "object": ["b": 1, "a": ["c": 2]],
  ]
  for text in [value.text(), value.text(indentation: 2), value.text(indentation: 0)] {
    let back = try JSON(parsing: text)
    #expect(back == value)
    #expect(back["negative zero"]?.double?.sign == .minus)
  }
}

@Test func writesTheSameTextWhateverTheOrderOfMembers() {
  let one: JSON = ["b": 1, "a": ["d": 1, "c": 2], "B": 0]
  let other: JSON = ["B": 0, "a": ["c": 2, "d": 1], "b": 1]
  #expect(one.text(sortedNames: true) == other.text(sortedNames: true))
  #expect(one.text(sortedNames: true) == #"{"B":0,"a":{"c":2,"d":1},"b":1}"#)
  #expect(one.text() == #"{"b":1,"a":{"d":1,"c":2},"B":0}"#)
}

@Test func writesOneMemberALineWithIndentation() {
  let value: JSON = ["a": [1, 2], "b": [["c": .null]], "d": []]
  #expect(
    value.text(indentation: 2) == """
      {
        "a": [1,2],
        "b": [
          {
            "c": null
          }
        ],
        "d": []
      }
      """)
}

@Test func writesWhatIsNotFiniteAsWords() throws {
  let value: JSON = [.number(.nan), .number(.infinity), .number(-.infinity)]
  #expect(value.text() == #"["NaN","Infinity","-Infinity"]"#)
  let back = try #require(try JSON(parsing: value.text()).array).compactMap(\.double)
  #expect(back.count == 3 && back[0].isNaN && back[1] == .infinity && back[2] == -.infinity)
}

@Test func readsEscapesAndSurrogatePairs() throws {
  #expect(try JSON(parsing: #""\u0041\ud83e\udded\/\b\f""#).string == "A🧭/\u{8}\u{c}")
}

@Test(arguments: [
  ("", JSONError.endedEarly(offset: 0, expected: "a value")),
  ("nul", .unexpected(offset: 0, expected: "a value")),
  ("[1,]", .unexpected(offset: 3, expected: "a value")),
  ("[1 2]", .unexpected(offset: 3, expected: "',' or ']'")),
  ("{\"a\":1,}", .unexpected(offset: 7, expected: "a name in quotation marks")),
  ("{\"a\" 1}", .unexpected(offset: 5, expected: "':'")),
  ("{\"a\":1,\"a\":2}", .duplicateName(offset: 7, name: "a", depth: 1)),
  ("[{\"a\":{\"b\":1,\"b\":2}}]", .duplicateName(offset: 13, name: "b", depth: 3)),
  ("01", .unexpected(offset: 1, expected: "the end")),
  ("+1", .unexpected(offset: 0, expected: "a value")),
  ("1.", .endedEarly(offset: 2, expected: "a digit")),
  ("1e", .endedEarly(offset: 2, expected: "a digit")),
  ("-", .endedEarly(offset: 1, expected: "a digit")),
  ("1e999", .numberOutOfRange(offset: 0, text: "1e999")),
  ("9223372036854775808", .numberOutOfRange(offset: 0, text: "9223372036854775808")),
  ("NaN", .unexpected(offset: 0, expected: "a value")),
  ("\"abc", .endedEarly(offset: 4, expected: "a closing quotation mark")),
  ("\"a\nb\"", .unexpected(offset: 2, expected: "an escaped control character")),
  ("\"\\x\"", .unexpected(offset: 2, expected: "one of the escapes \" \\ / b f n r t u")),
  ("\"\\u12G4\"", .unexpected(offset: 5, expected: "four hexadecimal digits")),
  ("\"\\ud800\"", .notText(offset: 1)),
  ("\"\\udc00\"", .notText(offset: 1)),
  ("{} // note", .unexpected(offset: 3, expected: "the end")),
])
func refusesWhatIsNotJSON(text: String, expected: JSONError) {
  #expect(throws: expected) { _ = try JSON(parsing: text) }
}

@Test func refusesDepthOverTheLimitOnly() throws {
  func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }
  _ = try JSON(parsing: nested(65))
  #expect(throws: JSONError.tooDeep(offset: 65, limit: 64)) {
    _ = try JSON(parsing: nested(66))
  }
}
