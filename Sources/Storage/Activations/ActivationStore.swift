/// A folder of activations with what is known of their rows, written by Mesascope or by any
/// program that can write safetensors.
///
/// ## The format
///
/// The folder holds safetensors files (the *shards*) and a `manifest.json`:
///
///     {"format": "mesascope-activations", "version": 1,
///      "shards": ["shard-00000.safetensors", "shard-00001.safetensors"]}
///
/// The store's rows are those of the first shard, then those of the second, and so on. A row is
/// one sample: a forward pass on one observation. Each shard has the tensors
///
/// - `activations/<site>`, or `activations` alone if there is one site: `[n, channel]`,
///   `[n, tick, channel]`, `[n, row, column, channel]` or `[n, tick, row, column, channel]`.
/// - `groups` `[n]`, whole numbers: what must not be torn apart by cross-validation, such as the
///   number or digest of the row's level. Optional, and needed for everything that is inferred.
/// - `labels/<name>` `[n, ...]`: what may be decoded. Optional.
/// - `observation` `[n, q]` or `[n, row, column, plane]`: what the network was given. Optional; what
///   is read from the activations is held against it.
///
/// `n` may differ from shard to shard; names, element types and the other axes may not.
/// Elements are `F32`, `F16`, `BF16`, `F64`, whole numbers or `BOOL`. In the manifest, a shard is
/// a file name or `{"file": name, "rows": n, "sha256": hexadecimal}`, of which the last two are
/// optional and checked; an object `"metadata"` with anything worth knowing is optional; in it
/// `"ticks/<site>": "4,8"` says which ticks a site's axis of ticks holds (else it counts from 0). The
/// manifest is written last: a folder without one is no store yet.
///
/// ## Writing one from Python
///
///     import json, os
///     from safetensors.numpy import save_file
///     os.makedirs(folder, exist_ok=True)
///     names = []
///     for i, (activations, levels, distance) in enumerate(batches):
///         names.append(f"shard-{i:05}.safetensors")
///         save_file({"activations/cell/hidden": activations, "groups": levels,
///                    "labels/distance": distance}, os.path.join(folder, names[-1]))
///     manifest = {"format": "mesascope-activations", "version": 1, "shards": names}
///     json.dump(manifest, open(os.path.join(folder, "manifest.json"), "w"))
///
/// (Contiguous arrays only: `numpy.ascontiguousarray` first, if in doubt.)
///
/// ## Reading
///
/// Opening reads the manifest and the shards' headers and makes sure that they agree; it costs
/// the same for any number of rows. Rows are read block by block (``blocks(maximumRows:)`` and
/// ``withRows(_:of:_:)``), so memory is bounded by the size of a block.
///
/// Errors: ``FileError`` and ``ActivationStoreError``, which names the shard.
package struct ActivationStore: Sendable {
  package let path: String
  /// In the order of their names.
  package let sites: [ActivationSite]
  /// What there are labels for, in the order of the names' UTF-8 bytes.
  package let labelNames: [String]
  /// Whether it is known which rows belong together.
  package let hasGroups: Bool
  /// The shape of what the network was given, without its first axis; nil where it is not there.
  package let observationShape: [Int]?
  /// What the writer noted.
  package let metadata: [String: String]
  /// The number of rows in all shards.
  package let rows: Int

  let shards: [ActivationShard]

  /// Opens a store and checks the manifest and the header of every shard.
  package init(path: String) throws {
    let manifest = try ActivationManifest(folder: path)
    var shards: [ActivationShard] = []
    for entry in manifest.shards {
      let shard = try ActivationShard(folder: path, manifest: entry)
      if let first = shards.first {
        try Self.checkAgreement(of: shard, with: first, path: path)
      }
      shards.append(shard)
    }
    guard let first = shards.first else { throw ActivationStoreError.noShards(path: path) }
    self.path = path
    self.shards = shards
    sites = first.sites
    labelNames = first.labels.map(\.name)
    hasGroups = first.hasGroups
    observationShape = first.observation
    metadata = manifest.metadata
    rows = shards.reduce(0) { $0 + $1.rows }
    for site in sites { _ = try tickNumbers(of: site) }
  }

  /// The names of the shards' files, in the order of their rows.
  package var shardNames: [String] { shards.map(\.name) }

  /// What is known of a site.
  package func site(named name: String) throws(ActivationStoreError) -> ActivationSite {
    guard let site = sites.first(where: { $0.name == name }) else {
      throw .noSuchSite(path: path, site: name, sites: sites.map(\.name))
    }
    return site
  }

  private static func checkAgreement(
    of shard: ActivationShard, with first: ActivationShard, path: String
  ) throws(ActivationStoreError) {
    func check(
      _ what: String, _ found: some Equatable, _ expected: some Equatable, _ same: Bool
    ) throws(ActivationStoreError) {
      guard !same else { return }
      throw .shardsDisagree(
        path: path, shard: shard.name, first: first.name, what: what, found: "\(found)",
        expected: "\(expected)")
    }
    let names = (shard.sites.map(\.name), first.sites.map(\.name))
    try check("the list of sites", names.0, names.1, names.0 == names.1)
    for (own, other) in zip(shard.sites, first.sites) {
      try check(
        "the element type at the site '\(own.name)'", own.type.rawValue, other.type.rawValue,
        own.type == other.type)
      try check(
        "the shape of a row at the site '\(own.name)'", own.rowShape, other.rowShape,
        own.rowShape == other.rowShape)
    }
    try check(
      "having groups", shard.hasGroups, first.hasGroups, shard.hasGroups == first.hasGroups)
    try check(
      "the shape of a row of the observation", shard.observation ?? [], first.observation ?? [],
      shard.observation == first.observation)
    let labels = (shard.labels.map(\.name), first.labels.map(\.name))
    try check("the list of labels", labels.0, labels.1, labels.0 == labels.1)
    for (own, other) in zip(shard.labels, first.labels) {
      try check(
        "the shape of a row of the labels '\(own.name)'", own.rowShape, other.rowShape,
        own.rowShape == other.rowShape)
    }
  }
}
