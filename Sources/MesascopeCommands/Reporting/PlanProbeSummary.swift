internal import Experiments
internal import NeuralNetworks
internal import Probing
internal import Statistics
internal import Storage

/// Plan probes as they are printed: the scores by layer and tick.
struct PlanProbeSummary {
  let probes: PlanProbes

  init(_ probes: PlanProbes) { self.probes = probes }

  /// One table a concept and kernel.
  var text: String {
    probes.maps.flatMap { map in
      PlanProbeMap.kernels.enumerated().map { index, kernel in
        var table = TextTable(["tick"] + map.layers.ticks.map(String.init))
        for (layer, name) in map.layers.names.enumerated() {
          table.add(
            [name]
              + map.layers.ticks.indices.map { tick in
                NumberFormat.fixed(map.cell(kernel, layer: layer, tick: tick).result.score.value, 2)
              })
        }
        return "macro-F1 of \(map.concept.phrase), \(PlanProbeMap.name(kernel)) probes; the "
          + "observation \(NumberFormat.fixed(map.observation[index].score.value, 2)):\n\(table.text)"
      }
    }.joined(separator: "\n\n")
  }

  /// The same with intervals for programs.
  var json: JSON {
    .array(
      probes.maps.flatMap { map in
        PlanProbeMap.kernels.enumerated().map { index, kernel in
          .object([
            .init("concept", .string(map.concept.rawValue)),
            .init("kernel", .string(PlanProbeMap.name(kernel))),
            .init("observation", map.observation[index].score.json),
            .init(
              "cells",
              .array(
                map.cells.filter { $0.kernel == kernel }.map { cell in
                  .object([
                    .init("site", .string(cell.site.name)), .init("tick", .integer(cell.site.tick)),
                    .init("macro_f1", cell.result.score.json),
                    .init("above_observation", cell.aboveObservation.json),
                  ])
                })),
          ])
        }
      })
  }
}
