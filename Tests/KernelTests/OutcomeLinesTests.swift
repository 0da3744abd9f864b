import ApusTesting
import Kernel
import Store
import Testing

/// The journal gives back the outcomes that it was given.
@Suite struct OutcomeLinesTests {
    private func kept(_ outcomes: [StepOutcome], of subject: String) async throws -> (Step?, text: String) {
        var found: (Step?, text: String) = (nil, "")
        try await withApus([]) { apus in
            let kernel = apus.kernel
            let step = Step(
                .publication, at: apus.now, of: .flow(kernel.names.flow(at: apus.now)), subject: subject,
                name: "n", outcomes: outcomes)
            try await kernel.store.write(label: "test") { tx in try kernel.journal.note(step, in: tx) }
            found = try await kernel.store.read { tx in
                (
                    try tx.first("SELECT \(raw: Step.columns) FROM kernel_step", as: Step.self),
                    try tx.value("SELECT outcomes FROM kernel_step", as: String.self) ?? ""
                )
            }
        }
        return found
    }

    private func arrival(_ target: String, via: String) -> StepOutcome {
        var outcome = StepOutcome(.arrived, target: target)
        outcome.via = via
        outcome.name = "3f2c"
        return outcome
    }

    @Test func outcomesComeBackAsTheyWere() async throws {
        let topic = "arn:aws:sns:eu-central-1:000000000000:t"
        var failed = arrival("http://localhost:80/path", via: "\(topic):3")
        failed.state = .failed
        failed.row = 7
        failed.until = apusTime
        failed.attempts = 2
        failed.code = "503"
        failed.message = "busy"
        failed.statement = "s"
        failed.deadLetter = "arn:aws:sqs:eu-central-1:000000000000:dead"
        let outcomes = [
            arrival("arn:aws:sqs:eu-central-1:000000000000:q-1", via: "\(topic):1"),
            arrival("arn:aws:sqs:eu-central-1:000000000000:q-2", via: "\(topic):2"), failed,
            arrival("arn:aws:lambda:eu-central-1:000000000000:function:f", via: "another"),
            arrival("arn:aws:lambda:eu-central-1:000000000000:function:g", via: ""),
            arrival("arn:aws:sqs:eu-central-1:000000000000:q-3", via: topic), arrival("none", via: ""),
            arrival("nothing", via: ""),
        ]
        #expect(try await kept(outcomes, of: topic).0?.outcomes == outcomes)
        #expect(try await kept(outcomes, of: "").0?.outcomes == outcomes)
        #expect(try await kept([], of: topic).0?.outcomes == [])
    }

    private var apusTime: Instant { Instant(milliseconds: 1_767_225_600_000) }

    @Test func whatCopiesShareIsWrittenOnce() async throws {
        let topic = "arn:aws:sns:eu-central-1:000000000000:readings"
        let outcomes = (0..<100).map {
            arrival("arn:aws:sqs:eu-central-1:000000000000:q-\($0)", via: "\(topic):\($0)")
        }
        let text = try await kept(outcomes, of: topic).text
        #expect(text.utf8.count < 100 * 24)
        #expect(text.components(of: "eu-central-1") == 1)
    }

    @Test func messagesCannotEndALine() async throws {
        var outcome = arrival("t", via: "")
        outcome.message = "a\tb\nc"
        #expect(try await kept([outcome], of: "s").0?.outcomes.map(\.message) == ["a b c"])
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { split(separator: part).count - 1 }
}
