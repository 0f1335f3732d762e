import Storage
import Testing

@Test func appendsRowsAndGoesOnAfterAStep() throws {
  let folder = try TemporaryFolder()
  let path = folder.file("metrics.csv")
  let first = try MetricsLog(path: path, columns: ["loss", "accuracy"])
  try first.append(step: 0, [1.5, nil])
  try first.append(step: 10, [0.1, .nan])
  try first.append(step: 20, [1e-9, 0.75])
  try first.synchronize()
  #expect(
    try folder.text(of: "metrics.csv")
      == "step,loss,accuracy\n0,1.5,\n10,0.1,nan\n20,1e-09,0.75\n")
  let second = try MetricsLog(path: path, columns: ["loss", "accuracy"], keepingThrough: 10)
  try second.append(step: 20, [2, 3])
  #expect(
    try folder.text(of: "metrics.csv")
      == "step,loss,accuracy\n0,1.5,\n10,0.1,nan\n20,2,3\n")
}

@Test func givesTheSameFileWhetherInterruptedOrNot() throws {
  let folder = try TemporaryFolder()
  let values = (0..<30).map { 1 / Double($0 + 1) }
  let whole = try MetricsLog(path: folder.file("a.csv"), columns: ["x"])
  for (step, value) in values.enumerated() { try whole.append(step: step, [value]) }
  let before = try MetricsLog(path: folder.file("b.csv"), columns: ["x"])
  for step in 0..<17 { try before.append(step: step, [values[step]]) }
  let after = try MetricsLog(path: folder.file("b.csv"), columns: ["x"], keepingThrough: 12)
  for step in 13..<30 { try after.append(step: step, [values[step]]) }
  #expect(try folder.bytes(of: "a.csv") == folder.bytes(of: "b.csv"))
}

@Test func dropsALineThatWasNotFinished() throws {
  let folder = try TemporaryFolder()
  for text in ["step,x\n1,2\n2,0.", "step,x\n1,2\n2", "step,x\n1,2\n\"2"] {
    let path = try folder.write(text, to: "metrics.csv")
    let log = try MetricsLog(path: path, columns: ["x"])
    try log.append(step: 2, [5])
    #expect(try folder.text(of: "metrics.csv") == "step,x\n1,2\n2,5\n")
  }
  let path = try folder.write("step", to: "metrics.csv")
  _ = try MetricsLog(path: path, columns: ["x"])
  #expect(try folder.text(of: "metrics.csv") == "step,x\n")
}

@Test func refusesOtherColumns() throws {
  let folder = try TemporaryFolder()
  let path = try folder.write("step,loss\n1,2\n", to: "metrics.csv")
  expectRefusal(
    RunError.metricsColumns(path: path, found: ["step", "loss"], expected: ["step", "x"]),
    naming: path
  ) { _ = try MetricsLog(path: path, columns: ["x"]) }
  #expect(try folder.text(of: "metrics.csv") == "step,loss\n1,2\n")
}

@Test func refusesARowWithoutAStep() throws {
  let folder = try TemporaryFolder()
  let path = try folder.write("step,x\n1,2\nten,3\n", to: "metrics.csv")
  expectRefusal(RunError.metricsLine(path: path, line: 3, text: "ten,3"), naming: path) {
    _ = try MetricsLog(path: path, columns: ["x"])
  }
}
