extension FileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let path):
      "There is nothing at '\(path)'. Check the path for a typing error."
    case .unreadable(let path, let reason):
      "'\(path)' cannot be read: \(reason). Check the path and its permissions."
    case .notAFile(let path):
      "'\(path)' is not a regular file. Give the path of a file."
    case .tooLarge(let path, let bytes, let limit):
      "'\(path)' has \(bytes) bytes, more than the \(limit) that such a file may have. "
        + "Check that it is the file you mean."
    case .notText(let path, let offset):
      "'\(path)' is not UTF-8 text: byte \(offset) is not valid. "
        + "Save it as UTF-8, or check that it is the file you mean."
    case .cannotCreate(let path, let reason):
      "'\(path)' cannot be created: \(reason). Choose another place or make that one writable."
    case .cannotWrite(let path, let reason):
      "'\(path)' could not be written: \(reason). What was there before is unchanged."
    case .cannotCreateFolder(let path, let reason):
      "The folder '\(path)' cannot be created: \(reason). Choose another place."
    case .notAFolder(let path):
      "'\(path)' is a file where a folder is needed. Choose another name or move the file away."
    case .unwritableFolder(let path, let reason):
      "No file can be written in the folder '\(path)': \(reason). "
        + "Choose another place or make that one writable."
    }
  }
}
