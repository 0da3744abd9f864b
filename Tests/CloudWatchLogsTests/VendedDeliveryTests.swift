import ApusTesting
import CloudWatchLogs
import EventBridge
import IAM
import Kernel
import S3
import Testing
import Wire

/// Logs of services on their way to log groups and buckets.
@Suite struct VendedDeliveryTests {
    static let bus = "arn:aws:events:\(TestApus.region):\(TestApus.account):event-bus/b"
    private static let bucket: JSON = [
        "Bucket": "logs", "CreateBucketConfiguration": ["LocationConstraint": .string(TestApus.region)],
    ]
    static let group = "arn:aws:logs:\(TestApus.region):\(TestApus.account):log-group:g"

    private func withBus(
        authentication: KernelSettings.Authentication = .open, _ body: (TestApus) async throws -> Void
    ) async throws {
        try await withApus(
            [.cloudWatchLogs, .eventBridge, .iam, .s3], authentication: authentication
        ) { apus in
            try await apus.invoke("events:CreateEventBus", ["Name": "b"])
            try await apus.invoke("logs:CreateLogGroup", ["logGroupName": "g"])
            try await apus.invoke("s3:CreateBucket", Self.bucket)
            try await body(apus)
        }
    }

    @discardableResult
    private func source(_ apus: TestApus, _ name: String = "s", _ type: String = "INFO_LOGS") async throws
        -> JSON
    {
        try await apus.invoke(
            "logs:PutDeliverySource",
            ["name": .string(name), "resourceArn": .string(Self.bus), "logType": .string(type)])[
                "deliverySource"] ?? .null
    }

    /// Makes a destination and answers its ARN.
    private func destination(
        _ apus: TestApus, _ resource: String = group, name: String = "d", format: String? = nil
    ) async throws -> JSON {
        var input: JSONObject = [
            "name": .string(name),
            "deliveryDestinationConfiguration": ["destinationResourceArn": .string(resource)],
        ]
        input["outputFormat"] = format.map { .string($0) }
        let answer = try await apus.invoke("logs:PutDeliveryDestination", .object(input))
        return answer["deliveryDestination"]?["arn"] ?? ""
    }

    @discardableResult
    private func deliver(
        _ apus: TestApus, to destination: JSON, from source: String = "s", _ more: JSON = [:]
    ) async throws -> JSON {
        var input: JSONObject = [
            "deliverySourceName": .string(source), "deliveryDestinationArn": destination,
        ]
        for member in more.object?.members ?? [] { input[member.name] = member.value }
        return try await apus.invoke("logs:CreateDelivery", .object(input))["delivery"] ?? .null
    }

    /// Sends records as a service does.
    private func vend(_ apus: TestApus, _ lines: String...) async throws {
        let scope = try await apus.kernel.scopes.scope(account: TestApus.account, region: TestApus.region)
        let call = Kernel.Call.internal(apus.kernel, scope)
        try await call.write { tx in
            let delivery = Delivery(
                id: call.makeID(),
                target: "arn:aws:logs:\(TestApus.region):\(TestApus.account):delivery-source:*",
                action: "logs:DeliverVendedLogs", payload: Array(lines.joined(separator: "\n").utf8),
                source: Self.bus, trace: call.trace)
            try call.send(delivery, in: tx)
        }
    }

    private func messages(_ apus: TestApus, _ stream: String = "EventBridgeEventBusLogs") async throws
        -> [String]
    {
        await apus.settle()
        let found = try await apus.invoke(
            "logs:FilterLogEvents", ["logGroupName": "g", "logStreamNames": [.string(stream)]])
        return (found["events"]?.array ?? []).compactMap { $0["message"]?.string }
    }

    private func keys(_ apus: TestApus) async throws -> [String] {
        await apus.settle()
        let found = try await apus.invoke("s3:ListObjectsV2", ["Bucket": "logs"])
        return (found["Contents"]?.array ?? []).compactMap { $0["Key"]?.string }
    }

    private func failure(_ apus: TestApus, _ action: String, _ input: JSON) async throws -> String {
        guard let failure = try await apus.failure("logs:\(action)", input) else { return "" }
        return "\(failure.code): \(failure.message)"
    }

