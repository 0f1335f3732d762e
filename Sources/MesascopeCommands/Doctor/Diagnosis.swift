internal import Figures
internal import Foundation
internal import LinearAlgebra
internal import Storage
internal import Training

/// What one check of this machine found.
struct Diagnosis: Sendable {
  let name: String
  let found: String
  /// What to do; nil when all is well.
  let advice: String?

  init(_ name: String, _ found: String, advice: String? = nil) {
    self.name = name
    self.found = found
    self.advice = advice
  }

  /// All checks in order.
  static func checks() -> [Diagnosis] {
    [version, processor, threads, memory] + libraries + [font, speed, probes]
  }

  private static var version: Diagnosis { Diagnosis("version", "Mesascope \(Version.text)") }

  private static var processor: Diagnosis {
    let missing = Processor.missingInstructionSets
    let flags = Processor.description.flags
    let wide = flags.contains("avx512f") ? "AVX-512" : "AVX2"
    return Diagnosis(
      "processor", "\(Processor.description.model), \(missing.isEmpty ? wide : "without AVX2")",
      advice: missing.isEmpty
        ? nil
        : "it lacks \(missing.joined(separator: ", ")); use a processor from about 2013 or later")
  }

  private static var threads: Diagnosis {
    Diagnosis(
      "threads", "\(Parallel.threadCount) of \(Processor.count) cores (results do not depend on it)"
    )
  }

  private static var memory: Diagnosis {
    let gigabytes = Double(ProcessInfo.processInfo.physicalMemory) / Double(1 << 30)
    return Diagnosis(
      "memory", "\(NumberFormat.fixed(gigabytes, 1)) GiB",
      advice: gigabytes < 1.5 ? "2 GiB or more are needed for the demo" : nil)
  }

  private static var libraries: [Diagnosis] {
    let blas = LibraryVersions.openBLAS
    return [
      Diagnosis("oneDNN", "\(LibraryVersions.oneDNN) (matrix products, convolutions)"),
      Diagnosis(
        "OpenBLAS", "\(blas) (factorisations)",
        advice: blas.contains("USE_OPENMP")
          ? nil
          : "this build has threads of its own; install the OpenMP one: "
            + "apt-get install libopenblas-openmp-dev"),
      Diagnosis("Cairo", "\(FigureLibraries.cairo) (lines and text)"),
      Diagnosis("libpng", "\(FigureLibraries.png) (pictures)"),
      Diagnosis("zlib", FigureLibraries.zlib),
    ]
  }

  /// Without a font, Cairo draws boxes or nothing.
  private static var font: Diagnosis {
    let found = FigureLibraries.hasLettering
    return Diagnosis(
      "lettering", found ? "text in figures has shapes" : "text in figures would be empty",
      advice: found ? nil : "install a typeface: apt-get install fonts-dejavu-core")
  }

  /// The speed of single-precision products, which training stands on.
  private static var speed: Diagnosis {
    let size = 768
    let left = Matrix<Float>(
      rows: size, columns: size, elements: .init(repeating: 0.5, count: size * size))
    _ = left.product(left)
    let clock = ContinuousClock.now
    let rounds = 4
    for _ in 0..<rounds { _ = left.product(left) }
    let seconds = ProgressPrinter.seconds(ContinuousClock.now - clock)
    let rate = Double(rounds) * 2 * pow(Double(size), 3) / seconds / 1e9
    return Diagnosis(
      "speed", "\(NumberFormat.fixed(rate, 0)) GFLOP/s in single precision",
      advice: rate < 10 ? "that is very slow; is the machine busy with something else?" : nil)
  }

  private static var probes: Diagnosis {
    let folder = "Probes"
    let count = ((try? Folder.names(in: folder)) ?? []).count { $0.hasSuffix(".yaml") }
    return Diagnosis(
      "probes", "\(count) in ./\(folder)",
      advice: count == 0
        ? "run mesascope in the project's folder, or name a folder with --probes" : nil)
  }
}
