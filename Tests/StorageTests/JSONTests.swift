import Storage
import Testing

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
