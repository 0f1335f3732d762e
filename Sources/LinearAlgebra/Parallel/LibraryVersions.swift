internal import CBLAS
internal import COneDNN

/// The versions of the libraries that are loaded, for people.
package enum LibraryVersions {
  /// As in `2.6.0`.
  package static var oneDNN: String {
    guard let version = dnnl_version()?.pointee else { return "unknown" }
    return "\(version.major).\(version.minor).\(version.patch)"
  }

  /// The version, build options and kernels chosen for this processor, as in
  /// `OpenBLAS 0.3.21 ... USE_OPENMP ... Haswell`.
  package static var openBLAS: String {
    guard let text = openblas_get_config() else { return "unknown" }
    return String(cString: text)
  }
}
