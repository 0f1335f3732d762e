internal import Foundation

/// What the processor offers.
package enum Processor {
  /// The number of cores that this process may use.
  package static let count = max(1, ProcessInfo.processInfo.activeProcessorCount)

  /// The model name and the instruction-set flags, as the kernel lists them.
  package static let description: (model: String, flags: Set<String>) = {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    var model = "unknown"
    var flags: Set<String> = []
    for line in text.split(separator: "\n").prefix(40) {
      let parts = line.split(separator: ":", maxSplits: 1).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard parts.count == 2 else { continue }
      if parts[0] == "model name" { model = parts[1] }
      if parts[0] == "flags" { flags = Set(parts[1].split(separator: " ").map(String.init)) }
    }
    return (model, flags)
  }()

  /// The instruction sets that the build assumes (x86-64-v3) and this processor lacks.
  package static var missingInstructionSets: [String] {
    guard !description.flags.isEmpty else { return [] }
    return ["avx2", "bmi1", "bmi2", "f16c", "fma", "movbe"].filter {
      !description.flags.contains($0)
    }
  }
}
