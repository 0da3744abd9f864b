internal import Kernel
internal import S3Interface
internal import Store
internal import Wire

extension S3 {
    /// Sets whom the bucket tells of what, in place of what was set before. Queues and topics get a test.
    func putBucketNotificationConfiguration(
        _ input: PutBucketNotificationConfigurationInput, _ call: Call
    ) async throws -> Unit {
        let notifications = try Notifications(input.notificationConfiguration, kernel)
        let isChecked = input.skipDestinationValidation != true
        let region = try await call.read { tx in
            try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx).region
        }
        if isChecked {
            for rule in notifications.rules { try await check(rule, region: region) }
        }
        return try await call.write { tx in
            let bucket = try Buckets.named(input.bucket, owner: input.expectedBucketOwner, call, in: tx)
            if isChecked {
                for rule in notifications.rules { try Self.test(rule, of: bucket, call, tx) }
            }
            try Buckets.setNotifications(
                notifications.isEmpty ? nil : notifications.json, of: bucket, in: tx)
            return Unit()
        }
    }

    /// Throws AWS's refusal for a target that is not there.
    private func check(_ rule: NotificationRule, region: String) async throws {
        guard let arn = ARN(rule.target), arn.region == region else {
            throw InvalidArgument(
                "The notification destination service region is not valid for the bucket location constraint")
        }
        let scope = try await kernel.scopes.scope(account: arn.account, region: arn.region)
        let asker = Call.internal(kernel, scope)
        do {
            switch rule.kind {
            case .queue:
                guard !arn.resource.hasSuffix(".fifo") else {
                    throw Self.refusal(rule, "FIFO queues are not supported as destinations")
                }
                _ = try await asker.invoke("sqs:GetQueueUrl", ["QueueName": .string(arn.resource)])
            case .topic:
                guard !arn.resource.hasSuffix(".fifo") else {
                    throw Self.refusal(rule, "FIFO topics are not supported as destinations")
                }
                _ = try await asker.invoke("sns:GetTopicAttributes", ["TopicArn": .string(rule.target)])
            case .function:
                _ = try await asker.invoke("lambda:GetFunction", ["FunctionName": .string(rule.target)])
            }
        } catch let refusal as InvalidArgument {
            throw refusal
        } catch let failure as any Failure where failure.status < 500 {
            let reason =
                rule.kind == .function
                ? "Not authorized to invoke function [\(rule.target)]"
                : "The destination \(rule.kind) does not exist"
            throw Self.refusal(rule, reason)
        }
    }

    /// Sees whether the target lets the bucket in, and tells it so.
    private static func test(
        _ rule: NotificationRule, of bucket: StoredBucket, _ call: Call, _ tx: borrowing Transaction
    ) throws {
        let test = rule.test(of: bucket, call)
        do {
            try call.permitDelivery(test, in: tx)
        } catch is DeliveryFailure {
            let reason =
                rule.kind == .function
                ? "Not authorized to invoke function [\(rule.target)]"
                : "Permissions on the destination \(rule.kind) do not allow S3 to publish notifications "
                    + "from this bucket"
            throw refusal(rule, reason)
        }
        if rule.kind != .function { try call.send(test, in: tx) }
    }

    private static func refusal(_ rule: NotificationRule, _ reason: String) -> InvalidArgument {
        InvalidArgument(
            "Unable to validate the following destination configurations",
            argumentName1: rule.kind == .function ? "\(rule.target), null" : rule.target,
            argumentValue1: reason)
    }
}
