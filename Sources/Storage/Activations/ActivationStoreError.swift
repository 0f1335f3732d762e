/// What can be wrong with a folder of activations.
package enum ActivationStoreError: Error, Equatable, Sendable {
  /// The folder has no `manifest.json`.
  case noManifest(path: String)
  /// The manifest is not JSON.
  case manifestNotJSON(path: String, problem: JSONError)
  /// A field of the manifest is missing or of a wrong kind.
  case manifestField(path: String, field: String, problem: String)
  /// A version of the format that is not read.
  case unsupportedVersion(path: String, found: Int, supported: Int)
  /// The manifest names no shard.
  case noShards(path: String)
  /// A shard that the manifest names is not there.
  case missingShard(path: String, shard: String)
  /// A shard is no good safetensors file.
  case brokenShard(path: String, shard: String, reason: String)
  /// A tensor of a shard has a name that means nothing here.
  case unknownTensor(path: String, shard: String, tensor: String)
  /// A shard has no activations.
  case noActivations(path: String, shard: String)
  /// A tensor has a shape that it cannot have.
  case wrongShape(path: String, shard: String, tensor: String, shape: [Int], expected: String)
  /// A shard does not have what the first one has, or has something else.
  case shardsDisagree(
    path: String, shard: String, first: String, what: String, found: String, expected: String)
  /// The manifest gives another number of rows, or another digest, than the shard has.
  case shardChanged(path: String, shard: String, what: String, found: String, expected: String)
  /// There is no such site.
  case noSuchSite(path: String, site: String, sites: [String])
  /// There are no such labels.
  case noSuchLabels(path: String, labels: String, names: [String])
  /// The store has no groups.
  case noGroups(path: String)
  /// Activations that are not finite.
  case notFinite(path: String, site: String, count: NonFiniteCount)
  /// A new store was to be made where one is already.
  case alreadyAStore(path: String)
  /// A shard to be written does not have what the store was opened for.
  case unexpectedContent(path: String, what: String)
}
