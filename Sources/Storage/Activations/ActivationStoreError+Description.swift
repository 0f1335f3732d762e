import LinearAlgebra

extension ActivationStoreError: CustomStringConvertible {
  package var description: String { manifestSentence ?? shardSentence ?? requestSentence }

  private var manifestSentence: String? {
    switch self {
    case .noManifest(let path):
      "'\(path)' is no activation store, or its writing was not finished: it has no "
        + "'manifest.json'. Give the folder of a store, or write it again."
    case .manifestNotJSON(let path, let problem):
      "'\(path)' is not JSON: \(problem). Write it again."
    case .manifestField(let path, let field, let problem):
      "The field '\(field)' of '\(path)' \(problem). Correct the manifest."
    case .unsupportedVersion(let path, let found, let supported):
      "'\(path)' is of version \(found), and this version of Mesascope reads version "
        + "\(supported). Use the version that wrote it."
    case .noShards(let path): "'\(path)' names no shard. Write at least one and name it there."
    case .missingShard(let path, let shard):
      "The shard '\(shard)' that the manifest of '\(path)' names is not there. "
        + "Put it back, or write the store again."
    default: nil
    }
  }

  private var shardSentence: String? {
    switch self {
    case .brokenShard(let path, let shard, let reason):
      "The shard '\(shard)' of '\(path)' cannot be read. \(reason)"
    case .unknownTensor(let path, let shard, let tensor):
      "The shard '\(shard)' of '\(path)' has a tensor '\(tensor)'. Only 'activations', "
        + "'activations/<site>', 'groups', 'labels/<name>' and 'observation' mean something: rename or "
        + "remove it."
    case .noActivations(let path, let shard):
      "The shard '\(shard)' of '\(path)' has no tensor 'activations' or 'activations/<site>'. "
        + "Write at least one."
    case .wrongShape(let path, let shard, let tensor, let shape, let expected):
      "The tensor '\(tensor)' in the shard '\(shard)' of '\(path)' has the shape \(shape) where "
        + "\(expected) is needed. Write it in that shape."
    case .shardsDisagree(let path, let shard, let first, let what, let found, let expected):
      "The shards of '\(path)' disagree: \(what) is \(found) in '\(shard)' and \(expected) in "
        + "'\(first)'. Write them with the same sites, types and shapes."
    case .shardChanged(let path, let shard, let what, let found, let expected):
      "The shard '\(shard)' of '\(path)' is not the one that the manifest speaks of: \(what) "
        + "is \(found), not \(expected). Write the store again."
    default: nil
    }
  }

  private var requestSentence: String {
    switch self {
    case .noSuchSite(let path, let site, let sites):
      "'\(path)' has no site '\(site)'. \(NearNames.suggestion(for: site, among: sites))"
    case .noSuchLabels(let path, let labels, let names):
      "'\(path)' has no labels '\(labels)'. \(NearNames.suggestion(for: labels, among: names))"
    case .noGroups(let path):
      "'\(path)' has no tensor 'groups', so it is not known which rows belong to one level. "
        + "Write the level of each row, or give the groups apart."
    case .notFinite(let path, let site, let count):
      "The activations at '\(site)' of '\(path)' are not all numbers: \(count). "
        + "Look there first; nothing that is computed from them would mean anything."
    case .alreadyAStore(let path):
      "'\(path)' already holds an activation store. Choose another folder, or remove it first."
    case .unexpectedContent(let path, let what):
      "A shard cannot be written to '\(path)': \(what). Give every shard the same content."
    default: "An activation store is not as it should be."
    }
  }
}
