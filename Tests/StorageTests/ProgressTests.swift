import Storage
import Testing

@Test func saysHowFarRateAndTimeLeft() {
  let progress = Progress(
    stage: "training", completed: 12_000, total: 100_000, unit: "frames", detail: "loss 0.4")
  #expect(
    progress.line(seconds: 2)
      == "training: 12000 of 100000 frames (12 %), 6000 frames/s, 15 s left, loss 0.4")
  #expect(
    progress.line(seconds: 2, start: 11_900)
      == "training: 12000 of 100000 frames (12 %), 50 frames/s, 29 min 20 s left, loss 0.4")
  #expect(
    progress.line(seconds: 0) == "training: 12000 of 100000 frames (12 %), loss 0.4")
}

@Test func saysHowFarWithoutATotal() {
  let progress = Progress(stage: "capture", completed: 3, total: nil, unit: "levels")
  #expect(progress.line(seconds: 8) == "capture: 3 levels, 0.38 levels/s")
  #expect(progress.fraction == nil)
}

@Test func theTimeLeftIsThatOfTheWorkNotOfTheUnits() {
  let progress = Progress(
    stage: "benchmark", completed: 20, total: 100, unit: "networks", share: 0.5)
  #expect(
    progress.line(seconds: 100)
      == "benchmark: 20 of 100 networks (50 %), 0.2 networks/s, 1 min 40 s left")
  #expect(
    progress.line(seconds: 100, start: 10, startShare: 0.25)
      == "benchmark: 20 of 100 networks (50 %), 0.1 networks/s, 3 min 20 s left")
  // Before any of the work is done units are all that is known.
  #expect(
    progress.line(seconds: 100, start: 10, startShare: 0.5)
      == "benchmark: 20 of 100 networks (50 %), 0.1 networks/s, 13 min 20 s left")
}

@Test func isNotDoneBeforeTheEnd() {
  var progress = Progress(stage: "a", completed: 999, total: 1000, unit: "b")
  #expect(progress.line(seconds: 0) == "a: 999 of 1000 b (99 %)")
  progress.completed = 1000
  #expect(progress.line(seconds: 1) == "a: 1000 of 1000 b (100 %), 1000 b/s")
}

@Test(arguments: [
  (0.2, "1 s"), (59.0, "59 s"), (60, "1 min"), (61, "1 min 1 s"), (3599.5, "1 h"),
  (7500, "2 h 5 min"), (.infinity, "very long"), (.nan, "very long"),
])
func writesDurationsInLargeUnits(seconds: Double, text: String) {
  #expect(Progress.durationText(seconds) == text)
}
