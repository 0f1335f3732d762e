/// The rows in the order of the table.
enum BenchmarkCatalogue {
  /// Threads that both sides use, whatever the machine has.
  static let threads = 2

  static let rows: [any BenchmarkRow] = [
    MatrixProductRow(order: 1024, goal: 1.7),
    TrainingStepRow(channels: 16, goal: 1.7),
    TrainingStepRow(channels: 32, goal: 1.5),
    DRCRow(trains: true, goal: 1.7),
    DRCRow(trains: false, goal: 1.7),
    SokobanStepsRow(),
    RedDoorStepsRow(),
    RidgeRow.rows,
    RidgeRow.levels,
    RidgeNullRow(),
    LogisticRow(rows: 500_000, columns: 32, strength: 0.5, goal: 4),
    LogisticRow(rows: 200_000, columns: 288, strength: 0.2, goal: 4),
    HeatmapRow(),
    LinearCKARow.pair,
    LinearCKARow.twentySets,
    CommandRow.demo,
    CommandRow.coldBuild,
    StreamRow(),
  ]
}
