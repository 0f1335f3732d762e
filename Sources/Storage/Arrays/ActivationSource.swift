package import LinearAlgebra

/// Activations in whatever form they come: what `--activations <folder or file>` accepts.
///
/// - A folder with a `manifest.json` is an ``ActivationStore``.
/// - A `.safetensors` or `.npz` file: every floating point array of two to five axes is a site of
///   its own name, `[n, p]`, `[n, tick, p]`, `[n, row, column, p]` or `[n, tick, row, column, p]`
///   with the same `n`. `groups` `[n]` (whole numbers or texts) says which rows belong together,
///   `labels/<name>` `[n, ...]` what may be decoded. Whole numbers are activations only under the
///   names `activations` and `activations/<site>`. Ticks are counted from 0.
/// - A `.npy` file is one site, named after the file.
/// - A folder of such files without a manifest: the sites are `<stem>` for a `.npy` and
///   `<stem>/<name>` for the others. Groups and labels may be in any of the files, or in files of
///   their own: `groups.npy`, and `labels.npz` or `labels.safetensors` with one array a label. If
///   they are in several they have to be the same.
///
/// ## Writing one from PyTorch
///
///     import numpy
///     from safetensors.numpy import save_file
///     rows = {name: [] for name in ["encoder", "core"]}
///     def keep(name):
///         return lambda *seen: rows[name].append(seen[-1].detach().float().cpu().numpy().copy())
///     hooks = [getattr(model, name).register_forward_hook(keep(name)) for name in rows]
///     for batch in batches: model(batch)
///     for hook in hooks: hook.remove()
///     def last(a): return numpy.ascontiguousarray(numpy.moveaxis(a, 1, -1)) if a.ndim == 4 else a
///     arrays = {name: last(numpy.concatenate(parts)) for name, parts in rows.items()}
///     save_file(arrays | {"groups": groups, "labels/move": moves}, path)
///
/// (The lines of `Fixtures/Storage/hook_example.py`. PyTorch's convolutions have their channels
/// second; `last` puts them last. Files where they are still second are read with
/// ``ArrayLayout/channelsFirst``.)
///
/// Opening reads headers alone. Rows are read block by block; memory is bounded by a block.
///
/// Errors: ``FileError``, ``ActivationStoreError``, ``ActivationSourceError``, ``ArrayFileError``
/// and those of the formats, each naming file and array.
package struct ActivationSource: Sendable {
  package let path: String
  /// In the order of the names' UTF-8 bytes.
  package let sites: [ActivationSite]
  /// The number of rows, the same at all sites.
  package let rows: Int
  /// Whether it is known which rows belong together.
  package let hasGroups: Bool
  /// What there are labels for, in the order of the names' UTF-8 bytes.
  package let labelNames: [String]
  /// The arrays that are neither sites nor groups nor labels, such as a loss a row.
  package let unused: [String]

  /// How arrays with rows and columns were laid out in their files.
  package let layout: ArrayLayout

  let content: Content

  enum Content: Sendable {
    case store(ActivationStore)
    case arrays(ActivationArrays)
  }

  /// Opens a folder or a file.
  ///
  /// - Parameter layout: where the channels of arrays with rows and columns stand; sites and rows
  ///   are given with the channels last in any case.
  package init(path: String, layout: ArrayLayout = .channelsLast) throws {
    guard Folder.exists(path) else { throw FileError.missing(path: path) }
    if Folder.exists(Path.join(path, ActivationManifest.fileName)) {
      guard layout == .channelsLast else { throw ActivationSourceError.storeLayout(path: path) }
      self.init(try ActivationStore(path: path))
    } else {
      self.init(path: path, try ActivationArrays(path: path), layout)
    }
  }

  private init(path: String, _ arrays: ActivationArrays, _ layout: ArrayLayout) {
    self.path = path
    self.layout = layout
    sites = arrays.sites.map { entry in
      ActivationSite(
        name: entry.site.name, type: entry.site.type,
        rowShape: layout.channelsLast(entry.site.rowShape))
    }
    rows = arrays.rows
    hasGroups = !arrays.groups.isEmpty
    labelNames = arrays.labels.map(\.name).reduce(into: []) { names, name in
      if names.last != name { names.append(name) }
    }
    unused = arrays.unused
    content = .arrays(arrays)
  }

  /// An activation store as a source.
  package init(_ store: ActivationStore) {
    path = store.path
    layout = .channelsLast
    sites = store.sites
    rows = store.rows
    hasGroups = store.hasGroups
    labelNames = store.labelNames
    unused = []
    content = .store(store)
  }

  /// Which ticks a site's axis of ticks holds, in its order: those that a store lists, else counted
  /// from 0; nil for a site without such an axis.
  package func tickNumbers(of site: ActivationSite) throws(ActivationStoreError) -> [Int]? {
    guard case .store(let store) = content else { return site.ticks.map { Array(0..<$0) } }
    return try store.tickNumbers(of: site)
  }

  /// Whether it is said which ticks a site has, so that they are not merely counted.
  package func listsTicks(of site: ActivationSite) -> Bool {
    guard case .store(let store) = content else { return false }
    return store.listedTicks(of: site) != nil
  }

  /// What the network was given, `[n, q]` or `[n, row, column, plane]`, where a store holds it.
  package func observation() throws -> Tensor? {
    guard case .store(let store) = content else { return nil }
    return try store.observation()
  }

  /// What is known of a site.
  package func site(named name: String) throws(ActivationStoreError) -> ActivationSite {
    guard let site = sites.first(where: { $0.name == name }) else {
      throw .noSuchSite(path: path, site: name, sites: sites.map(\.name))
    }
    return site
  }
}
