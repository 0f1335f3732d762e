import Environments
import Testing

@Test func rangesAreReadAsTheyAreWritten() {
  for range in [0...0, 4...12, -3...7] {
    #expect(SettingText.range(SettingText.text(of: range)) == range)
  }
  #expect(SettingText.range("5") == 5...5)
}

@Test(arguments: [
  "", "x", "1..2", "1....2", "1...", "...2", "2...1", "1...2...3", "1.5", "1 ... 2", "1...x",
  "99999999999999999999",
])
func whatIsNoRangeIsNotRead(text: String) {
  #expect(SettingText.range(text) == nil)
}

@Test func listsAreReadAsTheyAreWritten() {
  #expect(SettingText.list("0, 0.1,1") == [0, 0.1, 1])
  #expect(SettingText.list("3") == [3])
  for text in ["", ",", "1,", "1, x", "1;2"] {
    #expect(SettingText.list(text) as [Int]? == nil, "\(text)")
  }
}

/// A setting of an environment and one of a method: both sections of a run file read alike.
@Test func environmentsTakeTheRangesThatSettingTextReads() throws {
  for (text, range) in [("1...2", 1...2), ("2", 2...2)] {
    let made = try RedDoorEnvironment(configuration: ["distractors": text])
    #expect(made.distractors == range)
  }
  #expect(throws: EnvironmentError.self) {
    try RedDoorEnvironment(configuration: ["distractors": "1..2"])
  }
}
