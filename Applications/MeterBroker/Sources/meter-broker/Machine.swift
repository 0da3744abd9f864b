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
        var bytes: [UInt8] = []
        bytes.reserveCapacity(lettersPerNumber * 2)
        while bytes.count < lettersPerNumber * 2 {
            // Each number is a request to the system, so it gives as many letters as it holds.
            var number = generator.next()
            guard number < numbers else { continue }
            for _ in 0..<lettersPerNumber {
                bytes.append(letters[Int(number % 36)])
                number /= 36
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let lettersPerNumber = 12
    /// The numbers below give all letters equally often.
    private static let numbers: UInt64 = {
        let combinations = (0..<lettersPerNumber).reduce(into: UInt64(1)) { number, _ in number *= 36 }
        return UInt64.max / combinations * combinations
    }()

    func makeName() -> String { Self.name() }
    func random(below limit: Int) -> Int { Int.random(in: 0..<max(1, limit)) }
    func pause(milliseconds: Int) async throws { try await Task.sleep(for: .milliseconds(milliseconds)) }

    /// What a function prints is in its log.
    func log(_ line: String) {
        print(line)
        fflush(nil)
    }
}
