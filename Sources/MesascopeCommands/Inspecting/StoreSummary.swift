internal import Storage

/// What is in an activation store.
struct StoreSummary {
  let store: ActivationStore

  init(_ store: ActivationStore) { self.store = store }

  var text: String {
    var lines = ["\(store.path): \(store.rows) rows in \(store.shardNames.count) shards"]
    for site in store.sites {
      var axes = site.ticks == nil ? [] : ["tick"]
      if site.grid != nil { axes += ["row", "column"] }
      axes.append("channel")
      lines.append(
        "  site \(site.name)  \(site.type.rawValue)  "
          + zip(axes, site.rowShape).map { "\($0) \($1)" }.joined(separator: " x "))
    }
    if !store.labelNames.isEmpty {
      lines.append("  labels: " + store.labelNames.joined(separator: ", "))
    }
    if let shape = store.observationShape {
      lines.append(
        "  observation: "
          + (shape.count == 3 ? "row \(shape[0]) x column \(shape[1]) x plane " : "")
          + "\(shape.last ?? 0), which a probe of these activations is held against")
    }
    lines.append(
      store.hasGroups
        ? "  groups: yes, a cross-validation can keep the rows of a level together"
        : "  groups: none, so nothing can be inferred from these rows")
    for key in store.metadata.keys.sorted() {
      lines.append("  \(key): \(store.metadata[key] ?? "")")
    }
    return lines.joined(separator: "\n")
  }

  var json: JSON {
    .object([
      .init("kind", "activations"), .init("path", .string(store.path)),
      .init("rows", .integer(store.rows)),
      .init(
        "sites",
        .array(
          store.sites.map { site in
            .object([
              .init("name", .string(site.name)), .init("type", .string(site.type.rawValue)),
              .init("row_shape", .array(site.rowShape.map { .integer($0) })),
            ])
          })),
      .init("labels", .array(store.labelNames.map { .string($0) })),
      .init("has_groups", .boolean(store.hasGroups)),
      .init(
        "observation_shape",
        store.observationShape.map { .array($0.map { .integer($0) }) } ?? .null),
      .init(
        "metadata",
        .object(
          store.metadata.keys.sorted().map { .init($0, .string(store.metadata[$0] ?? "")) })),
    ])
  }
}
