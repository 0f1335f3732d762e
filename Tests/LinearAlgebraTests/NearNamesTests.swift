import LinearAlgebra
import Testing

@Test(arguments: [
  ("kitten", "sitting", 3), ("", "abc", 3), ("flaw", "lawn", 2), ("same", "same", 0),
  ("sied", "side", 1), ("ab", "ba", 1),
])
func editDistancesCountSlipsOfTheHand(first: String, second: String, expected: Int) {
  #expect(NearNames.editDistance(Array(first.utf8), Array(second.utf8)) == expected)
}
