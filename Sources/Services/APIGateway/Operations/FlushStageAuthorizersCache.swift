internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension APIGateway {
    /// Lets callers of a stage be asked about anew.
    func flushStageAuthorizersCache(
        _ input: FlushStageAuthorizersCacheInput, _ call: Call
    ) async throws -> Unit {
        try await call.read { tx in
            _ = try Lookup.stage(input.stageName, of: input.restApiId, call, in: tx)
        }
        verdicts.forget("\(input.restApiId)/\(input.stageName)/")
        return Unit()
    }
}
