internal import Foundation
internal import LinearAlgebra
package import Probing
package import Statistics

/// What comparing sets of activations gave, for people and programs.
package struct SimilarityFinding: Sendable {
  package let report: SimilarityReport
  /// What was compared, in a sentence: `cell/hidden at tick 12`.
  package let place: String
  package let subject: EvidenceSubject

  package init(_ report: SimilarityReport, place: String, subject: EvidenceSubject) {
    self.report = report
    self.place = place
    self.subject = subject
  }

  /// One finding a measure.
  package var findings: [Finding] {
    report.matrices.map { matrix in
      Finding(
        id: "similarity-\(Self.id(matrix.measure))", title: matrix.measure.title.capitalizedFirst,
        measured: measured(matrix), control: control(matrix), shows: shows(matrix),
        doesNotShow: doesNotShow, records: records(matrix), charts: [chart(matrix)])
    }
  }

  private static func id(_ measure: SimilarityMeasure) -> String {
    measure.title.lowercased().map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
      .replacingOccurrences(of: "--", with: "-")
  }

  private func measured(_ matrix: SimilarityMatrix) -> String {
    "\(matrix.measure.title.capitalizedFirst) of \(matrix.names.count) sets at \(place), on the same "
      + "\(Wording.count(report.rows, "row")) of \(Wording.count(report.levels, "level")); "
      + (matrix.measure.isDistance ? "smaller is more alike." : "larger is more alike.")
  }

  private func control(_ matrix: SimilarityMatrix) -> String {
    var sentences = ["The ceiling is \(matrix.measure.ceiling)."]
    let reached = Self.pairs(matrix).contains { pair in
      guard let value = pair.entry.value, let ceiling = matrix.ceilings[pair.first] else {
        return false
      }
      return matrix.measure.isDistance ? value < ceiling : value > ceiling
    }
    if reached {
      sentences.append(
        "Some pairs pass it: halves have fewer columns than whole sets, so it is a yardstick and "
          + "no bound.")
    }
    if let count = Self.pairs(matrix).compactMap(\.entry.floor?.count).first {
      sentences.append(
        "The floor puts the levels of one set in \(count) random orders, which keeps what all "
          + "levels share.")
    } else {
      sentences.append("There is no floor from permuted levels.")
    }
    if let untrained = matrix.untrainedFloor {
      sentences.append(
        "Untrained networks come as near as \(Wording.number(untrained)) to trained ones.")
    } else {
      sentences.append("No untrained network was given, which would be the more telling floor.")
    }
    return sentences.joined(separator: " ")
  }

  /// Every pair of a few; of many the ends, trained networks alone.
  private func shows(_ matrix: SimilarityMatrix) -> String {
    let pairs = Self.pairs(matrix)
    var sentences = pairs.prefix(Self.mostPairs).map { sentence(matrix, $0) }
    if pairs.count > Self.mostPairs {
      let trained = pairs.filter {
        !matrix.untrained[$0.first] && !matrix.untrained[$0.second]
          && $0.entry.value?.isFinite == true
      }
      .sorted { ($0.entry.value ?? 0) < ($1.entry.value ?? 0) }
      let ends = matrix.measure.isDistance ? trained : trained.reversed()
      if let most = ends.first, let least = ends.last, trained.count > 1 {
        sentences = [
          "Of \(trained.count) pairs of trained networks, all in the picture, the most alike are "
            + sentence(matrix, most) + " The least alike are " + sentence(matrix, least)
        ]
      }
    }
    let notes = report.notes.map { $0.description.capitalizedFirst + "." }
    return (sentences + notes).joined(separator: " ")
  }

  private static let mostPairs = 6

  private func sentence(
    _ matrix: SimilarityMatrix, _ pair: (first: Int, second: Int, entry: SimilarityEntry)
  ) -> String {
    let names = "\(matrix.names[pair.first]) and \(matrix.names[pair.second])"
    guard let value = pair.entry.value else {
      return "\(names): none (\(pair.entry.notes.map(\.description).joined(separator: "; ")))."
    }
    var text = "\(names): \(Wording.number(value))"
    if let interval = pair.entry.interval {
      text +=
        " (95 % interval \(Wording.number(interval.lower)) to "
        + "\(Wording.number(interval.upper)))"
    }
    if let floor = pair.entry.floor { text += ", floor \(Wording.number(floor.mean))" }
    return text + "."
  }

  private let doesNotShow =
    "That two sets are alike does not show that they hold the same concept: a few strong directions "
    + "that the input forces on every network may carry the whole figure. Nothing is adjusted for "
    + "the number of pairs and measures."

  /// The entries of every two sets, the first before the second; both directions where they differ.
  static func pairs(
    _ matrix: SimilarityMatrix
  ) -> [(first: Int, second: Int, entry: SimilarityEntry)] {
    let all = matrix.names.indices
    return all.flatMap { first in
      all.compactMap { second in
        guard first != second, first < second || !matrix.measure.isSymmetric,
          let entry = matrix.entry(first, second)
        else { return nil }
        return (first, second, entry)
      }
    }
  }

  private func records(_ matrix: SimilarityMatrix) -> [EvidenceRecord] {
    Self.pairs(matrix).map { pair in
      let (first, second) = (matrix.names[pair.first], matrix.names[pair.second])
      var controls = [
        EvidenceControl(name: "ceiling of \(first)", value: matrix.ceilings[pair.first]),
        EvidenceControl(name: "ceiling of \(second)", value: matrix.ceilings[pair.second]),
      ]
      if let floor = pair.entry.floor {
        controls.append(EvidenceControl(name: "floor, levels permuted", value: floor.mean))
        controls.append(
          EvidenceControl(name: "most alike of permuted levels", value: floor.mostAlike))
      }
      if let untrained = matrix.untrainedFloor {
        controls.append(EvidenceControl(name: "untrained networks", value: untrained))
      }
      return EvidenceRecord(
        test: "similarity", claim: "\(first) and \(second) are alike at \(place).",
        subject: subject, levels: report.levels, effectName: matrix.measure.title,
        effect: pair.entry.value, interval: pair.entry.interval, p: pair.entry.floor?.p,
        controls: controls, status: status(matrix, pair.first, pair.second, pair.entry),
        notes: (report.notes + pair.entry.notes).map(\.description))
    }
  }

  /// Alike is what stands above untrained networks with its whole interval; without them a figure
  /// says nothing about what training made alike.
  private func status(
    _ matrix: SimilarityMatrix, _ first: Int, _ second: Int, _ entry: SimilarityEntry
  ) -> EvidenceStatus {
    guard entry.value != nil else {
      return .inconclusive(entry.notes.map(\.description).joined(separator: "; "))
    }
    if matrix.untrained[first] || matrix.untrained[second] {
      return .inconclusive("an untrained network is a control, not a finding")
    }
    guard let interval = entry.interval else {
      return .inconclusive("there is no interval, so a difference from the floor cannot be judged")
    }
    guard matrix.untrainedFloor != nil else {
      return .inconclusive(
        "no untrained network was given: what the input alone makes alike is unknown")
    }
    // The whole interval beyond the whole interval of every trained and untrained pair.
    let isAbove = Self.pairs(matrix).allSatisfy { pair in
      guard matrix.untrained[pair.first] != matrix.untrained[pair.second] else { return true }
      guard let other = pair.entry.interval else { return false }
      return matrix.measure.isDistance
        ? interval.upper < other.lower : interval.lower > other.upper
    }
    guard isAbove, (entry.floor?.p ?? 1) <= 0.05 else {
      return .inconclusive("no more alike than trained and untrained networks are")
    }
    return .supports
  }

  private func chart(_ matrix: SimilarityMatrix) -> NamedChart {
    let names = matrix.names
    func panel(_ title: String, _ value: (SimilarityEntry) -> Double?, diagonal: Bool)
      -> ChartDescription.Heatmap
    {
      var values = Matrix<Double>(rows: names.count, columns: names.count, repeating: .nan)
      for first in names.indices {
        for second in names.indices {
          if first == second {
            if diagonal, let ceiling = matrix.ceilings[first] { values[first, first] = ceiling }
          } else if let entry = matrix.entry(first, second), let number = value(entry) {
            values[first, second] = number
          }
        }
      }
      return ChartDescription.Heatmap(
        title: title, values: values, rows: .init("", labels: names),
        columns: .init("", labels: names), quantity: matrix.measure.title, scale: .sequential,
        cellText: values.elements.map { $0.isNaN ? "" : Wording.number($0, decimals: 2) },
        masks: values.elements.map { $0.isNaN ? .void : .shown })
    }
    let shown = Self.pairs(matrix).compactMap(\.entry.value) + matrix.ceilings.compactMap { $0 }
    let top = max(shown.max() ?? 1, matrix.measure.isDistance ? 0 : 1)
    return NamedChart(
      "matrix",
      .heatmapGrid(
        ChartDescription.HeatmapGrid(
          title: matrix.measure.title.capitalizedFirst,
          panels: [
            panel("measured, ceilings on the diagonal", \.value, diagonal: true),
            panel("floor: levels permuted", { $0.floor?.mean }, diagonal: false),
          ], sharedScale: .sequentialBetween(min(0, shown.min() ?? 0), top), panelsPerRow: 2,
          subtitle: "\(place), \(report.levels) levels",
          caption: "The ceiling of a set is \(matrix.measure.ceiling). Crossed: not defined.")))
  }
}

extension String {
  /// With its first letter a capital.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
