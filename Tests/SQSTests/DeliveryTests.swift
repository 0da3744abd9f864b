import ApusTesting
import Kernel
import SQS
import Store
import Testing
import Wire

@Suite struct DeliveryTests {
    private func send(
        _ apus: TestApus, to target: String, _ body: String = "event", _ parameters: JSON = [:],
        action: String = "sqs:SendMessage", deadLetter: String? = nil
    ) async throws {
        let scope = try await apus.kernel.scopes.scope(account: TestApus.account, region: TestApus.region)
        let call = Kernel.Call.internal(apus.kernel, scope)
        try await call.write { tx in
            var delivery = Delivery(
                id: "delivery", target: target, action: action, payload: Array(body.utf8),
                parameters: parameters,
                source: "arn:aws:sns:eu-central-1:000000000000:topic", trace: call.trace)
            delivery.deadLetter = deadLetter
            delivery.deadLetterAttributes = ["TARGET_ARN": target]
            try call.send(delivery, in: tx)
        }
        await apus.settle()
    }

    @Test func aDeliveryBecomesAMessageWithItsParameters() async throws {
        try await withQueue { apus, url in
            let attributes: JSON = [
                "a": ["DataType": "String", "StringValue": "v"],
                "b": ["DataType": "Binary", "BinaryValue": "AAE="],
            ]
            try await send(
                apus, to: arn("orders"), "event",
                ["MessageAttributes": attributes, "AWSTraceHeader": "Root=1-2-3", "MessageGroupId": "g"])
            let message = try #require(
                try await apus.receive(url, ["MessageAttributeNames": ["All"], "AttributeNames": ["All"]])
                    .first)
            #expect(message["Body"] == "event")
            #expect(message["MessageAttributes"] == attributes)
            #expect(message["Attributes"]?["AWSTraceHeader"] == "Root=1-2-3")
            #expect(message["Attributes"]?["MessageGroupId"] == "g")
        }
    }

    @Test func aFIFOQueueDeduplicatesDeliveries() async throws {
        try await withFIFO { apus, url in
            let parameters: JSON = ["MessageGroupId": "g", "MessageDeduplicationId": "1"]
            try await send(apus, to: arn("orders.fifo"), "one", parameters)
            try await send(apus, to: arn("orders.fifo"), "two", parameters)
            #expect(try await apus.bodies(url) == ["one"])
        }
    }

    @Test(arguments: [
        (arn("none"), "AWS.SimpleQueueService.NonExistentQueue"),
        (arn("needs-group.fifo"), "MissingParameter"),
    ]) func whatCannotArriveIsADeadLetterWithAWSsCode(target: String, code: String) async throws {
        try await withQueue { apus, url in
            _ = try await apus.makeFIFO("needs-group.fifo")
            try await send(apus, to: target, deadLetter: arn("orders"))
            let letter = try #require(try await apus.receive(url, ["MessageAttributeNames": ["All"]]).first)
            #expect(letter["Body"] == "event")
            #expect(letter["MessageAttributes"]?["ERROR_CODE"]?["StringValue"] == .string(code))
        }
    }

    @Test func aDeliveryAfterAChangeSeesIt() async throws {
        try await withQueue { apus, url in
            try await send(apus, to: arn("orders"), "now")
            try await apus.set(["DelaySeconds": "5"], on: url)
            try await send(apus, to: arn("orders"), "later")
            #expect(try await apus.bodies(url) == ["now"])
            await apus.advance(by: .seconds(5))
            #expect(try await apus.bodies(url) == ["later"])
        }
    }
}
