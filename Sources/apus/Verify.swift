import ArgumentParser
import Server

/// `apus verify`: reads every row and blob of a data directory and says what is wrong with it.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check every row and blob of a data directory; the server must not be running on it.")

    @Option(help: "The data directory.") var data = "./.apus"

    func run() async throws {
        let faults: [String]
        do {
            faults = try await Verification.run(directory: data) { print($0) }
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(2)
        }
        for fault in faults { print("fault: \(fault)") }
        print(faults.isEmpty ? "No fault found in \(data)." : "\(faults.count) faults found in \(data).")
        if !faults.isEmpty { throw ExitCode(1) }
    }
}
