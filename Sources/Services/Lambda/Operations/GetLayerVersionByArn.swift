internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func getLayerVersionByArn(
        _ input: GetLayerVersionByArnInput, _ call: Call
    ) async throws -> GetLayerVersionResponse {
        try answer(try await call.read { tx in try Layers.with(arn: input.arn, call.scope, in: tx) }, call)
    }
}
