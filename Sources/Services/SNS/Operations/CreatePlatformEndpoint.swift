internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    /// Keeps a device of an application, or answers the one that has the token and the same attributes.
    func createPlatformEndpoint(
        _ input: CreatePlatformEndpointInput, _ call: Call
    ) async throws -> CreatePlatformEndpointOutput {
        let applicationARN = try ARNText.platformApplication(input.platformApplicationArn)
        var asked = input.attributes ?? [:]
        asked["CustomUserData"] = input.customUserData ?? asked["CustomUserData"]
        asked["Token"] = nil
        var attributes = try Platform.checkedEndpoint(asked)
        attributes["Enabled"] = attributes["Enabled"] ?? "true"
        let kept = attributes
        guard !input.token.isEmpty else { throw InvalidParameterException("Invalid parameter: Token") }
        let made = try await call.write { tx in
            let application = try Self.application(applicationARN, in: tx)
            if let known = try Endpoints.with(token: input.token, of: application.id, in: tx) {
                guard known.attributes == kept else {
                    throw InvalidParameterException(
                        "Invalid parameter: Token Reason: Endpoint \(known.arn) already exists with the same Token, "
                            + "but different attributes.")
                }
                return known.arn
            }
            let arn = call.scope.arn("sns", "endpoint/\(application.path)/\(call.makeID())").description
            try Endpoints.insert(arn, application.id, token: input.token, kept, in: tx)
            return arn
        }
        return CreatePlatformEndpointOutput(endpointArn: made)
    }
}
