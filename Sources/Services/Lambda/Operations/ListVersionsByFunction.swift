internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func listVersionsByFunction(
        _ input: ListVersionsByFunctionInput, _ call: Call
    ) async throws -> ListVersionsByFunctionOutput {
        let reference = try FunctionReference(input.functionName)
        let limit = min(input.maxItems ?? Limits.pageSizeMax, Limits.pageSizeMax)
        let question = "ListVersionsByFunction \(reference.arn(in: call.scope))"
        let place = try place(input.marker, question)
        return try await call.read { tx in
            let function = try self.function(reference, call, in: tx)
            let found = try Versions.from(Int(place) ?? 0, of: function.id, limit: limit + 1, in: tx)
            let versions = found.prefix(limit).map { version in
                var answer = version.answer
                answer.functionArn = "\(function.arn(call.scope)):\(version.name)"
                return answer
            }
            let next = found.count > limit ? String(found[limit].number) : nil
            return ListVersionsByFunctionOutput(
                nextMarker: next.map { PageToken.encode([$0], for: question) }, versions: versions)
        }
    }
}
