internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Removes a device; one that does not exist is not an error.
    func deleteEndpoint(_ input: DeleteEndpointInput, _ call: Call) async throws -> Unit {
        let arn = try ARNText.parse(input.endpointArn, parameter: "EndpointArn").description
        try await call.write { tx in try Endpoints.remove(arn, in: tx) }
        return Unit()
    }
}
