internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func listAliases(_ input: ListAliasesInput, _ call: Call) async throws -> ListAliasesOutput {
        let reference = try FunctionReference(input.functionName)
        let limit = min(input.maxItems ?? Limits.pageSizeMax, Limits.pageSizeMax)
        let question = "ListAliases \(reference.arn(in: call.scope)) \(input.functionVersion ?? "")"
        let place = try place(input.marker, question)
        return try await call.read { tx in
            let function = try self.function(reference, call, in: tx)
            let found = try Aliases.after(place, of: function.id, limit: limit + 1, in: tx)
            let next = found.count > limit ? PageToken.encode([found[limit - 1].name], for: question) : nil
            let aliases = found.prefix(limit).filter {
                input.functionVersion == nil || $0.version == input.functionVersion
            }
            return ListAliasesOutput(
                nextMarker: next, aliases: aliases.map { $0.answer(arn: function.arn(call.scope)) })
        }
    }
}
