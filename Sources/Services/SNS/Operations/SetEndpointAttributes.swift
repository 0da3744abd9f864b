internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Changes a device's token, user data, or whether it gets messages.
    func setEndpointAttributes(_ input: SetEndpointAttributesInput, _ call: Call) async throws -> Unit {
        let arn = try ARNText.parse(input.endpointArn, parameter: "EndpointArn").description
        let changes = try Platform.checkedEndpoint(input.attributes)
        try await call.write { tx in
            var endpoint = try Self.endpoint(arn, in: tx)
            if let token = changes["Token"], token != endpoint.token {
                if let other = try Endpoints.with(token: token, beside: endpoint.id, in: tx) {
                    throw InvalidParameterException(
                        "Invalid parameter: Token Reason: Endpoint \(other.arn) already exists with the same Token."
                    )
                }
                endpoint.token = token
            }
            endpoint.attributes.merge(changes.filter { $0.key != "Token" }) { _, new in new }
            try Endpoints.update(endpoint, in: tx)
        }
        return Unit()
    }
}
