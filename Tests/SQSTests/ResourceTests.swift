import ApusTesting
import Kernel
import SQS
import Testing
import Wire

@Suite struct ResourceTests {
    private func type(_ name: String, _ apus: TestApus) throws -> ResourceType {
        let types = try #require(apus.kernel.service("sqs")).resourceTypes
        return try #require(types.first { $0.name == name })
    }

    private func request(
        _ apus: TestApus, _ properties: JSON, previous: JSON? = nil
    ) async throws -> ResourceRequest {
        let scope = try await apus.kernel.scopes.scope(account: TestApus.account, region: TestApus.region)
        let call = Kernel.Call(
            kernel: apus.kernel, scope: scope, principal: .root(TestApus.account), operation: "CreateStack")
        return ResourceRequest(
            call: call, properties: properties, previous: previous, logicalID: "Orders", stackName: "stack",
            stackID: "arn:aws:cloudformation:eu-central-1:000000000000:stack/stack/1",
            generatedName: "stack-Orders-ABCDEFGHIJKL", tags: ["stack": "stack"])
    }

    @Test func aQueueOfATemplateHasItsProperties() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try type("AWS::SQS::Queue", apus)
            let state = try await queue.create(
                try await request(
                    apus,
                    [
                        "FifoQueue": true, "ContentBasedDeduplication": "true", "VisibilityTimeout": 60,
                        "Tags": [["Key": "team", "Value": "a"]],
                    ]))
            let name = "stack-Orders-ABCDEFGHIJKL.fifo"
            #expect(state.physicalID == "http://127.0.0.1:4566/000000000000/\(name)")
            #expect(
                state.attributes == [
                    "Arn": .string(arn(name)), "QueueName": .string(name),
                    "QueueUrl": .string(state.physicalID),
                ])
            let attributes = try await apus.attributes(state.physicalID)
            #expect(attributes["VisibilityTimeout"] == "60")
            #expect(attributes["ContentBasedDeduplication"] == "true")
            let tags = try await apus.invoke("sqs:ListQueueTags", ["QueueUrl": .string(state.physicalID)])[
                "Tags"]
            #expect(tags == ["team": "a", "stack": "stack"])
        }
    }

    @Test func anUpdateSetsWhatChangedAndResetsWhatIsGone() async throws {
        try await withApus([.sqs]) { apus in
            let queue = try type("AWS::SQS::Queue", apus)
            let before: JSON = [
                "QueueName": "q", "VisibilityTimeout": 60, "DelaySeconds": 5,
                "Tags": [["Key": "a", "Value": "1"]],
            ]
            let state = try await queue.create(try await request(apus, before))
            let after: JSON = ["QueueName": "q", "VisibilityTimeout": "61"]
            _ = try await queue.update(try await request(apus, after, previous: before), state)
            let attributes = try await apus.attributes(state.physicalID)
            #expect(attributes["VisibilityTimeout"] == "61")
            #expect(attributes["DelaySeconds"] == "0")
            let tags = try await apus.invoke("sqs:ListQueueTags", ["QueueUrl": .string(state.physicalID)])[
                "Tags"]
            #expect(tags == ["stack": "stack"])
            try await queue.delete(try await request(apus, after), state)
            try await queue.delete(try await request(apus, after), state)
            try await expectFailure(
                apus, "sqs:GetQueueUrl", ["QueueName": "q"], "AWS.SimpleQueueService.NonExistentQueue")
        }
    }

    @Test func aTemplateFindsAQueueOfItsNameAndNoOther() async throws {
        try await withQueue { apus, _ in
            let queue = try type("AWS::SQS::Queue", apus)
            let find = try #require(queue.find)
            let url = try await apus.makeQueue("orders-2")
            #expect(try await find(try await request(apus, ["QueueName": "orders-2"]))?.physicalID == url)
            #expect(try await find(try await request(apus, ["QueueName": "orders-3"])) == nil)
        }
    }

    @Test func aPolicyIsSetOnItsQueuesAndTakenOffThoseItLeaves() async throws {
        try await withApus([.sqs]) { apus in
            let policy = try type("AWS::SQS::QueuePolicy", apus)
            let (one, two) = (try await apus.makeQueue("one"), try await apus.makeQueue("two"))
            let document: JSON = [
                "Version": "2012-10-17",
                "Statement": [
                    ["Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"]
                ],
            ]
            let both: JSON = ["PolicyDocument": document, "Queues": [.string(one), .string(two)]]
            let first: JSON = ["PolicyDocument": document, "Queues": [.string(one)]]
            let state = try await policy.create(try await request(apus, both))
            let text = try await apus.attributes(two, ["Policy"])["Policy"] ?? ""
            #expect(try JSON(parsing: text) == document)
            _ = try await policy.update(try await request(apus, first, previous: both), state)
            #expect(try await apus.attributes(two, ["Policy"]) == [:])
            try await policy.delete(try await request(apus, first), state)
            #expect(try await apus.attributes(one, ["Policy"]) == [:])
        }
    }
}
