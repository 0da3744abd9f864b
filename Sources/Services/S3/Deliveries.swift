internal import Kernel
internal import S3Interface
internal import Store
internal import Wire

extension ObjectEvent {
    /// Sends the event to all whom the bucket tells, in the transaction that makes it happen.
    func announce(in bucket: StoredBucket, _ call: Kernel.Call, _ tx: borrowing Transaction) throws {
        guard let text = bucket.notifications else { return }
        let notifications = try Notifications(json: text)
        let rules = notifications.rules.filter { $0.matches("s3:\(kind.name)", key) }
        guard !rules.isEmpty || notifications.isToldToEventBridge else { return }
        let sequencer = try EventNumbers.next(in: tx)
        for rule in rules {
            let record = record(rule.id, sequencer, bucket, call)
            let payload: JSON = ["Records": [record]]
            try call.send(rule.delivery(payload, of: bucket, call), in: tx)
        }
        guard notifications.isToldToEventBridge else { return }
        let bus = ARN(
            service: "events", region: bucket.region, account: bucket.account, resource: "event-bus/default",
            partition: ARN.partition(of: bucket.region))
        let event = event(sequencer, bucket, call)
        var delivery = Delivery(
            id: call.makeID(), target: bus.description, action: "events:PutEvents", payload: event.utf8,
            source: bucket.arn.description, trace: call.trace)
        if let trace = call.statedTrace { delivery.parameters = ["AWSTraceHeader": .string(trace)] }
        try call.send(delivery, in: tx)
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html>
    private func record(
        _ rule: String, _ sequencer: String, _ bucket: StoredBucket, _ call: Kernel.Call
    ) -> JSON {
        var object: JSONObject = ["key": .string(spelledKey)]
        object["size"] = size.map { .number(String($0)) }
        object["eTag"] = etag.map { .string($0) }
        object["versionId"] = version.map { .string($0) }
        if !kind.isTagging { object["sequencer"] = .string(sequencer) }
        let actor = kind.isLifecycle ? "s3.amazonaws.com" : "AWS:\(call.principal.userID)"
        return [
            "eventVersion": .string(kind.version), "eventSource": "aws:s3",
            "awsRegion": .string(bucket.region),
            "eventTime": .string(call.now.timestamp.text(.iso8601, alwaysMilliseconds: true)),
            "eventName": .string(kind.name), "userIdentity": ["principalId": .string(actor)],
            "requestParameters": ["sourceIPAddress": .string(kind.isLifecycle ? actor : call.sourceIP)],
            "responseElements": [
                "x-amz-request-id": .string(call.requestID), "x-amz-id-2": .string(call.hostID),
            ],
            "s3": [
                "s3SchemaVersion": "1.0", "configurationId": .string(rule),
                "bucket": [
                    "name": .string(bucket.name),
                    "ownerIdentity": ["principalId": .string(bucket.ownerPrincipal)],
                    "arn": .string(bucket.arn.description),
                ],
                "object": .object(object),
            ],
        ]
    }

    /// The account of whoever asked, or the service.
    private static func requester(_ principal: Principal) -> String {
        if case .service(let name) = principal.kind { name } else { principal.account }
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>
    private func event(_ sequencer: String, _ bucket: StoredBucket, _ call: Kernel.Call) -> JSON {
        var object: JSONObject = ["key": .string(key)]
        object["size"] = size.map { .number(String($0)) }
        object["etag"] = etag.map { .string($0) }
        object["version-id"] = version.map { .string($0) }
        if !kind.isTagging { object["sequencer"] = .string(sequencer) }
        var detail: JSONObject = [
            "version": "0", "bucket": ["name": .string(bucket.name)], "object": .object(object),
            "request-id": .string(call.requestID),
            "requester": .string(kind.isLifecycle ? "s3.amazonaws.com" : Self.requester(call.principal)),
        ]
        if !kind.isLifecycle { detail["source-ip-address"] = .string(call.sourceIP) }
        detail["reason"] = kind.reason.map { .string($0) }
        detail["deletion-type"] = kind.deletionType.map { .string($0) }
        return [
            "version": "0", "id": .string(call.makeName()), "detail-type": .string(kind.detailType),
            "source": "aws.s3", "account": .string(bucket.account),
            "time": .string(Instant(milliseconds: call.now.seconds * 1000).timestamp.text(.iso8601)),
            "region": .string(bucket.region), "resources": [.string(bucket.arn.description)],
            "detail": .object(detail),
        ]
    }
}

extension NotificationRule {
    private static let subject = "Amazon S3 Notification"

    /// What takes a payload to the target.
    func delivery(_ payload: JSON, of bucket: StoredBucket, _ call: Kernel.Call) -> Delivery {
        var parameters = JSONObject()
        if kind == .topic { parameters["Subject"] = .string(Self.subject) }
        if let trace = call.statedTrace { parameters["AWSTraceHeader"] = .string(trace) }
        return Delivery(
            id: call.makeID(), target: target, action: kind.action, payload: payload.utf8,
            parameters: .object(parameters), source: bucket.arn.description, trace: call.trace)
    }

    /// What a queue or a topic is told when it is named in a configuration.
    func test(of bucket: StoredBucket, _ call: Kernel.Call) -> Delivery {
        delivery(
            [
                "Service": "Amazon S3", "Event": "s3:TestEvent",
                "Time": .string(call.now.timestamp.text(.iso8601, alwaysMilliseconds: true)),
                "Bucket": .string(bucket.name), "RequestId": .string(call.requestID),
                "HostId": .string(call.hostID),
            ], of: bucket, call)
    }
}

extension Kernel.Call {
    /// The second identifier of the request, as the answer's header bears it.
    var hostID: String { Base64.encoded(Array(requestID.utf8)) }
}
