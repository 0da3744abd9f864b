import ArgumentParser
import Glibc
import Kernel
import Logging
import Server

/// `apus serve`: runs the server until it is told to stop.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server.",
        discussion: "Every option can also be given as an environment variable (APUS_PORT=4566) or in a file."
    )

    @Option(help: "Address to listen on.") var host: String?
    @Option(help: "TCP port; 0 takes a free one.") var port: Int?
    @Option(help: "Directory that holds everything (default ./.apus).") var data: String?
    @Flag(help: "Keep everything in memory only.") var ephemeral = false
    @Option(help: "open: any credentials do; enforce: signatures and policies are checked.") var auth: String?
    @Option(help: "system, or virtual: time stands still until it is moved.") var clock: String?
    @Option(help: "JSON file with settings.") var config: String?
    @Option(help: "Region of requests that name none.") var region: String?
    @Option(
        name: .customLong("journal-hours"),
        help: "How long `apus why` can tell what happened; 0 keeps no journal (default 168).")
    var journalHours: Int?
    @Option(
        name: .customLong("journal-megabytes"),
        help: "Size of what `apus why` tells from; 0 keeps no journal (default 256).")
    var journalMegabytes: Int?
    @Option(name: .customLong("log-level"), help: "trace, debug, info, notice, warning or error.")
    var logLevel: String?

    func run() async throws {
        let settings: Settings
        do {
            settings = try gather()
            try settings.validate()
        } catch let error as SettingsError {
            throw stop(error.description)
        }
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var log = Logger(label: "apus")
        log.logLevel = Logger.Level(rawValue: settings.logLevel) ?? .notice
        let signals = StopSignals()
        let server: ApusServer
        do {
            server = try await ApusServer.start(settings, log: log)
        } catch {
            throw stop("\(error)")
        }
        say(
            "Apus \(ApusVersion.current) on \(server.endpoint), \(settings.data.map { "data in \($0)" } ?? "in memory")"
        )
        say("Ready.")
        await signals.wait()
        say("Stopping.")
        try await server.stop()
    }

    /// File first, then environment, then flags: the later wins.
    private func gather() throws -> Settings {
        var settings = Settings()
        if let config { try settings.apply(file: TextFile.read(config), named: config) }
        try settings.apply(environment: ProcessEnvironment.all)
        let flags = [
            ("host", host), ("port", port.map(String.init)), ("data", data), ("auth", auth), ("clock", clock),
            ("region", region), ("log_level", logLevel),
            ("journal_hours", journalHours.map(String.init)),
            ("journal_megabytes", journalMegabytes.map(String.init)), ("ephemeral", ephemeral ? "true" : nil),
        ]
        for case (let name, let value?) in flags { try settings.set(name, to: value) }
        return settings
    }

    private func say(_ line: String) { Terminal.say(line) }

    private func stop(_ reason: String) -> ExitCode {
        Terminal.complain(reason)
        return ExitCode(1)
    }
}
