import Foundation
import Storage
import TestSupport
import Testing

// Ctrl-C ends every command with the status 130 and leaves nothing that was not there before.

/// Whether a process does something of its own on Ctrl-C by now, as the system's tables say.
private func hearsInterrupts(_ process: Process) -> Bool {
  let path = "/proc/\(process.processIdentifier)/status"
  let lines = (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n") ?? []
  guard let line = lines.first(where: { $0.hasPrefix("SigCgt:") }),
    let mask = UInt64(line.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16)
  else { return false }
  return mask >> UInt64(SIGINT - 1) & 1 == 1
}

/// Presses Ctrl-C when a command hears it and, if it has a folder, has made it.
private func stop(_ arguments: [String], folder: String? = nil) throws -> Tool.Result {
  let running = try Tool.start(arguments + (folder.map { ["--output", $0] } ?? []))
  while running.process.isRunning {
    if hearsInterrupts(running.process), folder.map({ Folder.exists($0) }) ?? true { break }
    usleep(1000)
  }
  running.process.interrupt()
  return try running.finish()
}

@Test(arguments: [["--ticks", "1...3"], ["--sampled"]])
func anEvaluationThatIsStoppedSaysSo(options: [String]) throws {
  let result = try stop(
    ["evaluate", "--checkpoint", try TinyRun.path(), "--count", "400"] + options)
  #expect(result.status == 130, "\(result.errors)")
  #expect(result.errors.contains("Stopped"))
  #expect(result.output.isEmpty)
}

@Test func aComparisonThatIsStoppedLeavesNoEmptyFolder() throws {
  let scratch = try ScratchFolder()
  let result = try stop(
    [
      "similarity", try TinyRun.checkpoint(), try TinyRun.checkpoint(step: 0),
      "--permutations", "100000",
    ], folder: scratch.file("some/where"))
  #expect(result.status == 130, "\(result.errors)")
  #expect(!Folder.exists(scratch.file("some")))
}

@Test func anErasureThatIsStoppedLeavesNoEmptyFolderAndKeepsOneThatWasThere() throws {
  let scratch = try ScratchFolder()
  let arguments = [
    "erase", "door-here", "red-here", "--checkpoint", try TinyRun.checkpoint(), "--count", "4000",
  ]
  let fresh = try stop(arguments, folder: scratch.file("fresh"))
  #expect(fresh.status == 130, "\(fresh.errors)")
  #expect(!Folder.exists(scratch.file("fresh")))
  try FileManager.default.createDirectory(
    atPath: scratch.file("old"), withIntermediateDirectories: false)
  let old = try stop(arguments, folder: scratch.file("old"))
  #expect(old.status == 130, "\(old.errors)")
  #expect(Folder.exists(scratch.file("old")))
}
