import ApusTesting
import Testing
import Wire

@Suite struct EventBusTests {
    private func text(_ apus: TestApus, _ action: String, _ input: JSON) async throws -> String? {
        try await apus.failure("events:\(action)", input).map { "\($0.code): \($0.message)" }
    }

    @Test func aBusIsMadeDescribedChangedAndDeleted() async throws {
        try await withBuses { apus in
            let made = try await apus.invoke("events:CreateEventBus", ["Name": "orders", "Description": "d"])
            #expect(made["EventBusArn"] == .string(TestApus.arn("events", "event-bus/orders")))
            let bus = try await apus.invoke("events:DescribeEventBus", ["Name": "orders"])
            #expect(bus["Arn"] == made["EventBusArn"])
            #expect(bus["Description"] == "d")
            #expect(bus["CreationTime"] != nil && bus["Policy"] == nil)
            try await apus.invoke("events:UpdateEventBus", ["Name": "orders", "Description": "other"])
            let changed = try await apus.invoke("events:DescribeEventBus", ["Name": "orders"])
            #expect(changed["Description"] == "other")
            try await apus.invoke("events:DeleteEventBus", ["Name": "orders"])
            try await apus.invoke("events:DeleteEventBus", ["Name": "orders"])
            #expect(
                try await text(apus, "DescribeEventBus", ["Name": "orders"])
                    == "ResourceNotFoundException: Event bus orders does not exist.")
        }
    }

    @Test func everyAccountHasADefaultBus() async throws {
        try await withBuses { apus in
            let bus = try await apus.invoke("events:DescribeEventBus")
            #expect(bus["Name"] == "default")
            #expect(bus["Arn"] == .string(TestApus.arn("events", "event-bus/default")))
            #expect(
                try await text(apus, "DeleteEventBus", ["Name": "default"])
                    == "ValidationException: Cannot delete event bus default.")
            #expect(
                try await text(apus, "CreateEventBus", ["Name": "default"])
                    == "ResourceAlreadyExistsException: Event bus default already exists.")
        }
    }

    @Test func namesOfBusesAreUniqueAndPlain() async throws {
        try await withBuses { apus in
            try await apus.invoke("events:CreateEventBus", ["Name": "orders"])
            #expect(
                try await text(apus, "CreateEventBus", ["Name": "orders"])
                    == "ResourceAlreadyExistsException: Event bus orders already exists.")
            #expect(
                try await text(apus, "CreateEventBus", ["Name": "a/b"])
                    == "ValidationException: Event bus name must not contain '/'.")
        }
    }

    @Test func settingsWithoutEffectAreRefusedByName() async throws {
        try await withBuses { apus in
            for (name, value): (String, JSON) in [
                ("KmsKeyIdentifier", "k"),
                ("DeadLetterConfig", ["Arn": .string(TestApus.arn("sqs", "dead"))]),
            ] {
                for operation in ["CreateEventBus", "UpdateEventBus"] {
                    var input: JSONObject = ["Name": "b"]
                    input[name] = value
                    let refusal = try await text(apus, operation, .object(input))
                    #expect(refusal == "NotImplemented: \(operation) with \(name) is not implemented.")
                }
            }
        }
    }

    @Test func aBusWithRulesCannotBeDeleted() async throws {
        try await withBuses { apus in
            try await apus.invoke("events:CreateEventBus", ["Name": "orders"])
            try await apus.invoke(
                "events:PutRule",
                ["Name": "r", "EventBusName": "orders", "EventPattern": #"{"source":["a"]}"#])
            #expect(try await text(apus, "DeleteEventBus", ["Name": "orders"]) != nil)
            try await apus.invoke("events:DeleteRule", ["Name": "r", "EventBusName": "orders"])
            try await apus.invoke("events:DeleteEventBus", ["Name": "orders"])
        }
    }

    @Test func busesAreListedInPages() async throws {
        try await withBuses { apus in
            for name in ["b2", "b1", "a1", "b3"] {
                try await apus.invoke("events:CreateEventBus", ["Name": .string(name)])
            }
            let all = try await apus.invoke("events:ListEventBuses")
            #expect(names(all) == ["a1", "b1", "b2", "b3", "default"])
            #expect(all["NextToken"] == nil)
            let first = try await apus.invoke("events:ListEventBuses", ["NamePrefix": "b", "Limit": 2])
            #expect(names(first) == ["b1", "b2"])
            let second = try await apus.invoke(
                "events:ListEventBuses",
                ["NamePrefix": "b", "Limit": 2, "NextToken": first["NextToken"] ?? ""])
            #expect(names(second) == ["b3"])
            #expect(second["NextToken"] == nil)
        }
    }

    private func names(_ answer: JSON) -> [String] {
        (answer["EventBuses"]?.array ?? []).compactMap { $0["Name"]?.string }
    }

    @Test func permissionsAreStatementsOfThePolicy() async throws {
        try await withBuses { apus in
            try await apus.invoke(
                "events:PutPermission",
                ["Action": "events:PutEvents", "Principal": "111122223333", "StatementId": "one"])
            try await apus.invoke(
                "events:PutPermission",
                [
                    "Action": "events:PutEvents", "Principal": "*", "StatementId": "two",
                    "Condition": ["Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-1"],
                ])
            let arn: JSON = .string(TestApus.arn("events", "event-bus/default"))
            #expect(
                try await policy(apus) == [
                    "Version": "2012-10-17",
                    "Statement": [
                        [
                            "Sid": "one", "Effect": "Allow",
                            "Principal": ["AWS": "arn:aws:iam::111122223333:root"],
                            "Action": "events:PutEvents", "Resource": arn,
                        ],
                        [
                            "Sid": "two", "Effect": "Allow", "Principal": "*", "Action": "events:PutEvents",
                            "Resource": arn, "Condition": ["StringEquals": ["aws:PrincipalOrgID": "o-1"]],
                        ],
                    ],
                ])
            #expect(
                try await text(apus, "RemovePermission", ["StatementId": "three"])
                    == "ResourceNotFoundException: Statement with the provided id does not exist.")
            try await apus.invoke("events:RemovePermission", ["StatementId": "one"])
            #expect(try await policy(apus)?["Statement"]?.array?.count == 1)
            try await apus.invoke("events:RemovePermission", ["StatementId": "two"])
            #expect(try await policy(apus) == nil)
            #expect(
                try await text(apus, "RemovePermission", ["StatementId": "two"])
                    == "ResourceNotFoundException: EventBus does not have a policy.")
        }
    }

    private func policy(_ apus: TestApus) async throws -> JSON? {
        let bus = try await apus.invoke("events:DescribeEventBus")
        return try bus["Policy"]?.string.map { try JSON(parsing: $0) }
    }

    @Test func aPolicyIsChecked() async throws {
        try await withBuses { apus in
            let refused = try await text(apus, "PutPermission", ["Policy": #"{"Statement":[]}"#])
            #expect(refused?.hasPrefix("ValidationException: ") == true)
            #expect(
                try await text(
                    apus, "PutPermission",
                    ["Action": "events:PutRule", "Principal": "*", "StatementId": "x"])
                    == "ValidationException: Provided value in parameter 'action' is not supported.")
        }
    }

    @Test func rulesAndBusesHaveTags() async throws {
        try await withBuses { apus in
            try await apus.invoke(
                "events:PutRule",
                [
                    "Name": "r", "EventPattern": #"{"source":["a"]}"#,
                    "Tags": [["Key": "k", "Value": "v"]],
                ])
            let arn: JSON = .string(TestApus.arn("events", "rule/r"))
            try await apus.invoke(
                "events:TagResource", ["ResourceARN": arn, "Tags": [["Key": "b", "Value": "2"]]])
            let tags = try await apus.invoke("events:ListTagsForResource", ["ResourceARN": arn])
            #expect(tags["Tags"] == [["Key": "b", "Value": "2"], ["Key": "k", "Value": "v"]])
            try await apus.invoke("events:UntagResource", ["ResourceARN": arn, "TagKeys": ["k"]])
            let left = try await apus.invoke("events:ListTagsForResource", ["ResourceARN": arn])
            #expect(left["Tags"] == [["Key": "b", "Value": "2"]])
            let none: JSON = .string(TestApus.arn("events", "rule/none"))
            #expect(
                try await text(apus, "ListTagsForResource", ["ResourceARN": none])
                    == "ResourceNotFoundException: Rule none does not exist on EventBus default.")
        }
    }
}
