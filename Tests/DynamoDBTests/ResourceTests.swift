import ApusTesting
import CloudFormation
import DynamoDB
import Kernel
import Testing
import Wire

@Suite struct ResourceTests {
    private func type(_ apus: TestApus) throws -> ResourceType {
        let types = try #require(apus.kernel.service("dynamodb")).resourceTypes
        return try #require(types.first { $0.name == "AWS::DynamoDB::Table" })
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
            generatedName: "stack-Orders-ABCDEFGHIJKL", tags: ["stack": "stack"],
            previousTags: previous == nil ? [:] : ["stack": "stack"])
    }

    /// Does what waits on the virtual clock.
    private func run<R: Sendable>(
        _ apus: TestApus, _ body: @escaping @Sendable () async throws -> R
    ) async throws -> R {
        let work = Task { try await apus.kernel.time.activity.track { try await body() } }
        for _ in 0..<20 { await apus.advance(by: .seconds(1)) }
        return try await work.value
    }

    private func index(_ name: String, _ attribute: String, _ projection: JSON = ["ProjectionType": "ALL"])
        -> JSON
    {
        [
            "IndexName": .string(name), "Projection": projection,
            "KeySchema": [["AttributeName": .string(attribute), "KeyType": "HASH"]],
        ]
    }

    private func properties(_ indexes: [JSON], _ more: KeyValuePairs<String, JSON> = [:]) -> JSON {
        let attributes =
            ["p"] + indexes.compactMap { $0["KeySchema"]?.array?.first?["AttributeName"]?.string }
        var object: JSONObject = [
            "BillingMode": "PAY_PER_REQUEST", "KeySchema": [["AttributeName": "p", "KeyType": "HASH"]],
        ]
        object["AttributeDefinitions"] = .array(
            Set(attributes).sorted().map { ["AttributeName": .string($0), "AttributeType": "S"] })
        if !indexes.isEmpty { object["GlobalSecondaryIndexes"] = .array(indexes) }
        for (name, value) in more { object[name] = value }
        return .object(object)
    }

    private func describe(_ apus: TestApus, _ state: ResourceState) async throws -> JSON? {
        try await apus.invoke("dynamodb:DescribeTable", ["TableName": .string(state.physicalID)])["Table"]
    }

    private func tags(_ apus: TestApus, _ state: ResourceState) async throws -> JSON? {
        try await apus.invoke(
            "dynamodb:ListTagsOfResource", ["ResourceArn": state.attributes["Arn"] ?? .null])["Tags"]
    }

    @Test func aTableOfATemplateHasItsProperties() async throws {
        try await withDynamoDB { apus in
            let state = try await type(apus).create(
                try await request(
                    apus,
                    properties(
                        [index("by-g", "g")],
                        [
                            "BillingMode": "PROVISIONED", "DeletionProtectionEnabled": "true",
                            "ProvisionedThroughput": ["ReadCapacityUnits": "7", "WriteCapacityUnits": 8],
                            "GlobalSecondaryIndexes": [
                                index("by-g", "g").merging([
                                    "ProvisionedThroughput": [
                                        "ReadCapacityUnits": 1, "WriteCapacityUnits": "2",
                                    ]
                                ])
                            ],
                            "TimeToLiveSpecification": ["Enabled": "true", "AttributeName": "until"],
                            "Tags": [["Key": "team", "Value": "a"]],
                        ])))
            #expect(state.physicalID == "stack-Orders-ABCDEFGHIJKL")
            let table = try await describe(apus, state)
            #expect(state.attributes == ["Arn": table?["TableArn"] ?? .null])
            #expect(table?["ProvisionedThroughput"]?["ReadCapacityUnits"] == 7)
            #expect(table?["DeletionProtectionEnabled"] == true)
            let found = table?["GlobalSecondaryIndexes"]?.array?.first
            #expect(found?["ProvisionedThroughput"]?["WriteCapacityUnits"] == 2)
            let expiry = try await apus.invoke(
                "dynamodb:DescribeTimeToLive", ["TableName": .string(state.physicalID)])
            #expect(
                expiry["TimeToLiveDescription"]
                    == ["TimeToLiveStatus": "ENABLED", "AttributeName": "until"])
            #expect(
                try await tags(apus, state)
                    == [["Key": "stack", "Value": "stack"], ["Key": "team", "Value": "a"]])
        }
    }

    @Test func anInterruptedCreationIsFoundAndCompleted() async throws {
        try await withDynamoDB { apus in
            let wanted = properties(
                [index("by-g", "g")],
                [
                    "TableName": "orders",
                    "TimeToLiveSpecification": ["Enabled": true, "AttributeName": "until"],
                ])
            let find = try #require(try type(apus).find)
            #expect(try await find(try await request(apus, wanted)) == nil)
            // The process ended before expiry and tags were set, and before the stack knew of the table.
            try await apus.invoke(
                "dynamodb:CreateTable",
                [
                    "TableName": "orders", "BillingMode": "PAY_PER_REQUEST",
                    "AttributeDefinitions": [["AttributeName": "p", "AttributeType": "S"]],
                    "KeySchema": [["AttributeName": "p", "KeyType": "HASH"]],
                ])
            let repeated = try await request(apus, wanted)
            let found = try #require(try await find(repeated))
            #expect(found.physicalID == "orders")
            let update = try type(apus).update
            for _ in 0..<2 {
                let state = try await run(apus) { try await update(repeated, found) }
                #expect(state == found)
            }
            let table = try await describe(apus, found)
            #expect(table?["GlobalSecondaryIndexes"]?.array?.count == 1)
            #expect(try await tags(apus, found) == [["Key": "stack", "Value": "stack"]])
            let expiry = try await apus.invoke("dynamodb:DescribeTimeToLive", ["TableName": "orders"])
            #expect(expiry["TimeToLiveDescription"]?["AttributeName"] == "until")
        }
    }

    @Test func anUpdateBringsIndexesOneAfterTheOtherAndMayBeRepeated() async throws {
        try await withDynamoDB { apus in
            let before = properties([index("by-a", "a"), index("by-b", "b")], ["TableName": "orders"])
            let state = try await type(apus).create(try await request(apus, before))
            for number in 0..<250 {
                let key = JSON.string("k\(number)")
                try await apus.put(["p": ["S": key], "c": ["S": key], "d": ["S": "d"]], into: "orders")
            }
            let after = properties(
                [
                    index("by-b", "b", ["ProjectionType": "KEYS_ONLY"]), index("by-c", "c"),
                    index("by-d", "d", ["ProjectionType": "INCLUDE", "NonKeyAttributes": ["x", "y"]]),
                ], ["TableName": "orders"])
            let update = try type(apus).update
            let change = try await request(apus, after, previous: before)
            for _ in 0..<2 { _ = try await run(apus) { try await update(change, state) } }
            let table = try await describe(apus, state)
            let indexes = table?["GlobalSecondaryIndexes"]?.array ?? []
            #expect(Set(indexes.compactMap { $0["IndexName"]?.string }) == ["by-b", "by-c", "by-d"])
            #expect(indexes.allSatisfy { $0["IndexStatus"] == "ACTIVE" })
            let counts = indexes.map { $0["ItemCount"] }
            #expect(counts == [0, 250, 250])
            let names =
                table?["AttributeDefinitions"]?.array?.compactMap { $0["AttributeName"]?.string } ?? []
            #expect(Set(names) == ["p", "b", "c", "d"])
        }
    }

    @Test func anUpdateSetsWhatChangedAndResetsWhatIsGone() async throws {
        try await withDynamoDB { apus in
            let before = properties(
                [],
                [
                    "TableName": "orders", "DeletionProtectionEnabled": true,
                    "TableClass": "STANDARD_INFREQUENT_ACCESS",
                    "TimeToLiveSpecification": ["Enabled": true, "AttributeName": "until"],
                    "Tags": [["Key": "team", "Value": "a"]],
                ])
            let state = try await type(apus).create(try await request(apus, before))
            let throughput: JSON = ["ReadCapacityUnits": "3", "WriteCapacityUnits": "4"]
            let after = properties(
                [],
                [
                    "TableName": "orders", "BillingMode": "PROVISIONED", "ProvisionedThroughput": throughput,
                    "TimeToLiveSpecification": ["Enabled": true, "AttributeName": "end"],
                ])
            _ = try await type(apus).update(try await request(apus, after, previous: before), state)
            let table = try await describe(apus, state)
            #expect(table?["DeletionProtectionEnabled"] == false)
            #expect(table?["TableClassSummary"]?["TableClass"] == "STANDARD")
            #expect(table?["BillingModeSummary"]?["BillingMode"] == "PROVISIONED")
            #expect(table?["ProvisionedThroughput"]?["WriteCapacityUnits"] == 4)
            let expiry = try await apus.invoke("dynamodb:DescribeTimeToLive", ["TableName": "orders"])
            #expect(expiry["TimeToLiveDescription"]?["AttributeName"] == "end")
            #expect(try await tags(apus, state) == [["Key": "stack", "Value": "stack"]])
            for _ in 0..<2 { try await type(apus).delete(try await request(apus, after), state) }
            #expect(try await apus.invoke("dynamodb:ListTables", [:]) == ["TableNames": []])
        }
    }

    @Test func aKeyOfAnotherTypeNeedsAnotherTable() async throws {
        try await withDynamoDB { apus in
            let before = properties([])
            let state = try await type(apus).create(try await request(apus, before))
            let after = properties(
                [], ["AttributeDefinitions": [["AttributeName": "p", "AttributeType": "N"]]])
            let change = try await request(apus, after, previous: before)
            await #expect(throws: ReplacementRequired.self) { try await type(apus).update(change, state) }
        }
    }

    @Test func aSimpleTableIsDeployedThroughTheTransform() async throws {
        try await withApus([.dynamodb, .cloudFormation]) { apus in
            let template = """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  T:
                    Type: AWS::Serverless::SimpleTable
                    Properties: {TableName: simple, PrimaryKey: {Name: k, Type: Number}, Tags: {team: a}}
                Outputs: {Name: {Value: !Ref T}, Arn: {Value: !GetAtt T.Arn}}
                """
            try await apus.invoke(
                "cloudformation:CreateStack",
                [
                    "StackName": "s", "TemplateBody": .string(template),
                    "Capabilities": ["CAPABILITY_AUTO_EXPAND"],
                ])
            await apus.advance(by: .seconds(5))
            let stack = try await apus.invoke("cloudformation:DescribeStacks", ["StackName": "s"])["Stacks"]?
                .array?.first
            #expect(stack?["StackStatus"] == "CREATE_COMPLETE")
            let outputs = stack?["Outputs"]?.array?.compactMap { $0["OutputValue"]?.string }
            #expect(
                outputs?.sorted() == ["arn:aws:dynamodb:eu-central-1:000000000000:table/simple", "simple"])
            try await apus.put(["k": ["N": "1"]], into: "simple")
            #expect(try await apus.get(["k": ["N": "1"]], from: "simple") != nil)
            try await apus.invoke("cloudformation:DeleteStack", ["StackName": "s"])
            await apus.advance(by: .seconds(5))
            #expect(try await apus.invoke("dynamodb:ListTables", [:]) == ["TableNames": []])
        }
    }

    @Test(arguments: [
        ("GlobalSecondaryIndexes", #"[{"IndexName":"i","ContributorInsightsSpecification":{}}]"#),
        ("StreamSpecification", #"{"StreamViewType":"NEW_IMAGE","ResourcePolicy":{}}"#),
    ])
    func aMemberThatIsNotServedFailsTheResource(_ property: String, _ value: String) async throws {
        try await withDynamoDB { apus in
            let create = try type(apus).create
            let wish = try await request(apus, properties([]).merging([property: try JSON(parsing: value)]))
            let failure = await #expect(throws: NotImplemented.self) { try await create(wish) }
            #expect(failure?.message.contains("\(property).") == true)
            #expect(try await apus.invoke("dynamodb:ListTables", [:]) == ["TableNames": []])
        }
    }

    @Test func aStreamOfATemplateIsOpenedChangedAndClosed() async throws {
        try await withDynamoDB { apus in
            func wish(_ view: String?) -> JSON {
                let stream = view.map { ["StreamSpecification": ["StreamViewType": .string($0)]] as JSON }
                return properties([], ["TableName": "orders"]).merging(stream ?? [:])
            }
            let first = try await type(apus).create(try await request(apus, wish("NEW_IMAGE")))
            let arn = try #require(first.attributes["StreamArn"]?.string)
            await apus.advance(by: .seconds(1))
            let changed = try await type(apus).update(
                try await request(apus, wish("KEYS_ONLY"), previous: wish("NEW_IMAGE")), first)
            #expect(changed.attributes["StreamArn"] != nil && changed.attributes["StreamArn"] != .string(arn))
            let repeated = try await type(apus).update(
                try await request(apus, wish("KEYS_ONLY"), previous: wish("NEW_IMAGE")), first)
            #expect(repeated == changed)
            let closed = try await type(apus).update(
                try await request(apus, wish(nil), previous: wish("KEYS_ONLY")), changed)
            #expect(closed.attributes["StreamArn"] == nil)
            let listed = try await apus.invoke("dynamodb:ListStreams", ["TableName": "orders"])["Streams"]
            #expect(listed?.array?.count == 2)
        }
    }

    @Test(arguments: ["SSESpecification", "PointInTimeRecoverySpecification", "KinesisStreamSpecification"])
    func aPropertyThatIsNotServedFailsTheStack(_ property: String) async throws {
        try await withApus([.dynamodb, .cloudFormation]) { apus in
            let template = """
                Resources:
                  T:
                    Type: AWS::DynamoDB::Table
                    Properties:
                      BillingMode: PAY_PER_REQUEST
                      AttributeDefinitions: [{AttributeName: p, AttributeType: S}]
                      KeySchema: [{AttributeName: p, KeyType: HASH}]
                      \(property): {}
                """
            let failure = try await apus.failure(
                "cloudformation:CreateStack", ["StackName": "s", "TemplateBody": .string(template)])
            if failure == nil {
                await apus.advance(by: .seconds(5))
                let events =
                    try await apus.invoke(
                        "cloudformation:DescribeStackEvents", ["StackName": "s"])["StackEvents"]?.array ?? []
                let reasons = events.compactMap { $0["ResourceStatusReason"]?.string }
                #expect(reasons.contains { $0.contains(property) })
            } else {
                #expect(failure?.message.contains(property) == true)
            }
            #expect(try await apus.invoke("dynamodb:ListTables", [:]) == ["TableNames": []])
        }
    }
}

extension JSON {
    fileprivate func merging(_ more: JSON) -> JSON {
        guard case .object(var object) = self, case .object(let others) = more else { return self }
        for member in others.members { object[member.name] = member.value }
        return .object(object)
    }
}
