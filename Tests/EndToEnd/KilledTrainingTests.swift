import Foundation
import Glibc
import LinearAlgebra
import Storage
import TestSupport
import Testing

/// Whether a file is being written in the folder of the checkpoints, or was when its writer ended.
private func hasUnfinishedFile(_ run: String) -> Bool {
  let names = try? FileManager.default.contentsOfDirectory(atPath: run + "/checkpoints")
  return names?.contains { $0.hasSuffix(".partial") } ?? false
}

@Suite(.serialized) struct KilledTrainingTests {
  /// Kills a training at 20 random moments, every second one as soon as it is seen to write.
  @Test(.timeLimit(.minutes(5)), arguments: [UInt64(1)])
  func aTrainingKilledTwentyTimesEndsWithTheSameBytes(seed: UInt64) throws {
    let scratch = try ScratchFolder()
    let settings = ["train"] + TinyRun.settings + ["--updates", "600", "--seed", "7", "--output"]
    let whole = scratch.file("whole")
    #expect(try Tool.run(settings + [whole]).status == 0)

    let killed = scratch.file("killed")
    var random = RandomStream(seed: seed)
    var whileWriting = 0
    for kill in 0..<20 {
      let exists = Folder.exists(killed + "/run.yaml")
      let running = try Tool.start(exists ? ["train", "--resume", killed] : settings + [killed])
      let deadline = Date(timeIntervalSinceNow: 0.05 + 0.4 * random.uniform())
      while running.process.isRunning, Date() < deadline {
        if kill % 2 == 1, hasUnfinishedFile(killed) { break }
        usleep(kill % 2 == 1 ? 20 : 1000)
      }
      Glibc.kill(running.process.processIdentifier, SIGKILL)
      _ = try running.finish()
      if hasUnfinishedFile(killed) { whileWriting += 1 }
      // Every checkpoint that can be seen is whole.
      guard Folder.exists(killed + "/run.yaml") else { continue }
      let run = try RunFolder(path: killed)
      for step in try run.steps() { _ = try run.checkpoint(step: step) }
    }
    #expect(whileWriting > 0, "No kill came while a file was being written.")
    let resumed = try Tool.run(["train", "--resume", killed])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try digests(of: killed) == digests(of: whole))
  }

  @Test func twoProcessesDoNotTrainOneRun() throws {
    let scratch = try ScratchFolder()
    let path = scratch.file("run")
    let running = try Tool.start(
      ["train"] + TinyRun.settings + ["--updates", "100000", "--output", path])
    while !Folder.exists(path + "/checkpoints/step-000000001.safetensors"),
      running.process.isRunning
    { usleep(2000) }
    try expectRefusal(["train", "--resume", path], saying: ["Another process", path])
    Glibc.kill(running.process.processIdentifier, SIGKILL)
    _ = try running.finish()
  }

  /// A small file system of its own, so that the disk is really full.
  @Test(.enabled(if: canMount, "needs the right to mount a file system"))
  func aFullDiskEndsTheTrainingAndLosesNothing() throws {
    let scratch = try ScratchFolder()
    let settings = TinyRun.settings + ["--updates", "64", "--seed", "3", "--output"]
    let whole = scratch.file("whole")
    #expect(try Tool.run(["train"] + settings + [whole]).status == 0)
    let disk = scratch.file("disk")
    let words = settings.map { "'\($0)'" }.joined(separator: " ")
    // The filler leaves room for the first checkpoints; then it goes and the run is taken up.
    let script = """
      mkdir -p '\(disk)' && mount -t tmpfs -o size=4m tmpfs '\(disk)' || exit 90
      head -c 3600000 /dev/zero > '\(disk)/filler'
      '\(Tool.path)' train \(words) '\(disk)/run' > '\(scratch.file("out"))' \
        2> '\(scratch.file("err"))'
      echo $? > '\(scratch.file("status"))'
      find '\(disk)/run' -name '*.partial' > '\(scratch.file("left"))'
      cp -r '\(disk)/run' '\(scratch.file("full"))'
      rm '\(disk)/filler' && mount -o remount,size=64m '\(disk)' || exit 91
      '\(Tool.path)' train --resume '\(disk)/run' > /dev/null || exit 92
      cp -r '\(disk)/run' '\(scratch.file("resumed"))'
      """
    #expect(try Self.shell(script) == 0)
    func text(_ name: String) throws -> String { try TextFile.read(scratch.file(name)) }
    #expect(try text("status") == "1\n")
    let errors = try text("err")
    let message = errors.split(separator: "\n").filter { $0.contains("full") }
    #expect(message.count == 1 && message[0].contains(disk), "\(errors)")
    #expect(errors.contains("mesascope train --resume \(disk)/run"))
    #expect(try text("left").isEmpty)
    let full = try RunFolder(path: scratch.file("full"))
    let steps = try full.steps()
    #expect(!steps.isEmpty && (steps.last ?? 64) < 64)
    for step in steps { _ = try full.checkpoint(step: step) }
    #expect(try digests(of: scratch.file("resumed")) == digests(of: whole))
  }

  static let canMount: Bool = {
    let script = "mount -t tmpfs -o size=64k tmpfs /mnt"
    return (try? shell(script)) == 0
  }()

  /// Runs a script in a namespace where mounts are its own.
  private static func shell(_ script: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    process.arguments = ["-m", "sh", "-c", script]
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
