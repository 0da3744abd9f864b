internal import Kernel
internal import SNSInterface
internal import Store

extension SNS {
    func getEndpointAttributes(
        _ input: GetEndpointAttributesInput, _ call: Call
    ) async throws -> GetEndpointAttributesOutput {
        let arn = try ARNText.parse(input.endpointArn, parameter: "EndpointArn").description
        let found = try await call.read { tx in try Self.endpoint(arn, in: tx) }
        return GetEndpointAttributesOutput(attributes: found.shown)
    }
}
