import ApusClient
import BrokerFunctions
import Glibc
import Wire

/// The worker's clock, chance and log.
struct Machine: Environment {
    var now: Timestamp { Timestamp(milliseconds: Int(SystemTime.milliseconds)) }

    private static let letters = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)

    /// Of 36 letters at each of 24 places: no two of them meet.
    static func name() -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<24).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] }
        return String(decoding: bytes, as: UTF8.self)
    }

    func makeName() -> String { Self.name() }
    func random(below limit: Int) -> Int { Int.random(in: 0..<max(1, limit)) }
    func pause(milliseconds: Int) async throws { try await Task.sleep(for: .milliseconds(milliseconds)) }

    /// What a function prints is in its log.
    func log(_ line: String) {
        print(line)
        fflush(nil)
    }
}
