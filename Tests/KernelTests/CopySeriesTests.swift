import ApusTesting
import Kernel
import SQS
import Store
import Testing
import Wire

/// Copies of one message for many queues are what deliveries of their own would have been.
@Suite struct CopySeriesTests {
    private static let source = "arn:aws:sns:\(TestApus.region):\(TestApus.account):topic"

    private func makeQueue(
        _ apus: TestApus, _ name: String = "q", _ attributes: JSON = [:]
    ) async throws -> String {
        let made = try await apus.invoke(
            "sqs:CreateQueue", ["QueueName": .string(name), "Attributes": attributes])
        return try #require(made["QueueUrl"]?.string)
    }

    private func target(_ name: String = "q", region: String = TestApus.region) -> ARN {
        ARN(service: "sqs", region: region, account: TestApus.account, resource: name)
    }

    private func call(_ apus: TestApus) async throws -> Kernel.Call {
        Kernel.Call(
            kernel: apus.kernel,
            scope: try await apus.kernel.scopes.scope(account: TestApus.account, region: TestApus.region),
            principal: .root(TestApus.account), operation: "test")
    }

    private func shared(_ call: Kernel.Call, _ parameters: JSON = [:]) -> Delivery {
        var delivery = Delivery(
            id: "d", target: "", action: "sqs:SendMessage", payload: [], parameters: parameters,
            source: Self.source, trace: call.trace)
        delivery.flow = call.flow
        return delivery
    }

    /// Sends a delivery of its own, so that the queue is in use, and then copies.
    private func send(
        _ apus: TestApus, _ bodies: [String], _ parameters: JSON = [:], to target: ARN? = nil
    ) async throws -> [String?] {
        let call = try await call(apus)
        let target = target ?? self.target()
        let shared = shared(call, parameters)
        _ = try await call.write { tx in
            var first = shared
            first.target = target.description
            first.payload = Array("first".utf8)
            return try call.send(first, in: tx)
        }
        return try await call.write { tx in
            var series = CopySeries(of: shared, by: call)
            var names: [String?] = []
            for body in bodies { names.append(try series.send(body, to: target, in: tx)) }
            return names
        }
    }

    private func receive(_ apus: TestApus, _ url: String) async throws -> [JSON] {
        let answer = try await apus.invoke(
            "sqs:ReceiveMessage",
            [
                "QueueUrl": .string(url), "MaxNumberOfMessages": 10, "AttributeNames": ["All"],
                "MessageAttributeNames": ["All"],
            ])
        return answer["Messages"]?.array ?? []
    }

    @Test func copiesAreStoredLikeDeliveriesOfTheirOwn() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await makeQueue(apus)
            let parameters: JSON = [
                "MessageAttributes": [
                    "kind": ["DataType": "String", "StringValue": "water"],
                    "raw": ["DataType": "Binary", "BinaryValue": "AAEC"],
                ], "MessageGroupId": "g", "AWSTraceHeader": "Root=1-5759e988-bd862e3fe1be46a994272793",
            ]
            let names = try await send(apus, ["second", "third"], parameters)
            let messages = try await receive(apus, url)
            #expect(messages.map { $0["Body"] } == ["first", "second", "third"])
            #expect(messages.dropFirst().map { $0["MessageId"]?.string } == names)
            for copy in messages.dropFirst() {
                #expect(copy["MessageAttributes"] == messages[0]["MessageAttributes"])
                #expect(copy["MD5OfMessageAttributes"] == messages[0]["MD5OfMessageAttributes"])
                #expect(copy["Attributes"] == messages[0]["Attributes"])
            }
        }
    }

    @Test func bareCopiesAreStoredLikeDeliveriesOfTheirOwn() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await makeQueue(apus)
            let names = try await send(apus, ["second"])
            let messages = try await receive(apus, url)
            #expect(messages.map { $0["Body"] } == ["first", "second"])
            #expect(messages[1]["MessageId"]?.string == names[0])
            #expect(messages[1]["Attributes"] == messages[0]["Attributes"])
            #expect(messages[1]["MessageAttributes"] == nil)
        }
    }

    @Test func copiesLeadBackToTheirFlow() async throws {
        try await withApus([.sqs]) { apus in
            _ = try await makeQueue(apus)
            let name = try #require(try await send(apus, ["second"])[0])
            guard case .copy = apus.kernel.names.meaning(of: name) else {
                Issue.record("the identifier of a copy says nothing of its flow")
                return
            }
        }
    }

    @Test(arguments: ["", "bad \u{1}", String(repeating: "m", count: 2000)])
    func aCopyThatItsQueueRefusesMustBeSentByItself(_ body: String) async throws {
        try await withApus([.sqs]) { apus in
            let url = try await makeQueue(apus, "q", ["MaximumMessageSize": "1024"])
            #expect(try await send(apus, [body, "good"]).map { $0 == nil } == [true, false])
            #expect(try await receive(apus, url).map { $0["Body"] } == ["first", "good"])
        }
    }

    @Test func queuesOfAnotherKindTakeDeliveriesOfTheirOwn() async throws {
        try await withApus([.sqs]) { apus in
            _ = try await makeQueue(apus, "late", ["DelaySeconds": "5"])
            _ = try await makeQueue(
                apus, "q.fifo", ["FifoQueue": "true", "ContentBasedDeduplication": "true"])
            for name in ["late", "q.fifo", "missing"] {
                let sent = try await send(apus, ["copy"], ["MessageGroupId": "g"], to: target(name))
                #expect(sent == [nil], "\(name)")
            }
            #expect(try await send(apus, ["copy"], to: target(region: "us-west-1")) == [nil])
            #expect(try await send(apus, ["copy"], ["DelaySeconds": 3]) == [nil])
        }
    }

    @Test func aQueueThatWentTakesNoCopy() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await makeQueue(apus)
            #expect(try await send(apus, ["copy"])[0] != nil)
            try await apus.invoke("sqs:DeleteQueue", ["QueueUrl": .string(url)])
            #expect(try await send(apus, ["copy"]) == [nil])
        }
    }

    @Test func copiesOfAWriteThatIsUndoneAreGone() async throws {
        struct Refusal: Error {}
        try await withApus([.sqs]) { apus in
            let url = try await makeQueue(apus)
            _ = try await send(apus, ["kept"])
            let call = try await call(apus)
            let shared = shared(call)
            let target = target()
            await #expect(throws: Refusal.self) {
                try await call.write { tx in
                    var series = CopySeries(of: shared, by: call)
                    _ = try series.send("lost", to: target, in: tx)
                    throw Refusal()
                }
            }
            _ = try await send(apus, ["later"])
            #expect(
                try await receive(apus, url).map { $0["Body"] } == ["first", "kept", "first", "later"])
            let told = try await apus.invoke(
                "sqs:GetQueueAttributes", ["QueueUrl": .string(url), "AttributeNames": ["All"]])["Attributes"]
            #expect(told?["ApproximateNumberOfMessages"] == "0")
            #expect(told?["ApproximateNumberOfMessagesNotVisible"] == "4")
        }
    }
}