    @Test func aSourceTellsItsServiceAndItsResource() async throws {
        try await withBus { apus in
            let arn = "arn:aws:logs:\(TestApus.region):\(TestApus.account):delivery-source:s"
            let made: JSON = [
                "name": "s", "arn": .string(arn), "resourceArns": [.string(Self.bus)], "service": "events",
                "logType": "INFO_LOGS",
            ]
            let first = try await source(apus)
            #expect(first == made)
            #expect(try await source(apus) == made)
            #expect(try await apus.invoke("logs:GetDeliverySource", ["name": "s"])["deliverySource"] == made)
            #expect(
                try await apus.invoke("logs:DescribeDeliverySources") == ["deliverySources": [made]])
        }
    }

    @Test func aTypeOfLogsOfAResourceHasOneSource() async throws {
        try await withBus { apus in
            try await source(apus)
            #expect(
                try await failure(
                    apus, "PutDeliverySource",
                    ["name": "t", "resourceArn": .string(Self.bus), "logType": "INFO_LOGS"])
                    == "ConflictException: This ResourceId has already been used in another Delivery Source "
                    + "in this account")
            try await source(apus, "t", "ERROR_LOGS")
            #expect(
                try await failure(
                    apus, "PutDeliverySource",
                    ["name": "t", "resourceArn": .string(Self.bus), "logType": "TRACE_LOGS"])
                    == "ConflictException: Update to existing Delivery Source with new LogType is not "
                    + "allowed. Please create a new Delivery Source instead.")
        }
    }

    @Test(arguments: [
        (bus, "ACCESS_LOGS", "ValidationException: This service is not allowed for this LogSource."),
        ("\(bus)x", "INFO_LOGS", "ResourceNotFoundException: "),
        (
            "arn:aws:cloudfront::\(TestApus.account):distribution/E1", "ACCESS_LOGS",
            "NotImplemented: PutDeliverySource for cloudfront is not implemented."
        ),
        ("bus", "INFO_LOGS", "ValidationException: The resource ARN bus is not valid."),
    ])
    func aSourceThatCannotBeIsRefused(resource: String, type: String, refusal: String) async throws {
        try await withBus { apus in
            let text = try await failure(
                apus, "PutDeliverySource",
                ["name": "s", "resourceArn": .string(resource), "logType": .string(type)])
            #expect(text.hasPrefix(refusal))
        }
    }

    @Test func recordsGoToTheGroupOfTheDeliveryOfTheirType() async throws {
        try await withBus { apus in
            try await source(apus)
            try await deliver(apus, to: try await destination(apus))
            try await vend(apus, #"INFO_LOGS {"n":1}"#, #"TRACE_LOGS {"n":2}"#, #"INFO_LOGS {"n":3}"#)
            #expect(try await messages(apus) == [#"{"n":1}"#, #"{"n":3}"#])
        }
    }

    @Test func whatIsChosenOfRecordsIsDeliveredAlone() async throws {
        try await withBus { apus in
            try await source(apus)
            let delivery = try await deliver(
                apus, to: try await destination(apus, format: "plain"),
                ["recordFields": ["message_type", "event_id", "request_id"], "fieldDelimiter": "|"])
            let record = #"INFO_LOGS {"event_id":"e","message_type":"RULE_MATCH","details":{"a":[1]}}"#
            try await vend(apus, record)
            try await apus.invoke(
                "logs:UpdateDeliveryConfiguration",
                ["id": delivery["id"] ?? "", "recordFields": ["details"]])
            try await vend(apus, record)
            #expect(try await messages(apus) == ["RULE_MATCH|e|-", #"{"a":[1]}"#])
        }
    }

    @Test func recordsBecomeAnObjectOfABucketFiveMinutesLater() async throws {
        try await withBus { apus in
            try await source(apus)
            try await deliver(apus, to: try await destination(apus, "arn:aws:s3:::logs"))
            try await vend(apus, #"INFO_LOGS {"n":1}"#)
            await apus.advance(by: .seconds(200))
            try await vend(apus, #"INFO_LOGS {"n":2}"#)
            #expect(try await keys(apus) == [])
            await apus.advance(by: .seconds(100))
            let keys = try await keys(apus)
            let account = TestApus.account
            let folder = "AWSLogs/\(account)/EventBusLogs/\(TestApus.region)/2026/01/01/"
            #expect(keys.count == 1)
            let key = keys.first ?? ""
            #expect(key.hasPrefix("\(folder)\(account)_EventBusLogs_\(TestApus.region)_b_20260101T0005Z_"))
            #expect(key.hasSuffix(".log.gz"))
            await apus.advance(by: .seconds(3600))
            #expect(try await self.keys(apus).count == 1)
            try await vend(apus, #"INFO_LOGS {"n":3}"#)
            await apus.advance(by: .seconds(300))
            #expect(try await self.keys(apus).count == 2)
        }
    }

    @Test(arguments: [
        ("arn:aws:s3:::logs", [:] as JSON, "AWSLogs/000000000000/EventBusLogs/eu-central-1/2026/01/01/"),
        ("arn:aws:s3:::logs/mine/", [:] as JSON, "mine/eu-central-1/2026/01/01/"),
        (
            "arn:aws:s3:::logs", ["enableHiveCompatiblePath": true] as JSON,
            "AWSLogs/aws-account-id=000000000000/EventBusLogs/region=eu-central-1/year=2026/month=01/day=01/"
        ),
        (
            "arn:aws:s3:::logs", ["suffixPath": "x/{yyyy}-{HH}/{accountid}"] as JSON,
            "AWSLogs/000000000000/EventBusLogs/x/2026-00/000000000000/"
        ),
    ])
    func keysFollowPrefixSuffixAndHive(resource: String, settings: JSON, folder: String) async throws {
        try await withBus { apus in
            try await source(apus)
            try await deliver(
                apus, to: try await destination(apus, resource), ["s3DeliveryConfiguration": settings])
            try await vend(apus, #"INFO_LOGS {"n":1}"#)
            await apus.advance(by: .seconds(300))
            let key = try await keys(apus).first ?? ""
            #expect(key.hasPrefix(folder))
            #expect(!key.dropFirst(folder.count).contains("/"))
        }
    }

    @Test func anObjectIsTriedUntilItsBucketTakesIt() async throws {
        try await withBus { apus in
            try await source(apus)
            try await deliver(apus, to: try await destination(apus, "arn:aws:s3:::logs"))
            try await apus.invoke("s3:DeleteBucket", ["Bucket": "logs"])
            try await vend(apus, #"INFO_LOGS {"n":1}"#)
            await apus.advance(by: .seconds(7200))
            try await apus.invoke("s3:CreateBucket", Self.bucket)
            await apus.advance(by: .seconds(3600))
            #expect(try await keys(apus).count == 1)
        }
    }

    @Test func aDeliveryThatIsDeletedDeliversNothing() async throws {
        try await withBus { apus in
            try await source(apus)
            let delivery = try await deliver(apus, to: try await destination(apus, "arn:aws:s3:::logs"))
            #expect(
                try await failure(apus, "DeleteDeliverySource", ["name": "s"])
                    == "ConflictException: The Delivery Source s is used by a Delivery.")
            #expect(
                try await failure(apus, "DeleteDeliveryDestination", ["name": "d"])
                    == "ConflictException: The Delivery Destination d is used by a Delivery.")
            try await vend(apus, #"INFO_LOGS {"n":1}"#)
            try await apus.invoke("logs:DeleteDelivery", ["id": delivery["id"] ?? ""])
            try await vend(apus, #"INFO_LOGS {"n":2}"#)
            await apus.advance(by: .seconds(3600))
            #expect(try await keys(apus) == [])
            try await apus.invoke("logs:DeleteDeliverySource", ["name": "s"])
            try await apus.invoke("logs:DeleteDeliveryDestination", ["name": "d"])
            #expect(
                try await failure(apus, "GetDelivery", ["id": delivery["id"] ?? ""])
                    == "ResourceNotFoundException: Requested Delivery does not exist in this account.")
        }
    }

    @Test func aSourceHasOneDeliveryForEachKindOfDestination() async throws {
        try await withBus { apus in
            try await source(apus)
            let group = try await destination(apus)
            try await deliver(apus, to: group)
            let other = try await destination(apus, name: "e")
            #expect(
                try await failure(
                    apus, "CreateDelivery", ["deliverySourceName": "s", "deliveryDestinationArn": group])
                    == "ConflictException: The specified Delivery already exists")
            #expect(
                try await failure(
                    apus, "CreateDelivery", ["deliverySourceName": "s", "deliveryDestinationArn": other])
                    == "ConflictException: Delivery already exists for this Delivery Source with the same "
                    + "Delivery Destination Type.")
            try await deliver(apus, to: try await destination(apus, "arn:aws:s3:::logs", name: "f"))
            let kinds = try await apus.invoke("logs:DescribeDeliveries")["deliveries"]?.array ?? []
            #expect(Set(kinds.compactMap { $0["deliveryDestinationType"]?.string }) == ["CWL", "S3"])
        }
    }

    @Test(arguments: [
        (["recordFields": ["nothing"]] as JSON, "Record field nothing is not allowed for this log type."),
        (
            ["fieldDelimiter": ","] as JSON,
            "A field delimiter is for deliveries in plain format alone."
        ),
        (
            ["s3DeliveryConfiguration": ["suffixPath": "x"]] as JSON,
            "s3DeliveryConfiguration is for deliveries to an S3 bucket alone."
        ),
    ])
    func settingsThatDoNotFitTheDestinationAreRefused(settings: JSON, message: String) async throws {
        try await withBus { apus in
            try await source(apus)
            var input: JSONObject = [
                "deliverySourceName": "s", "deliveryDestinationArn": try await destination(apus),
            ]
            for member in settings.object?.members ?? [] { input[member.name] = member.value }
            #expect(
                try await failure(apus, "CreateDelivery", .object(input)) == "ValidationException: \(message)"
            )
        }
    }

    @Test(arguments: [
        (["outputFormat": "parquet"] as JSON, "outputFormat parquet"),
        (
            [
                "deliveryDestinationConfiguration": [
                    "destinationResourceArn": "arn:aws:firehose:eu-central-1:000000000000:deliverystream/x"
                ]
            ] as JSON, "a Firehose stream"
        ),
    ])
    func destinationsThatAreNotServedAreRefusedByName(settings: JSON, name: String) async throws {
        try await withBus { apus in
            var input: JSONObject = [
                "name": "d",
                "deliveryDestinationConfiguration": ["destinationResourceArn": .string(Self.group)],
            ]
            for member in settings.object?.members ?? [] { input[member.name] = member.value }
            let text = try await failure(apus, "PutDeliveryDestination", .object(input))
            #expect(text == "NotImplemented: PutDeliveryDestination with \(name) is not implemented.")
        }
    }

    @Test func aDestinationKeepsItsFormatAndItsKind() async throws {
        try await withBus { apus in
            _ = try await destination(apus, format: "json")
            let text = try await failure(
                apus, "PutDeliveryDestination",
                [
                    "name": "d", "outputFormat": "plain",
                    "deliveryDestinationConfiguration": ["destinationResourceArn": .string(Self.group)],
                ])
            #expect(
                text == "ValidationException: Update to existing Delivery Destination with new Output Format "
                    + "is not allowed. Please create a new Delivery Destination instead.")
            _ = try await destination(apus, "\(Self.group)2", format: "json")
            let found = try await apus.invoke("logs:DescribeDeliveryDestinations")
            let resource = found["deliveryDestinations"]?.array?.first?["deliveryDestinationConfiguration"]
            #expect(resource == ["destinationResourceArn": .string("\(Self.group)2")])
        }
    }

    @Test func thePolicyOfADestinationLetsAnotherAccountDeliver() async throws {
        try await withBus { apus in
            try await source(apus)
            let other = "111122223333"
            let arn = "arn:aws:logs:\(TestApus.region):\(other):delivery-destination:d"
            try await apus.invoke(
                "logs:PutDeliveryDestination",
                [
                    "name": "d",
                    "deliveryDestinationConfiguration": ["destinationResourceArn": "arn:aws:s3:::logs"],
                ], account: other)
            let input: JSON = ["deliverySourceName": "s", "deliveryDestinationArn": .string(arn)]
            let refusal = try await failure(apus, "CreateDelivery", input)
            #expect(refusal.hasPrefix("AccessDeniedException: "))
            let policy = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
                "Principal":{"AWS":"\(TestApus.account)"},"Action":"logs:CreateDelivery","Resource":"*"}]}
                """
            try await apus.invoke(
                "logs:PutDeliveryDestinationPolicy",
                ["deliveryDestinationName": "d", "deliveryDestinationPolicy": .string(policy)],
                account: other)
            #expect(
                try await apus.invoke(
                    "logs:GetDeliveryDestinationPolicy", ["deliveryDestinationName": "d"], account: other)
                    == ["policy": ["deliveryDestinationPolicy": .string(policy)]])
            try await apus.invoke("logs:CreateDelivery", input)
            try await apus.invoke(
                "logs:DeleteDeliveryDestinationPolicy", ["deliveryDestinationName": "d"], account: other)
            #expect(
                try await apus.invoke(
                    "logs:GetDeliveryDestinationPolicy", ["deliveryDestinationName": "d"], account: other)
                    == ["policy": [:]])
        }
    }

    @Test func tagsAreKeptOfAllThreeParts() async throws {
        try await withBus { apus in
            try await source(apus)
            let destination = try await destination(apus)
            let delivery = try await deliver(apus, to: destination, ["tags": ["a": "b"]])
            let source = "arn:aws:logs:\(TestApus.region):\(TestApus.account):delivery-source:s"
            for arn in [.string(source), destination, delivery["arn"] ?? ""] as [JSON] {
                try await apus.invoke("logs:TagResource", ["resourceArn": arn, "tags": ["team": "x"]])
            }
            let arn = delivery["arn"] ?? ""
            #expect(
                try await apus.invoke("logs:ListTagsForResource", ["resourceArn": arn])
                    == ["tags": ["a": "b", "team": "x"]])
            try await apus.invoke("logs:UntagResource", ["resourceArn": arn, "tagKeys": ["a"]])
            let found = try await apus.invoke("logs:GetDelivery", ["id": delivery["id"] ?? ""])
            #expect(found["delivery"]?["tags"] == ["team": "x"])
        }
    }

    @Test func templatesTellWhatDeliveriesMayBeTold() async throws {
        try await withBus { apus in
            let found = try await apus.invoke(
                "logs:DescribeConfigurationTemplates",
                ["service": "events", "logTypes": ["INFO_LOGS"], "deliveryDestinationTypes": ["S3"]])
            let templates = found["configurationTemplates"]?.array ?? []
            #expect(templates.count == 1)
            #expect(templates.first?["resourceType"] == "event-bus")
            #expect(
                templates.first?["allowedActionForAllowVendedLogsDeliveryForResource"]
                    == "events:AllowVendedLogDeliveryForResource")
            let pages = try await apus.invoke("logs:DescribeConfigurationTemplates", ["limit": 4])
            #expect(pages["configurationTemplates"]?.array?.count == 4)
            let rest = try await apus.invoke(
                "logs:DescribeConfigurationTemplates", ["limit": 4, "nextToken": pages["nextToken"] ?? ""])
            #expect(rest["configurationTemplates"]?.array?.count == 2)
            #expect(rest["nextToken"] == nil)
        }
    }

    @Test func aDeliveryMakesThePoliciesByWhichItMayWrite() async throws {
        try await withBus(authentication: .enforce) { apus in
            try await source(apus)
            try await deliver(apus, to: try await destination(apus))
            try await deliver(apus, to: try await destination(apus, "arn:aws:s3:::logs", name: "e"))
            try await vend(apus, #"INFO_LOGS {"n":1}"#)
            #expect(try await messages(apus) == [#"{"n":1}"#])
            await apus.advance(by: .seconds(300))
            #expect(try await keys(apus).count == 1)
            let policies = try await apus.invoke("logs:DescribeResourcePolicies")["resourcePolicies"]?.array
            #expect(policies?.map { $0["policyName"] } == ["AWSLogDeliveryWrite20150319"])
            try await apus.invoke(
                "logs:DeleteResourcePolicy", ["policyName": "AWSLogDeliveryWrite20150319"])
            try await vend(apus, #"INFO_LOGS {"n":2}"#)
            #expect(try await messages(apus) == [#"{"n":1}"#])
        }
    }
}
