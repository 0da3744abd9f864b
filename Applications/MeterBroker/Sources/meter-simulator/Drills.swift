import Glibc
import Synchronization
import Wire

/// How receivers behave while an operator tries out what happens then: a file beside the setup says it, which
/// `operate.py drill` writes. Whoever does not stand there behaves as usual.
final class Drills: Sendable {
    private let path: String
    private let behaviours = Mutex<[String: Setup.Behaviour]>([:])
    private static let lookSeconds = Duration.milliseconds(500)
    private static let bytesMax = 65_536

    init(besides setup: String) {
        path = (setup.hasSuffix(".json") ? String(setup.dropLast(5)) : setup) + ".drills.json"
    }

    func behaviour(of participant: Setup.Participant) -> Setup.Behaviour {
        behaviours.withLock { $0[participant.id] } ?? participant.behaviour
    }

    func isDrilled(_ id: String) -> Bool { behaviours.withLock { $0[id] != nil } }

    /// Follows the file until it is stopped.
    func follow() async {
        while !Task.isCancelled {
            let found = read()
            behaviours.withLock { $0 = found }
            do {
                try await Task.sleep(for: Self.lookSeconds)
            } catch { return }
        }
    }

    /// What cannot be read, because it is just being written or is not there, is no drill.
    private func read() -> [String: Setup.Behaviour] {
        guard let file = fopen(path, "r") else { return [:] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: Self.bytesMax)
        let count = fread(&bytes, 1, bytes.count, file)
        guard let json = try? JSON(parsing: Array(bytes.prefix(count))) else { return [:] }
        var found: [String: Setup.Behaviour] = [:]
        for member in json.object?.members ?? [] {
            found[member.name] = member.value.string.flatMap(Setup.Behaviour.init)
        }
        return found
    }
}
