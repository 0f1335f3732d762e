internal import LinearAlgebra
internal import Probing
internal import Statistics

extension PlanMap {
  /// The increments by step and place, those of untrained networks on the same colours, and the
  /// difference where it carries a claim.
  package var chart: NamedChart {
    let columns = series.sites.count
    func matrix(_ value: (Int) -> Double) -> Matrix<Double> {
      Matrix(
        rows: steps.count, columns: columns, elements: report.entries.indices.map(value))
    }
    let trained = matrix { report.entries[$0].result.increment.value }
    let untrained = matrix {
      BootstrapEstimate.mean(of: report.entries[$0].untrained.map(\.increment))?.value ?? 0
    }
    let difference = zip(trained.elements, untrained.elements).map { $0 - $1 }
    return NamedChart(
      "plan-by-step-and-\(series.unit)",
      .heatmapTriple(
        ChartDescription.HeatmapTriple(
          title: "When, and after how much thinking, the plan became readable",
          estimate: .init("this run", trained),
          baseline: .init("untrained networks", untrained),
          difference: .init(
            "difference",
            Matrix(rows: steps.count, columns: columns, elements: difference)),
          rows: .init("training step", labels: steps.map(String.init)),
          columns: .init(series.unit, numbers: series.numbers),
          quantity: "increment of macro-F1", scale: .diverging,
          masks: report.entries.map { $0.status == .supports ? .shown : .belowEffect },
          maskMeaning: "not above the observation and the untrained networks (p adjusted for all "
            + "cells)",
          subtitle: "how much better the best move is read at every free square than from the "
            + "picture alone; \(report.reportLevels) report levels",
          caption: "The observation alone reaches macro-F1 "
            + "\(Wording.number(report.controls.observation.value)). Every cell has a probe of its "
            + "own.")))
  }
}
