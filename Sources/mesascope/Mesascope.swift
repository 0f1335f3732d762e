import Foundation
import MesascopeCommands

/// The executable: everything is in ``MesascopeCommands``.
@main
enum Mesascope {
  static func main() {
    exit(CommandLineTool.run(Array(CommandLine.arguments.dropFirst())))
  }
}
