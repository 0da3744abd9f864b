import ApusTesting
import SNS
import Testing
import Wire

@Suite struct FIFOTests {
    private func fifo(_ apus: TestApus, _ extra: JSON = [:]) async throws -> String {
        var attributes: JSONObject = ["FifoTopic": "true"]
        for member in extra.object?.members ?? [] { attributes[member.name] = member.value }
        return try await apus.topic("ordered.fifo", .object(attributes))
    }

    @Test func aMessageKeepsGroupAndDeduplicationOnItsWayToAQueue() async throws {
        try await withSNS { apus in
            let arn = try await fifo(apus)
            try await apus.subscribe(arn, TestApus.queue("q.fifo"))
            let answer = try await apus.publish(
                arn, "m", ["MessageGroupId": "g", "MessageDeduplicationId": "d"])
            let arrivals = try await apus.arrivals()
            #expect(arrivals[0].parameters == ["MessageGroupId": "g", "MessageDeduplicationId": "d"])
            #expect(arrivals[0].json["SequenceNumber"] == answer["SequenceNumber"])
            #expect(answer["SequenceNumber"]?.string?.utf8.count == 20)
            #expect(arrivals[0].json["Signature"] == nil)
        }
    }

    @Test func contentStandsInForADeduplicationID() async throws {
        try await withSNS { apus in
            let arn = try await fifo(apus, ["ContentBasedDeduplication": "true"])
            try await apus.subscribe(arn, TestApus.queue("q.fifo"))
            try await apus.publish(arn, "Test Message with two attributes", ["MessageGroupId": "g"])
            #expect(
                try await apus.arrivals()[0].parameters["MessageDeduplicationId"]
                    == "47f6d7e2c477469ad670ae3bfee60ed3e79080bb0105fc01a2805a50f8b21358")
        }
    }

    @Test func aRepetitionAnswersAsTheFirstTimeAndIsNotDelivered() async throws {
        try await withSNS { apus in
            let arn = try await fifo(apus)
            try await apus.subscribe(arn, TestApus.queue("q.fifo"))
            let extra: JSON = ["MessageGroupId": "g", "MessageDeduplicationId": "d"]
            let first = try await apus.publish(arn, "m", extra)
            await apus.advance(by: .seconds(299))
            #expect(try await apus.publish(arn, "m", extra) == first)
            #expect(try await apus.arrivals().count == 1)
            await apus.advance(by: .seconds(2))
            #expect(try await apus.publish(arn, "m", extra) != first)
            #expect(try await apus.arrivals().count == 2)
        }
    }

    @Test func deduplicationCountsWithinAGroupWhereTheTopicSaysSo() async throws {
        try await withSNS { apus in
            let arn = try await fifo(apus, ["FifoThroughputScope": "MessageGroup"])
            try await apus.subscribe(arn, TestApus.queue("q.fifo"))
            for group in ["a", "b"] {
                try await apus.publish(
                    arn, "m", ["MessageGroupId": .string(group), "MessageDeduplicationId": "d"])
            }
            #expect(try await apus.arrivals().count == 2)
        }
    }

    @Test func messagesArriveInOrderThroughARetry() async throws {
        try await withSNS { apus in
            let arn = try await fifo(apus, ["ContentBasedDeduplication": "true"])
            try await apus.subscribe(
                arn, TestApus.queue("slow.fifo"), over: "sqs", ["RawMessageDelivery": "true"])
            for number in 0..<5 { try await apus.publish(arn, "\(number)", ["MessageGroupId": "g"]) }
            await apus.advance(by: .seconds(600))
            #expect(try await apus.arrivals().map(\.text) == ["0", "1", "2", "3", "4"])
        }
    }

    @Test func ordersAreKeptWhenCopiesAreManyAndLate() async throws {
        try await withSNS { apus in
            let arn = try await fifo(apus, ["ContentBasedDeduplication": "true"])
            for number in 0..<70 {
                try await apus.subscribe(
                    arn, TestApus.queue("q\(number).fifo"), over: "sqs", ["RawMessageDelivery": "true"])
            }
            for number in 0..<4 { try await apus.publish(arn, "\(number)", ["MessageGroupId": "g"]) }
            let arrivals = try await apus.arrivals()
            #expect(arrivals.count == 280)
            for queue in Set(arrivals.map(\.target)) {
                #expect(arrivals.filter { $0.target == queue }.map(\.text) == ["0", "1", "2", "3"])
            }
        }
    }

    @Test func whatAFIFOTopicDemandsIsTold() async throws {
        try await withSNS { apus in
            let arn = try await fifo(apus)
            func text(_ extra: JSONObject) async throws -> String? {
                var input = extra
                input["TopicArn"] = .string(arn)
                input["Message"] = "m"
                return try await apus.failure("sns:Publish", .object(input))?.message
            }
            #expect(
                try await text([:])
                    == "Invalid parameter: The MessageGroupId parameter is required for FIFO topics")
            #expect(
                try await text(["MessageGroupId": "g"])
                    == "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
            )
            let standard = try await apus.topic()
            #expect(
                try await apus.failure(
                    "sns:Publish",
                    ["TopicArn": .string(standard), "Message": "m", "MessageDeduplicationId": "d"])?.message
                    == "Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type"
            )
            #expect(
                try await apus.failure(
                    "sns:Subscribe",
                    [
                        "TopicArn": .string(standard), "Protocol": "sqs",
                        "Endpoint": .string(TestApus.queue("q.fifo")),
                    ])?
                    .message
                    == "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics"
            )
        }
    }
}
