import ApusTesting
import Kernel
import SQS
import Testing
import Wire

@Suite struct FIFOTests {
    @Test func messagesOfAGroupComeInOrder() async throws {
        try await withFIFO { apus, url in
            for index in 0..<5 { try await apus.send("\(index)", to: url, group: "g") }
            let first = try await apus.receive(url, max: 2)
            #expect(first.map { $0["Body"] } == ["0", "1"])
            #expect(try await apus.bodies(url) == [])
            for message in first { try await apus.delete(message, from: url) }
            #expect(try await apus.bodies(url) == ["2", "3", "4"])
        }
    }

    @Test func whatReturnsComesBeforeWhatFollowsIt() async throws {
        try await withFIFO { apus, url in
            for index in 0..<3 { try await apus.send("\(index)", to: url, group: "g") }
            #expect(try await apus.bodies(url, max: 1) == ["0"])
            await apus.advance(by: .seconds(30))
            #expect(try await apus.bodies(url) == ["0", "1", "2"])
        }
    }

    @Test func receiversAtTheSameTimeGetDifferentGroups() async throws {
        try await withFIFO { apus, url in
            for index in 0..<40 { try await apus.send("g\(index % 4):\(index)", to: url, group: "g\(index % 4)") }
            let receives = try await withThrowingTaskGroup(of: [String].self) { tasks in
                for _ in 0..<4 { tasks.addTask { try await apus.bodies(url, max: 3) } }
                var receives: [[String]] = []
                for try await bodies in tasks { receives.append(bodies) }
                return receives
            }
            let groups = receives.map { Set($0.map { $0.prefix(2) }) }
            #expect(groups.allSatisfy { $0.count == 1 })
            #expect(Set(groups.flatMap { $0 }).count == 4)
        }
    }

    @Test func oneReceiveMayTakeSeveralGroupsEachInOrder() async throws {
        try await withFIFO { apus, url in
            for body in ["a1", "b1", "a2", "c1", "b2"] {
                try await apus.send(body, to: url, group: String(body.prefix(1)))
            }
            #expect(try await apus.bodies(url) == ["a1", "a2", "b1", "b2", "c1"])
        }
    }

    /// AWS's recorded answers: delivery goes on up to the first message that is still invisible.
    @Test(arguments: [([], []), ([0], ["foo"]), ([0, 1], ["foo", "bar"]), ([1], []), ([0, 2], ["foo"])])
    func aGroupIsGivenUpToItsFirstInvisibleMessage(visible: [Int], expected: [String]) async throws {
        try await withFIFO { apus, url in
            for body in ["foo", "bar", "baz"] { try await apus.send(body, to: url, group: "g") }
            let received = try await apus.receive(url)
            for index in visible { try await apus.changeVisibility(received[index], of: url, to: 0) }
            #expect(try await apus.bodies(url, max: 2) == expected)
        }
    }

    @Test func sequenceNumbersHaveTwentyDigitsAndGrow() async throws {
        try await withFIFO { apus, url in
            var last = ""
            for index in 0..<20 {
                let number = try await apus.send("\(index)", to: url, group: "\(index % 3)")["SequenceNumber"]?.string ?? ""
                #expect(number.count == 20)
                #expect(number > last)
                last = number
            }
            let first = try await apus.receive(url, max: 1, ["AttributeNames": ["All"]]).first?["Attributes"]
            #expect(first?["SequenceNumber"]?.string?.hasSuffix("001") == true)
            #expect(first?["MessageGroupId"] == "0")
            #expect(first?["MessageDeduplicationId"]?.string?.count == 64)
        }
    }

    @Test func aMessageNeedsAGroup() async throws {
        try await withFIFO { apus, url in
            try await expectFailure(
                apus, "sqs:SendMessage", ["QueueUrl": .string(url), "MessageBody": "x"], "MissingParameter",
                "The request must contain the parameter MessageGroupId.")
        }
    }

    @Test func aMessageHasNoDelayOfItsOwn() async throws {
        try await withFIFO(["DelaySeconds": "5"]) { apus, url in
            let input: JSON = ["QueueUrl": .string(url), "MessageBody": "x", "MessageGroupId": "g", "DelaySeconds": 1]
            try await expectFailure(
                apus, "sqs:SendMessage", input, "InvalidParameterValue",
                """
                Value 1 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not \
                valid for this queue type.
                """)
            try await apus.send("zero is the queue's delay", to: url, ["MessageGroupId": "g", "DelaySeconds": 0])
            #expect(try await apus.bodies(url) == [])
            await apus.advance(by: .seconds(5))
            #expect(try await apus.bodies(url).count == 1)
        }
    }

    @Test(arguments: ["", "a b", "ä", String(repeating: "x", count: 129)])
    func idsAreChecked(id: String) async throws {
        try await withFIFO { apus, url in
            for name in ["MessageGroupId", "MessageDeduplicationId"] {
                var input: JSONObject = [
                    "QueueUrl": .string(url), "MessageBody": "x", "MessageGroupId": "g",
                ]
                input[name] = .string(id)
                try await expectFailure(
                    apus, "sqs:SendMessage", .object(input), "InvalidParameterValue",
                    """
                    Value \(id) for parameter \(name) is invalid. Reason: \(name) can only include alphanumeric and \
                    punctuation characters. 1 to 128 in length.
                    """)
            }
        }
    }

