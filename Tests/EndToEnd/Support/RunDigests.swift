import Storage
import TestSupport

/// The digest of every file of a run but the one that tells how long it took, by its path in the
/// folder.
func digests(of run: String) throws -> [String: String] {
  var result: [String: String] = [:]
  for name in try ScratchFolder.listing(of: run)
  where !Folder.isFolder(run + "/" + name) && name != "times.csv" {
    result[name] = SHA256.hexadecimal(of: try ScratchFolder.bytes(of: run + "/" + name))
  }
  return result
}
