/// Runs that agree in everything but their seed.
package struct RunGroup: Sendable {
  package let label: String
  package let factors: RunFactors
  /// The places of its runs among those compared.
  package let runs: [Int]

  /// The groups in the order of their first runs; each is called by what sets it apart.
  package static func all(_ runs: [ComparedRun]) -> [RunGroup] {
    var order: [RunFactors] = []
    var members: [RunFactors: [Int]] = [:]
    for (index, run) in runs.enumerated() {
      if members[run.factors] == nil { order.append(run.factors) }
      members[run.factors, default: []].append(index)
    }
    let keys = Set(order.flatMap { $0.others.keys }).sorted()
    let differing = keys.filter { key in Set(order.map { $0.others[key] ?? "" }).count > 1 }
    return order.map { factors in
      let rest = differing.prefix(3).map {
        "\($0.split(separator: ".").last ?? "") \(factors.others[$0] ?? "unknown")"
      }
      return RunGroup(
        label: ([factors.distribution, factors.encoding] + rest).joined(separator: ", "),
        factors: factors, runs: members[factors] ?? [])
    }
  }
}
