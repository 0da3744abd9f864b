import ApusTesting
import EventBridge
import Kernel
import LambdaInterface
import SQS
import Store
import Testing
import Wire

/// A function that is busy until a delivery has been tried a number of times, which its name tells.
struct BusyFunctions: Service, LambdaInterface {
    typealias Call = Kernel.Call
    static let namespace = "lambda"
    static let migrations = [
        Migration(number: 1, sql: "CREATE TABLE arrival (id INTEGER PRIMARY KEY, at INTEGER NOT NULL);")
    ]

    init(kernel: Kernel) {}

    func receive(_ delivery: Delivery, _ call: Call, in tx: borrowing Transaction) throws {
        let patience = Int(delivery.target.split(separator: "-").last ?? "") ?? 0
        if delivery.attempts < patience {
            throw DeliveryFailure.transient(code: "TooManyRequestsException", message: "Rate exceeded")
        }
        try tx.run("INSERT INTO arrival (at) VALUES (\(call.now))")
    }
}

@Suite struct RetryTests {
    private func world(_ body: (TestApus) async throws -> Void) async throws {
        try await withApus([.sqs, ServiceDescriptor(BusyFunctions.self), .eventBridge]) { apus in
            try await apus.queue("dead")
            try await body(apus)
        }
    }

    private func target(_ apus: TestApus, _ name: String, _ policy: JSON) async throws {
        try await apus.rule(
            "r", to: TestApus.arn("lambda", "function:\(name)"),
            [
                "RetryPolicy": policy,
                "DeadLetterConfig": ["Arn": .string(TestApus.arn("sqs", "dead"))],
            ])
    }

    private func arrivals(_ apus: TestApus) async throws -> Int {
        try await apus.kernel.store.read { tx in
            try tx.value("SELECT COUNT(*) FROM arrival", as: Int.self) ?? 0
        }
    }

    private func attributes(_ letter: JSON?) -> [String: String] {
        var found: [String: String] = [:]
        for member in letter?["MessageAttributes"]?.object?.members ?? [] {
            found[member.name] = member.value["StringValue"]?.string
        }
        return found
    }

    @Test func aBusyTargetIsTriedAgain() async throws {
        try await world { apus in
            try await target(apus, "busy-5", ["MaximumRetryAttempts": 185])
            try await apus.put()
            await apus.advance(by: .seconds(3600))
            #expect(try await arrivals(apus) == 1)
            #expect(try await apus.messages("dead") == [])
        }
    }

    @Test func attemptsThatAreUsedUpAreToldInTheDeadLetter() async throws {
        try await world { apus in
            try await target(apus, "busy-9999", ["MaximumRetryAttempts": 2])
            try await apus.put()
            await apus.advance(by: .seconds(3600))
            let letter = attributes(try await apus.messages("dead").first)
            #expect(letter["ERROR_CODE"] == "THROTTLING")
            #expect(letter["ERROR_MESSAGE"] == "Rate exceeded")
            #expect(letter["RETRY_ATTEMPTS"] == "2")
            #expect(letter["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts")
            #expect(letter["RULE_ARN"] == TestApus.arn("events", "rule/r"))
        }
    }

    @Test func anEventThatIsTooOldIsADeadLetter() async throws {
        try await world { apus in
            try await target(apus, "busy-9999", ["MaximumEventAgeInSeconds": 60])
            try await apus.put()
            await apus.advance(by: .seconds(3600))
            let letter = attributes(try await apus.messages("dead").first)
            #expect(letter["EXHAUSTED_RETRY_CONDITION"] == "MaximumEventAgeInSeconds")
        }
    }

    @Test func withoutAPolicyATargetIsTriedForADay() async throws {
        try await world { apus in
            try await target(apus, "busy-9999", [:])
            try await apus.put()
            await apus.advance(by: .seconds(86_000))
            #expect(try await apus.messages("dead") == [])
            await apus.advance(by: .seconds(1000))
            #expect(try await apus.messages("dead").count == 1)
        }
    }

    @Test func withoutRetriesTheFirstFailureDecides() async throws {
        try await world { apus in
            try await target(apus, "busy-1", ["MaximumRetryAttempts": 0])
            try await apus.put()
            let letter = attributes(try await apus.messages("dead").first)
            #expect(letter["RETRY_ATTEMPTS"] == "0")
            #expect(letter["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts")
        }
    }

    /// When the courier tries events that are put together and whose target is busy.
    @Test func pausesBetweenAttemptsDifferFromEventToEvent() async throws {
        try await world { apus in
            try await target(apus, "busy-6", ["MaximumRetryAttempts": 185])
            for _ in 0..<20 { try await apus.put() }
            await apus.advance(by: .seconds(3600))
            let times = try await apus.kernel.store.read { tx in
                var times: [Int64] = []
                try tx.forEach("SELECT at FROM arrival") { row in
                    times.append(try row.value(0))
                    return true
                }
                return times
            }
            #expect(times.count == 20)
            #expect(Set(times).count > 10)
            let took = times.map { $0 - TestApus.start.milliseconds }
            // 0.1, 0.5, 1, 5, 20 and 60 seconds, each a quarter longer or shorter at most.
            #expect(took.allSatisfy { (64_950...108_250).contains($0) })
        }
    }
}
