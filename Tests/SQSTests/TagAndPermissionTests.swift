import ApusTesting
import SQS
import Testing
import Wire

@Suite struct TagTests {
    @Test func aQueueThatExistsHasTheTagsItHas() async throws {
        try await withApus([.sqs]) { apus in
            let url = try await apus.makeQueue("q", tags: ["team": "a"])
            #expect(try await apus.makeQueue("q", tags: ["team": "a"]) == url)
            #expect(try await apus.makeQueue("q") == url)
            try await expectFailure(
                apus, "sqs:CreateQueue", ["QueueName": "q", "tags": ["team": "b"]], "QueueAlreadyExists")
        }
    }

    @Test func tagsAreSetListedChangedAndTakenAway() async throws {
        try await withApus([.sqs]) { apus in
            let url = JSON.string(try await apus.makeQueue("q", tags: ["team": "a", "cost": "1"]))
            try await apus.invoke("sqs:TagQueue", ["QueueUrl": url, "Tags": ["team": "b", "new": ""]])
            try await apus.invoke("sqs:UntagQueue", ["QueueUrl": url, "TagKeys": ["cost", "none"]])
            let tags = try await apus.invoke("sqs:ListQueueTags", ["QueueUrl": url])["Tags"]
            #expect(tags == ["team": "b", "new": ""])
        }
    }

    @Test func aQueueWithoutTagsListsNone() async throws {
        try await withQueue { apus, url in
            let none = try await apus.invoke("sqs:ListQueueTags", ["QueueUrl": .string(url)])["Tags"]
            #expect(none == nil)
        }
    }

    @Test func fiftyTagsAreTheMost() async throws {
        try await withQueue { apus, url in
            let tags = Dictionary(uniqueKeysWithValues: (0..<50).map { ("k\($0)", "v") })
            try await apus.invoke("sqs:TagQueue", ["QueueUrl": .string(url), "Tags": JSON(texts: tags)])
            try await expectFailure(
                apus, "sqs:TagQueue", ["QueueUrl": .string(url), "Tags": ["one more": ""]],
                "InvalidParameterValue",
                "Too many tags added for queue. Maximum number of tags allowed is 50.")
        }
    }

    @Test func aNewQueueDoesNotInheritTheTagsOfADeletedOne() async throws {
        try await withApus([.sqs]) { apus in
            let url = JSON.string(try await apus.makeQueue("q", tags: ["a": "b"]))
            try await apus.invoke("sqs:DeleteQueue", ["QueueUrl": url])
            await apus.advance(by: .seconds(60))
            _ = try await apus.makeQueue("q")
            let none = try await apus.invoke("sqs:ListQueueTags", ["QueueUrl": url])["Tags"]
            #expect(none == nil)
        }
    }
}

@Suite struct PermissionTests {
    @Test func aPermissionIsAStatementOfThePolicy() async throws {
        try await withQueue { apus, url in
            try await add(apus, url, "label", ["668614515564", "111111111111"], ["ReceiveMessage"])
            let text = try #require(try await apus.attributes(url, ["Policy"])["Policy"])
            let policy = try JSON(parsing: text)
            #expect(
                policy == [
                    "Version": "2008-10-17", "Id": .string("\(arn("orders"))/SQSDefaultPolicy"),
                    "Statement": [
                        [
                            "Sid": "label", "Effect": "Allow",
                            "Principal": [
                                "AWS": ["arn:aws:iam::668614515564:root", "arn:aws:iam::111111111111:root"]
                            ],
                            "Action": "SQS:ReceiveMessage", "Resource": .string(arn("orders")),
                        ]
                    ],
                ])
        }
    }

    @Test func aLabelIsUsedOnce() async throws {
        try await withQueue { apus, url in
            try await add(apus, url, "label", ["111111111111"], ["*"])
            try await expectFailure(
                apus, "sqs:AddPermission", input(url, "label", ["222222222222"], ["*"]),
                "InvalidParameterValue",
                "Value label for parameter Label is invalid. Reason: Already exists.")
        }
    }

    @Test func withItsLastStatementThePolicyGoes() async throws {
        try await withQueue { apus, url in
            try await add(apus, url, "one", ["111111111111"], ["SendMessage"])
            try await add(apus, url, "two", ["111111111111"], ["SendMessage"])
            try await remove(apus, url, "one")
            #expect(try await apus.attributes(url, ["Policy"])["Policy"]?.contains("two") == true)
            try await remove(apus, url, "two")
            #expect(try await apus.attributes(url, ["Policy"]) == [:])
            try await expectFailure(
                apus, "sqs:RemovePermission", ["QueueUrl": .string(url), "Label": "two"],
                "InvalidParameterValue",
                "Value two for parameter Label is invalid. Reason: can't find label.")
        }
    }

    @Test(arguments: [
        ([], ["SendMessage"], "InvalidParameterValue"), (["111111111111"], [], "MissingParameter"),
        (["nobody"], ["SendMessage"], "InvalidParameterValue"),
        (["111111111111"], ["CreateQueue"], "InvalidParameterValue"),
        (["111111111111"], Array(repeating: "SendMessage", count: 8), "OverLimit"),
    ]) func accountsAndActionsAreChecked(accounts: [String], actions: [String], code: String) async throws {
        try await withQueue { apus, url in
            try await expectFailure(apus, "sqs:AddPermission", input(url, "label", accounts, actions), code)
        }
    }

    private func add(
        _ apus: TestApus, _ url: String, _ label: String, _ accounts: [String], _ actions: [String]
    ) async throws {
        try await apus.invoke("sqs:AddPermission", input(url, label, accounts, actions))
    }

    private func remove(_ apus: TestApus, _ url: String, _ label: String) async throws {
        try await apus.invoke("sqs:RemovePermission", ["QueueUrl": .string(url), "Label": .string(label)])
    }

    private func input(_ url: String, _ label: String, _ accounts: [String], _ actions: [String]) -> JSON {
        [
            "QueueUrl": .string(url), "Label": .string(label),
            "AWSAccountIds": .array(accounts.map { .string($0) }),
            "Actions": .array(actions.map { .string($0) }),
        ]
    }

    @Test func limitsAndTasksThatAreMissingHaveStatusesOfTheirOwn() async throws {
        try await withQueue { apus, url in
            let many: JSON = [
                "QueueUrl": .string(url), "Label": "l", "AWSAccountIds": ["111111111111"],
                "Actions": .array(Array(repeating: "SendMessage", count: 8)),
            ]
            let refused = try await apus.failure("sqs:AddPermission", many)
            #expect(refused?.status == 403)
            let nobody: JSON = ["SourceArn": .string(arn("none"))]
            let missing = try await apus.failure("sqs:ListMessageMoveTasks", nobody)
            #expect(missing?.status == 404)
        }
    }
}
