import LinearAlgebra
import Storage
import Testing

@Test func keepsTheBitsOfRandomNumbers() {
  var random = RandomStream(seed: 3)
  for _ in 0..<20_000 {
    let value = Double(bitPattern: random.next())
    if value.isNaN { continue }
    #expect(NumberText.double(NumberText.text(value))?.bitPattern == value.bitPattern)
    // Numbers below the normal range are flushed to zero on numerical threads.
    let single = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
    guard single.isNormal else { continue }
    #expect(
      NumberText.double(NumberText.text(single)).map { Float($0).bitPattern }
        == single.bitPattern)
  }
}

@Test(arguments: [
  (1.0, "1"), (-0.0, "-0"), (0.1, "0.1"), (100000, "100000"), (1e16, "1e+16"), (1.5e-9, "1.5e-09"),
])
func writesNumbersShort(value: Double, text: String) {
  #expect(NumberText.text(value) == text)
}

@Test(arguments: ["", " 1", "1 ", "0x10", "1,5", "one", "1e", ".", "--1", "infinit", "1_000"])
func refusesWhatIsNoNumber(text: String) {
  #expect(NumberText.double(text) == nil)
}

@Test func suggestsNearNames() {
  let names = ["plan-direction", "distance-to-goal", "door-here", "red-here"]
  #expect(NearNames.closest(to: "plan-directoin", among: names) == ["plan-direction"])
  #expect(NearNames.closest(to: "Door", among: names) == ["door-here"])
  #expect(NearNames.closest(to: "rid-here", among: names).first == "red-here")
  #expect(NearNames.closest(to: "xyz", among: names) == [])
  #expect(
    NearNames.suggestion(for: "xyz", among: ["a", "b"]) == "There are 'a', 'b'.")
  #expect(NearNames.suggestion(for: "xyz", among: []) == "There are none.")
}
