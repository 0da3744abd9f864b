internal import Kernel
internal import SNSInterface
internal import Store

/// Messages for one person or device, without a topic.
extension SNS {
    /// Records a text; answers its id.
    func publish(_ draft: Draft, toPhone number: String, _ call: Call) async throws -> String {
        try PhoneNumber.check(
            number, "Invalid parameter: PhoneNumber Reason: \(number) is not valid to publish to")
        try draft.check()
        let bodies = try draft.bodies()
        let id = call.makeID()
        try await call.write { tx in
            let settings = try SMSSettings.of(call.scope.id, in: tx)
            let sender = draft.attributes.first { $0.name == "AWS.SNS.SMS.SenderID" }?.value
            let message = SentMessage(
                id: id, medium: .sms, recipient: number, subject: sender ?? settings["DefaultSenderID"],
                content: bodies["sms"] ?? bodies["default"] ?? "", sentAt: call.now, source: "")
            try Self.depart(message, call, in: tx)
        }
        return id
    }

    /// Records a push to a device; answers its id.
    func publish(_ draft: Draft, toEndpoint arn: String, _ call: Call) async throws -> String {
        // Whether there is somebody to push to is asked before what is to be pushed.
        try await call.read { tx in try Self.checkEndpoint(arn, in: tx) }
        try draft.check()
        let bodies = try draft.bodies()
        let id = call.makeID()
        try await call.write { tx in
            try Self.checkEndpoint(arn, in: tx)
            let platform = ARN(arn)?.resource.split(separator: "/").dropFirst().first.map(String.init) ?? ""
            let message = SentMessage(
                id: id, medium: .push, recipient: arn, subject: draft.subject,
                content: bodies[platform] ?? bodies["default"] ?? "", sentAt: call.now, source: "")
            try Self.depart(message, call, in: tx)
        }
        return id
    }

    private static func checkEndpoint(_ arn: String, in tx: borrowing Transaction) throws {
        guard let endpoint = try Endpoints.named(arn, in: tx) else {
            throw InvalidParameterException(
                "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified")
        }
        guard try Endpoints.application(of: endpoint.id, in: tx)?.isEnabled == true else {
            throw PlatformApplicationDisabledException("PlatformApplication is disabled")
        }
        guard endpoint.isEnabled else { throw EndpointDisabledException("Endpoint is disabled") }
    }
}