    @Test func theSameAttemptReceivesTheSameMessagesAgain() async throws {
        try await withFIFO { apus, url in
            for index in 0..<3 { try await apus.send("\(index)", to: url, group: "g") }
            let attempt: JSON = ["ReceiveRequestAttemptId": "try-1"]
            let first = try await apus.receive(url, max: 2, attempt)
            await apus.advance(by: .seconds(20))
            let again = try await apus.receive(url, max: 2, attempt)
            #expect(again == first)
            await apus.advance(by: .seconds(20))
            #expect(try await apus.bodies(url) == [])
            try await apus.delete(first[0], from: url)
            #expect(try await apus.bodies(url, attempt) == [])
        }
    }

    @Test func anAttemptIDIsForFIFOQueuesOnly() async throws {
        try await withQueue { apus, url in
            try await expectFailure(
                apus, "sqs:ReceiveMessage", ["QueueUrl": .string(url), "ReceiveRequestAttemptId": "x"],
                "InvalidParameterValue")
        }
    }

    @Test func oldMessagesOfAGroupGoAndFreeIt() async throws {
        try await withFIFO(["MessageRetentionPeriod": "60"]) { apus, url in
            try await apus.send("old", to: url, group: "g")
            await apus.advance(by: .seconds(45))
            try await apus.send("young", to: url, group: "g")
            #expect(try await apus.bodies(url, max: 1) == ["old"])
            await apus.advance(by: .seconds(15))
            #expect(try await apus.bodies(url) == ["young"])
        }
    }
}

@Suite struct DeduplicationTests {
    @Test func aRepetitionWithinFiveMinutesIsTakenAndNotStored() async throws {
        try await withFIFO { apus, url in
            let first = try await apus.send("x", to: url, group: "g")
            await apus.advance(by: .milliseconds(299_999))
            let second = try await apus.send("x", to: url, group: "other")
            #expect(second["MessageId"] == first["MessageId"])
            #expect(second["SequenceNumber"] == first["SequenceNumber"])
            #expect(try await apus.bodies(url) == ["x"])
            await apus.advance(by: .milliseconds(1))
            try await apus.send("x", to: url, group: "other")
            #expect(try await apus.bodies(url) == ["x"])
        }
    }

    @Test func aDeletedMessageIsStillRemembered() async throws {
        try await withFIFO { apus, url in
            try await apus.send("x", to: url, group: "g")
            try await apus.delete(try #require(try await apus.receive(url).first), from: url)
            try await apus.send("x", to: url, group: "g")
            #expect(try await apus.bodies(url) == [])
        }
    }

    @Test func anIDOfItsOwnGoesBeforeTheContent() async throws {
        try await withFIFO { apus, url in
            for (body, id) in [("x", "1"), ("x", "2"), ("y", "2")] {
                try await apus.send(body, to: url, ["MessageGroupId": "g", "MessageDeduplicationId": .string(id)])
            }
            #expect(try await apus.bodies(url) == ["x", "x"])
        }
    }

    @Test func withoutContentBasedDeduplicationAnIDIsNeeded() async throws {
        try await withFIFO(["ContentBasedDeduplication": "false"]) { apus, url in
            try await expectFailure(
                apus, "sqs:SendMessage", ["QueueUrl": .string(url), "MessageBody": "x", "MessageGroupId": "g"],
                "InvalidParameterValue",
                """
                The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided \
                explicitly
                """)
        }
    }

    @Test func theScopeMayBeTheGroup() async throws {
        try await withFIFO(["DeduplicationScope": "messageGroup"]) { apus, url in
            for group in ["a", "b", "a"] { try await apus.send("x", to: url, group: group) }
            #expect(try await apus.bodies(url) == ["x", "x"])
        }
    }

    /// AWS's recorded answers.
    @Test func whatWasTakenBeforeTheScopeWasNarrowedStillCounts() async throws {
        try await withFIFO(["ContentBasedDeduplication": "false"]) { apus, url in
            func send(_ body: String, _ id: String, _ group: String) async throws {
                try await apus.send(
                    body, to: url, ["MessageGroupId": .string(group), "MessageDeduplicationId": .string(id)])
            }
            try await send("Test1", "id1", "g1")
            #expect(try await apus.bodies(url) == ["Test1"])
            try await apus.set(
                ["DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"], on: url)
            try await send("Test2", "id1", "g2")
            #expect(try await apus.bodies(url) == [])
            try await send("Test4", "id2", "g2")
            #expect(try await apus.bodies(url) == ["Test4"])
        }
    }

    @Test func whatIsForgottenIsAlsoGoneFromTheStore() async throws {
        try await withFIFO { apus, url in
            for index in 0..<20 { try await apus.send("\(index)", to: url, group: "g") }
            await apus.advance(by: .seconds(300))
            for index in 20..<26 { try await apus.send("\(index)", to: url, group: "g") }
            #expect(try await rowCounts(apus)[3] == 6)
        }
    }
}
