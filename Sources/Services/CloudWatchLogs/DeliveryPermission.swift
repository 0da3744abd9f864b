internal import CloudWatchLogsInterface
internal import Kernel
internal import Store
internal import Wire

/// The policies by which deliveries may write to their destinations. AWS makes them when a delivery is
/// created, if whoever creates it may; otherwise they are somebody else's to make.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html>
enum DeliveryPermission {
    static let policyName = "AWSLogDeliveryWrite20150319"

    /// Throws when the group does not exist.
    static func grant(group arn: String, _ call: Kernel.Call) async throws {
        let name = Group.name(in: arn)
        try await call.read { tx in _ = try Groups.named(name, call.scope, in: tx) }
        let resource = "\(Group.arn(name, call.scope)):log-stream:*"
        guard try await isAllowed("logs:PutResourcePolicy", call) else { return }
        try await call.write { tx in
            let policies = try Policies.of("", call.scope, in: tx)
            let old = policies.first { $0.name == policyName }
            guard old != nil || policies.count < StoredPolicy.countMax else { return }
            let statement = statement(
                ["logs:CreateLogStream", "logs:PutLogEvents"], on: resource, with: [:], call)
            guard let document = try added(statement, on: resource, to: old?.document) else { return }
            guard document.count <= StoredPolicy.charactersMax else { return }
            try Policies.put(
                document, as: policyName, resource: "", revision: call.makeID(), call, in: tx)
        }
    }

    /// Throws when the bucket does not exist.
    static func grant(bucket: (name: String, prefix: String?), _ call: Kernel.Call) async throws {
        var old: String?
        do {
            let answer = try await call.invoke("s3:GetBucketPolicy", ["Bucket": .string(bucket.name)])
            old = answer["Policy"]?.string
        } catch let failure as any Failure where failure.code == "NoSuchBucketPolicy" {
            old = nil
        } catch let failure as any Failure where failure.code == "NoSuchBucket" {
            throw ResourceNotFoundException("The bucket \(bucket.name) does not exist.")
        } catch let failure as any Failure where failure.status == 403 {
            return
        } catch let failure as CommonFailure where failure.code == "InvalidAction" {
            throw ResourceNotFoundException("The bucket \(bucket.name) does not exist.")
        }
        let prefix = bucket.prefix ?? "AWSLogs/\(call.account)"
        let resource = "arn:\(ARN.partition(of: call.region)):s3:::\(bucket.name)/\(prefix)/*"
        let statement = statement(
            ["s3:PutObject"], on: resource, with: ["s3:x-amz-acl": ["bucket-owner-full-control"]], call)
        guard let document = try added(statement, on: resource, to: old) else { return }
        do {
            _ = try await call.invoke(
                "s3:PutBucketPolicy", ["Bucket": .string(bucket.name), "Policy": .string(document)])
        } catch let failure as any Failure where failure.status == 403 {
            // Whoever owns the bucket has to do it.
        }
    }

    private static func isAllowed(_ action: String, _ call: Kernel.Call) async throws -> Bool {
        do {
            try await call.kernel.authorise(call, action: action, resource: call.scope.arn("logs", "*"))
            return true
        } catch let failure as CommonFailure where failure.status == 403 {
            return false
        }
    }

    private static func statement(
        _ actions: [String], on resource: String, with conditions: JSONObject, _ call: Kernel.Call
    ) -> JSON {
        var equal: JSONObject = ["aws:SourceAccount": [.string(call.account)]]
        for condition in conditions.members { equal[condition.name] = condition.value }
        return [
            "Sid": "AWSLogDeliveryWrite", "Effect": "Allow",
            "Principal": ["Service": .string(StoredDelivery.principal)],
            "Action": .array(actions.map { .string($0) }), "Resource": .string(resource),
            "Condition": [
                "StringEquals": .object(equal),
                "ArnLike": ["aws:SourceArn": [.string(call.scope.arn("logs", "*").description)]],
            ],
        ]
    }

    /// A policy with one more statement; nil when it has one for that resource.
    private static func added(
        _ statement: JSON, on resource: String, to old: String?
    ) throws -> String? {
        let policy = try old.map { try JSON(parsing: $0) }
        var statements: [JSON]
        switch policy?["Statement"] {
        case .array(let several)?: statements = several
        case let one?: statements = [one]
        case nil: statements = []
        }
        let isThere = statements.contains { statement in
            statement["Resource"]?.string == resource
                && statement["Principal"]?["Service"]?.string == StoredDelivery.principal
        }
        guard !isThere else { return nil }
        var number = 0
        var added = statement.object ?? [:]
        let names = Set(statements.compactMap { $0["Sid"]?.string })
        while names.contains(added["Sid"]?.string ?? "") {
            number += 1
            added["Sid"] = .string("AWSLogDeliveryWrite\(number)")
        }
        statements.append(.object(added))
        var object = policy?.object ?? ["Version": "2012-10-17", "Id": .string(policyName)]
        object["Statement"] = .array(statements)
        return JSON.object(object).text
    }
}
