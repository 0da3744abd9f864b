internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func getFunction(_ input: GetFunctionInput, _ call: Call) async throws -> GetFunctionOutput {
        let reference = try FunctionReference(input.functionName, qualifier: input.qualifier)
        return try await call.read { tx in
            let found = try resolve(reference, call, in: tx)
            let arn = ARN(found.function.arn(call.scope))
            let tags = try arn.map { try Tags.of($0, in: tx) } ?? [:]
            return GetFunctionOutput(
                configuration: described(found, call),
                code: FunctionCodeLocation(
                    repositoryType: "S3", location: CodeRoute.location(of: found.version.code, launcher, call)
                ),
                tags: tags.isEmpty ? nil : tags,
                concurrency: found.function.reserved.map { Concurrency(reservedConcurrentExecutions: $0) })
        }
    }

    /// The configuration as it was asked for: its ARN bears the qualifier of the question.
    func described(_ found: Resolved, _ call: Call) -> FunctionConfiguration {
        var answer = found.version.answer
        if let qualifier = found.reference.qualifier {
            answer.functionArn = "\(found.function.arn(call.scope)):\(qualifier)"
        }
        return answer
    }
}
