internal import Glibc

/// Words for the failures of the operating system.
///
/// The sentences are ours, so that a message reads the same under every locale.
enum SystemFailure {
  /// What an `errno` value means, as the end of a sentence without its full stop.
  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file or folder"
    case EACCES, EPERM: "permission is denied"
    case EROFS: "the file system is read-only"
    case ENOSPC: "the disk is full"
    case EDQUOT: "the disk quota is used up"
    case EISDIR: "it is a folder"
    case ENOTDIR: "a part of the path is a file, not a folder"
    case EEXIST: "something of that name is already there"
    case ENOTEMPTY: "the folder is not empty"
    case ENAMETOOLONG: "the name is too long"
    case EMFILE, ENFILE: "too many files are open"
    case ENOMEM: "there is not enough memory"
    case EFBIG: "the file would be too large for this file system"
    case EIO: "the device reported an input or output error"
    case ELOOP: "the path goes through too many symbolic links"
    case EINVAL: "the operating system refused the request as invalid"
    default: "the operating system reported error number \(code)"
    }
  }
}
