import ApusTesting
import CloudWatchLogs
import EventBridge
import Kernel
import Testing
import Wire

@Suite struct ResourcePolicyTests {
    private static let document = """
        {"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow",\
        "Principal":{"Service":"events.amazonaws.com"},"Action":["logs:CreateLogStream","logs:PutLogEvents"],\
        "Resource":"*"}]}
        """

    private func put(_ apus: TestApus, _ input: JSON) async throws -> JSON {
        var all = input.object ?? [:]
        if all["policyDocument"] == nil { all["policyDocument"] = .string(Self.document) }
        return try await apus.invoke("logs:PutResourcePolicy", .object(all))
    }

    @Test func aPolicyOfTheAccountIsToldWithItsTime() async throws {
        try await withApus([.cloudWatchLogs]) { apus in
            let made: JSON = [
                "policyName": "p", "policyDocument": .string(Self.document),
                "lastUpdatedTime": .number(String(apus.now.milliseconds)), "policyScope": "ACCOUNT",
            ]
            #expect(try await put(apus, ["policyName": "p"]) == ["resourcePolicy": made])
            #expect(try await apus.invoke("logs:DescribeResourcePolicies") == ["resourcePolicies": [made]])
            try await apus.invoke("logs:DeleteResourcePolicy", ["policyName": "p"])
            let failure = try await apus.failure("logs:DeleteResourcePolicy", ["policyName": "p"])
            #expect(failure?.code == "ResourceNotFoundException")
            #expect(failure?.message == "Policy with name [p] does not exist")
        }
    }

    @Test func anAccountHasTenPoliciesAtMost() async throws {
        try await withApus([.cloudWatchLogs]) { apus in
            for number in 0..<10 { _ = try await put(apus, ["policyName": .string("p\(number)")]) }
            _ = try await put(apus, ["policyName": "p9"])
            let failure = try await apus.failure(
                "logs:PutResourcePolicy",
                ["policyName": "q", "policyDocument": .string(Self.document)])
            #expect(failure?.code == "LimitExceededException")
            #expect(failure?.message == "Resource limit exceeded.")
            let first = try await apus.invoke("logs:DescribeResourcePolicies", ["limit": 4])
            let second = try await apus.invoke(
                "logs:DescribeResourcePolicies", ["limit": 10, "nextToken": first["nextToken"] ?? ""])
            #expect(first["resourcePolicies"]?.array?.count == 4)
            #expect(second["resourcePolicies"]?.array?.count == 6)
            #expect(second["nextToken"] == nil)
        }
    }

    @Test func thePolicyOfAGroupHasRevisions() async throws {
        try await withApus([.cloudWatchLogs]) { apus in
            try await apus.invoke("logs:CreateLogGroup", ["logGroupName": "g"])
            let arn: JSON = .string(
                "arn:aws:logs:\(TestApus.region):\(TestApus.account):log-group:g")
            let revision = try await put(apus, ["resourceArn": arn])["revisionId"] ?? ""
            let failure = try await apus.failure(
                "logs:PutResourcePolicy",
                [
                    "resourceArn": arn, "policyDocument": .string(Self.document),
                    "expectedRevisionId": "another",
                ])
            #expect(failure?.code == "OperationAbortedException")
            let found = try await apus.invoke("logs:DescribeResourcePolicies", ["resourceArn": arn])
            #expect(found["resourcePolicies"]?.array?.first?["revisionId"] == revision)
            let all = try await apus.invoke("logs:DescribeResourcePolicies", ["policyScope": "RESOURCE"])
            #expect(all["resourcePolicies"]?.array?.map { $0["resourceArn"] } == [arn])
            try await apus.invoke(
                "logs:DeleteResourcePolicy", ["resourceArn": arn, "expectedRevisionId": revision])
            #expect(try await apus.invoke("logs:DescribeResourcePolicies") == ["resourcePolicies": []])
        }
    }

    @Test func aDocumentThatIsNoPolicyIsRefused() async throws {
        try await withApus([.cloudWatchLogs]) { apus in
            let failure = try await apus.failure(
                "logs:PutResourcePolicy", ["policyName": "p", "policyDocument": "{}"])
            #expect(failure?.code == "InvalidParameterException")
        }
    }

    @Test func aRuleReachesAGroupWhosePolicyLetsItIn() async throws {
        try await withApus([.cloudWatchLogs, .eventBridge], authentication: .enforce) { apus in
            try await apus.invoke("logs:CreateLogGroup", ["logGroupName": "g"])
            try await apus.invoke(
                "events:PutRule", ["Name": "r", "EventPattern": #"{"source":["shop"]}"#])
            let group = "arn:aws:logs:\(TestApus.region):\(TestApus.account):log-group:g"
            try await apus.invoke(
                "events:PutTargets", ["Rule": "r", "Targets": [["Id": "1", "Arn": .string(group)]]])
            let entries: JSON = ["Entries": [["Source": "shop", "DetailType": "t", "Detail": "{}"]]]
            try await apus.invoke("events:PutEvents", entries)
            func count() async throws -> Int? {
                await apus.settle()
                return try await apus.invoke("logs:FilterLogEvents", ["logGroupName": "g"])["events"]?
                    .array?.count
            }
            #expect(try await count() == 0)
            _ = try await put(apus, ["policyName": "p"])
            try await apus.invoke("events:PutEvents", entries)
            #expect(try await count() == 1)
        }
    }
}
