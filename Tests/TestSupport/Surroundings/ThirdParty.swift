import Foundation

/// Weights and activations that others published; they are not part of the repository.
package enum ThirdParty {
  /// The folder, nil where it is absent.
  package static let folder: String? = {
    let path =
      ProcessInfo.processInfo.environment["MESASCOPE_THIRD_PARTY"] ?? "../shared/third-party"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  package static var isPresent: Bool { folder != nil }

  /// A file in the folder.
  package static func path(_ name: String) -> String { (folder ?? "") + "/" + name }
}
