import ArgumentParser
import Kernel

/// The command line of Apus.
@main
struct Apus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apus",
        abstract: "The event-driven services of AWS as one server, for real use.",
        version: ApusVersion.current,
        subcommands: [Serve.self, Verify.self, Why.self, Mail.self, SchemasCommand.self])
}
