import Foundation
import Storage
import TestSupport
import Testing

@Test func aRunStoppedByCtrlCAndResumedEndsWithTheSameBytes() throws {
  let scratch = try ScratchFolder()
  let settings = ["train"] + TinyRun.settings + ["--updates", "400", "--seed", "5", "--output"]
  let whole = scratch.file("whole")
  #expect(try Tool.run(settings + [whole]).status == 0)

  let stopped = scratch.file("stopped")
  let running = try Tool.start(settings + [stopped])
  let mark = stopped + "/checkpoints/step-000000016.safetensors"
  while !Folder.exists(mark), running.process.isRunning { usleep(2000) }
  running.process.interrupt()
  let result = try running.finish()
  #expect(result.status == 130, "\(result.errors)")
  #expect(result.errors.contains("mesascope train --resume \(stopped)"))
  let steps = try RunFolder(path: stopped).steps()
  #expect((steps.last ?? 0) < 400)

  let resumed = try Tool.run(["train", "--resume", stopped])
  #expect(resumed.status == 0, "\(resumed.errors)")
  #expect(resumed.output.contains("Next:"))
  #expect(try digests(of: stopped) == digests(of: whole))
}

@Test func theSameSeedGivesTheSameBytesOnAnyNumberOfThreads() throws {
  let scratch = try ScratchFolder()
  let runs = try (1...3).map { threads in
    let path = scratch.file("run-\(threads)")
    let result = try Tool.run(
      ["train"] + TinyRun.settings
        + ["--updates", "24", "--threads", "\(threads)", "--output", path])
    #expect(result.status == 0, "\(result.errors)")
    return try digests(of: path)
  }
  #expect(runs[0].count > 8)
  #expect(runs[1] == runs[0])
  #expect(runs[2] == runs[0])
  // And another seed gives others.
  let path = scratch.file("other")
  _ = try Tool.run(
    ["train"] + TinyRun.settings + ["--updates", "24", "--seed", "9", "--output", path])
  let last = "checkpoints/step-000000024.safetensors"
  #expect(try digests(of: path)[last] != runs[0][last])
}

@Test func aRunFileGivesTheSameRunAgain() throws {
  let scratch = try ScratchFolder()
  let again = scratch.file("again")
  let run = try TinyRun.path()
  let result = try Tool.run(["train", "--config", run + "/run.yaml", "--output", again, "--json"])
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.errors.isEmpty)
  #expect(try digests(of: again) == digests(of: run))
  let report = try document(result.output)
  #expect(report["updates"] as? Int == 24)
}

@Test func settingsOfTheCommandLineReachTheRunFile() throws {
  let text = try TextFile.read(try TinyRun.path() + "/run.yaml")
  #expect(text.contains("  side: 7\n"))
  #expect(text.contains("  ticks: 2...3\n"))
  #expect(text.contains("  updates: 24\n"))
}

@Test func anotherArchitectureDropsThePresetsSettings() throws {
  let scratch = try ScratchFolder()
  let path = scratch.file("reflex")
  let result = try Tool.run([
    "train", "--preset", "red-door", "--set", "architecture.name=residual", "--set",
    "architecture.blocks=1", "--set", "environment.side=5", "--updates", "2", "--set",
    "training.evaluation-states=8", "--output", path,
  ])
  #expect(result.status == 0, "\(result.errors)")
  let inspected = try Tool.run(["inspect", path + "/checkpoints/step-000000002.safetensors"])
  #expect(inspected.output.contains("checkpoint of a residual"))
}
