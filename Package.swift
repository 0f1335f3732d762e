// swift-tools-version: 6.2
import PackageDescription

/// The run files in Sources/Training/Presets.
let presets = [
  "red-door",
  "any-door",
  "red-door-reflex",
  "red-door-vin",
  "red-door-drc",
  "red-door-decorrelated-5",
  "red-door-decorrelated-50",
  "red-door-wrong-reward",
  "red-door-pretrained",
  "red-door-ppo",
  "keys-and-chests",
  "cheese",
  "retention",
  "sokoban-small",
  "boxoban",
  "regression",
  "regression-transformer",
  "bandit",
  "tree-q",
  "planning-network",
  "learned-optimizer",
  "evolution",
  "count-red",
]

/// The files of the folder Probes.
let probes = ["distance-to-goal", "door-here", "plan-direction", "red-here"]

let package = Package(
  name: "Mesascope",
  products: [.executable(name: "mesascope", targets: ["mesascope"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // System libraries: a module map and a shim header each.
    .systemLibrary(
      name: "CBLAS", providers: [.apt(["libopenblas-openmp-dev", "liblapacke-dev"])]),
    .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // Each module imports only from the lines above it.
    .target(name: "LinearAlgebra", dependencies: ["CBLAS", "COneDNN"]),
    .target(name: "Statistics", dependencies: ["LinearAlgebra"]),
    .target(name: "NeuralNetworks", dependencies: ["LinearAlgebra"]),
    .target(name: "Environments", dependencies: ["LinearAlgebra"]),
    .target(name: "Storage", dependencies: ["LinearAlgebra", "CZlib"]),
    .target(
      name: "Figures",
      dependencies: ["LinearAlgebra", "Statistics", "CPNG", "CCairo", "CZlib"]),
    .target(name: "Probing", dependencies: ["LinearAlgebra", "Statistics"]),
    .target(name: "Agents", dependencies: ["LinearAlgebra", "NeuralNetworks"]),
    .target(
      name: "Training",
      dependencies: [
        "LinearAlgebra", "NeuralNetworks", "Environments", "Agents", "Storage",
        .product(name: "Yams", package: "Yams"),
      ],
      // The presets are run files that the command carries with it.
      resources: presets.map { .embedInCode("Presets/\($0).yaml") }),
    .target(
      name: "Experiments",
      dependencies: [
        "LinearAlgebra", "Statistics", "NeuralNetworks", "Environments", "Storage", "Probing",
        "Agents", "Training", .product(name: "Yams", package: "Yams"),
      ],
      // The probes of the folder Probes, which the command carries with it, by links to them.
      resources: probes.map { .embedInCode("Probes/Carried/\($0).yaml") }
        + [
          .embedInCode("Validation/Carried/acceptance.csv"),
          .embedInCode("Validation/Carried/benchmark.json"),
        ]),
    .target(
      name: "MesascopeCommands",
      dependencies: [
        "LinearAlgebra", "Statistics", "NeuralNetworks", "Environments", "Storage", "Figures",
        "Probing", "Agents", "Training", "Experiments",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(name: "mesascope", dependencies: ["MesascopeCommands"]),

    // Tests mirror the sources by name.
    .target(
      name: "TestSupport", dependencies: ["LinearAlgebra", "NeuralNetworks"],
      path: "Tests/TestSupport"),
    .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra", "TestSupport"]),
    .testTarget(
      name: "StatisticsTests", dependencies: ["LinearAlgebra", "Statistics", "TestSupport"]),
    .testTarget(
      name: "NeuralNetworksTests", dependencies: ["LinearAlgebra", "NeuralNetworks", "TestSupport"]),
    .testTarget(
      name: "EnvironmentsTests", dependencies: ["LinearAlgebra", "Environments", "TestSupport"]),
    .testTarget(name: "StorageTests", dependencies: ["LinearAlgebra", "Storage", "TestSupport"]),
    .testTarget(
      name: "FiguresTests", dependencies: ["LinearAlgebra", "Statistics", "Figures", "TestSupport"]),
    .testTarget(
      name: "ProbingTests", dependencies: ["LinearAlgebra", "Statistics", "Probing", "TestSupport"]),
    .testTarget(
      name: "AgentsTests",
      dependencies: [
        "LinearAlgebra", "NeuralNetworks", "Environments", "Storage", "Agents", "TestSupport",
      ]),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "LinearAlgebra", "NeuralNetworks", "Environments", "Storage", "Agents", "Training",
        "TestSupport",
      ]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "LinearAlgebra", "Statistics", "NeuralNetworks", "Environments", "Storage", "Probing",
        "Agents", "Training", "Experiments", "TestSupport",
      ]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "LinearAlgebra", "Environments", "Storage", "Figures", "Agents", "Training", "Experiments",
        "MesascopeCommands", "TestSupport",
      ], path: "Tests/EndToEnd"),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "LinearAlgebra", "Statistics", "NeuralNetworks", "Environments", "Storage", "Figures",
        "Probing", "Agents", "Training", "Experiments",
      ],
      path: "Tests/Benchmarks", exclude: ["README.md", "peers"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    // The baseline processor: AVX2 and FMA, checked at start-up by LinearAlgebra's Processor.
    .unsafeFlags(["-Xcc", "-march=x86-64-v3"]),
  ]
}

// Tests call optimised modules, and need no optimisation of their own.
for target in package.targets where target.type == .test {
  target.swiftSettings?.append(.unsafeFlags(["-Onone"]))
}
