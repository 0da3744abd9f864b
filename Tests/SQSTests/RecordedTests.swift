import ApusTesting
import Kernel
import SQS
import SharedVectors
import Testing
import Wire

/// What AWS was recorded to answer, in the same situations.
private enum Recorded {
    static let recordings = Recordings(of: "sqs")

    static func answer(_ situation: String, _ step: String) throws -> JSON {
        try recordings.answer("TestSqsProvider::\(situation)[sqs]", step)
    }
}

@Suite(.enabled(if: Recorded.recordings.arePresent, "the recorded answers are not at hand"))
struct RecordedTests {
    /// Compares names, and the values that are no placeholders of the recording.
    private func expectSame(
        _ answered: JSON?, _ recorded: JSON?, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        switch (answered, recorded) {
        case (.object(let answered)?, .object(let recorded)?):
            let names = recorded.names.filter { $0 != "ResponseMetadata" }
            #expect(answered.names.sorted() == names.sorted(), sourceLocation: sourceLocation)
            for name in names {
                expectSame(answered[name], recorded[name], sourceLocation: sourceLocation)
            }
        case (.array(let answered)?, .array(let recorded)?):
            #expect(answered.count == recorded.count, sourceLocation: sourceLocation)
            for (one, other) in zip(answered, recorded) {
                expectSame(one, other, sourceLocation: sourceLocation)
            }
        case (.string(let answered)?, .string(let recorded)?):
            let isPlaceholder = recorded.contains("<") || recorded == "timestamp" || recorded.hasPrefix("b'")
            if !isPlaceholder { #expect(answered == recorded, sourceLocation: sourceLocation) }
        default: #expect(answered == recorded, sourceLocation: sourceLocation)
        }
    }

    private func expectFailure(
        _ apus: TestApus, _ action: String, _ input: JSON, _ recorded: JSON,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let failure = try await apus.failure(action, input)
        #expect(failure?.queryCode == recorded["Error"]?["Code"]?.string, sourceLocation: sourceLocation)
        #expect(failure?.code == recorded["Error"]?["QueryErrorCode"]?.string, sourceLocation: sourceLocation)
        #expect(failure?.message == recorded["Error"]?["Message"]?.string, sourceLocation: sourceLocation)
    }

    @Test func attributesOfAQueueAndTheirChange() async throws {
        let situation = "test_create_and_update_queue_attributes"
        let first = [
            "MessageRetentionPeriod": "604800", "ReceiveMessageWaitTimeSeconds": "10",
            "VisibilityTimeout": "20",
        ]
        try await withQueue(first) { apus, url in
            let input: JSON = ["QueueUrl": .string(url), "AttributeNames": ["All"]]
            expectSame(
                try await apus.invoke("sqs:GetQueueAttributes", input),
                try Recorded.answer(situation, "get_queue_attributes"))
            try await apus.set(
                ["DelaySeconds": "420", "MaximumMessageSize": "2048", "VisibilityTimeout": "69"], on: url)
            expectSame(
                try await apus.invoke("sqs:GetQueueAttributes", input),
                try Recorded.answer(situation, "get_updated_queue_attributes"))
        }
    }

    @Test func theNamesOfAttributesFilterWhatAMessageHolds() async throws {
        let situation = "test_receive_message_attribute_names_filters"
        try await withQueue(["VisibilityTimeout": "0"]) { apus, url in
            try await apus.send(
                "msg", to: url, ["MessageAttributes": ["Foo": ["DataType": "String", "StringValue": "Bar"]]])
            let steps: [(String, JSONObject)] = [
                ("all_attributes", ["AttributeNames": ["All"]]),
                (
                    "all_system_and_message_attributes",
                    ["AttributeNames": ["All"], "MessageAttributeNames": ["All"]]
                ),
                ("single_attribute", ["AttributeNames": ["SenderId"]]),
                ("multiple_attributes", ["AttributeNames": ["SenderId", "SequenceNumber"]]),
            ]
            for (step, names) in steps {
                var input = names
                input["QueueUrl"] = .string(url)
                expectSame(
                    try await apus.invoke("sqs:ReceiveMessage", .object(input)),
                    try Recorded.answer(situation, step))
            }
        }
    }

    @Test func aBatchThatIsTooLong() async throws {
        try await withQueue { apus, url in
            let entries = JSON.array([
                ["Id": "1", "MessageBody": .string(String(repeating: "a", count: 524_289))],
                ["Id": "2", "MessageBody": .string(String(repeating: "a", count: 524_288))],
            ])
            try await expectFailure(
                apus, "sqs:SendMessageBatch", ["QueueUrl": .string(url), "Entries": entries],
                try Recorded.answer(
                    "test_send_message_batch_with_oversized_contents", "send_oversized_message_batch"))
        }
    }

    @Test func aMessageThatIsTooLong() async throws {
        try await withQueue(["MaximumMessageSize": "1024"]) { apus, url in
            let body = JSON.string(String(repeating: "a", count: 1025))
            try await expectFailure(
                apus, "sqs:SendMessage", ["QueueUrl": .string(url), "MessageBody": body],
                try Recorded.answer(
                    "test_send_message_with_updated_maximum_message_size", "send_oversized_message"))
        }
    }

    @Test func anAttributeWithoutText() async throws {
        try await withQueue { apus, url in
            try await expectFailure(
                apus, "sqs:SendMessage",
                [
                    "QueueUrl": .string(url), "MessageBody": "x",
                    "MessageAttributes": ["ErrorDetails": ["DataType": "String", "StringValue": ""]],
                ], try Recorded.answer("test_send_message_with_empty_string_attribute", "empty-string-attr"))
        }
    }

    @Test func moreMessagesThanTen() async throws {
        try await withQueue { apus, url in
            try await expectFailure(
                apus, "sqs:ReceiveMessage", ["QueueUrl": .string(url), "MaxNumberOfMessages": 11],
                try Recorded.answer("test_send_receive_max_number_of_messages", "send_max_number_of_messages")
            )
        }
    }

    @Test func aBinaryAttribute() async throws {
        try await withQueue { apus, url in
            let bytes = Array("traceparent\u{1E}00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01".utf8)
            try await apus.send(
                "test", to: url,
                [
                    "MessageAttributes": [
                        "attr1": ["DataType": "Binary", "BinaryValue": .string(Base64.encoded(bytes))]
                    ]
                ])
            expectSame(
                try await apus.invoke(
                    "sqs:ReceiveMessage", ["QueueUrl": .string(url), "MessageAttributeNames": ["All"]]),
                try Recorded.answer("test_send_message_with_binary_attributes", "binary-attrs-msg"))
        }
    }

    @Test func aFIFOQueueOfHighThroughput() async throws {
        let situation = "test_fifo_change_to_high_throughput_after_creation"
        try await withFIFO(["ContentBasedDeduplication": "false"]) { apus, url in
            func exchange(_ body: String, _ id: String, _ group: String, _ step: String) async throws {
                try await apus.send(
                    body, to: url, ["MessageGroupId": .string(group), "MessageDeduplicationId": .string(id)])
                expectSame(
                    try await apus.invoke("sqs:ReceiveMessage", ["QueueUrl": .string(url)]),
                    try Recorded.answer(situation, step))
            }
            try await exchange("Test1", "id1", "g1", "same-dedup-different-grp-1")
            await apus.advance(by: .seconds(30))
            let message = try #require(try await apus.receive(url).first)
            try await apus.delete(message, from: url)
            try await exchange("Test2", "id1", "g2", "same-dedup-different-grp-2")
            try await apus.set(
                ["DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"], on: url)
            expectSame(
                try await apus.invoke(
                    "sqs:GetQueueAttributes", ["QueueUrl": .string(url), "AttributeNames": ["All"]]),
                try Recorded.answer(situation, "set-to-high-throughput"))
            try await exchange("Test3", "id1", "g2", "same-dedup-different-grp-high-throughput")
            try await exchange("Test4", "id2", "g3", "new-dedup2-high-throughput")
            try await exchange("Test5", "id2", "g3", "same-dedup2-high-throughput")
        }
    }

    @Test func permissionsFromTheFirstToTheLast() async throws {
        let situation = "test_sqs_permission_lifecycle"
        try await withQueue { apus, url in
            func add(_ label: String, _ accounts: [JSON]) -> JSON {
                [
                    "QueueUrl": .string(url), "Label": .string(label), "AWSAccountIds": .array(accounts),
                    "Actions": ["ReceiveMessage"],
                ]
            }
            func remove(_ label: String) -> JSON { ["QueueUrl": .string(url), "Label": .string(label)] }
            func expectPolicy(_ step: String) async throws {
                let text = try await apus.attributes(url, ["Policy"])["Policy"]
                let recorded = try Recorded.answer(situation, step)["Attributes"]?["Policy"]
                expectSame(try text.map { try JSON(parsing: $0) }, recorded)
            }
            try await apus.invoke(
                "sqs:AddPermission", add("crossaccountpermission", ["668614515564", "111111111111"]))
            try await expectPolicy("get-queue-policy-attribute")
            try await apus.invoke("sqs:RemovePermission", remove("crossaccountpermission"))
            try await expectPolicy("get-queue-policy-attribute-after-removal")
            try await apus.invoke("sqs:AddPermission", add("crossaccountpermission", ["111111111111"]))
            try await expectPolicy("get-queue-policy-attribute-first-account-same-label")
            try await expectFailure(
                apus, "sqs:AddPermission", add("crossaccountpermission", ["668614515564"]),
                try Recorded.answer(situation, "get-queue-policy-attribute-second-account-same-label"))
            try await apus.invoke("sqs:AddPermission", add("crossaccountpermission2", ["668614515564"]))
            try await expectPolicy("get-queue-policy-attribute-second-account-different-label")
            try await apus.invoke("sqs:RemovePermission", remove("crossaccountpermission"))
            try await expectPolicy("get-queue-policy-attribute-delete-first-permission")
            try await apus.invoke("sqs:RemovePermission", remove("crossaccountpermission2"))
            try await expectFailure(
                apus, "sqs:RemovePermission", remove("crossaccountpermission2"),
                try Recorded.answer(situation, "get-queue-policy-attribute-delete-non-existent-label"))
        }
    }
}
