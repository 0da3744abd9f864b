internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func getAlias(_ input: GetAliasInput, _ call: Call) async throws -> AliasConfiguration {
        let reference = try FunctionReference(input.functionName)
        return try await call.read { tx in
            let function = try self.function(reference, call, in: tx)
            return try alias(input.name, function, call, in: tx).answer(arn: function.arn(call.scope))
        }
    }

    func alias(
        _ name: String, _ function: Function, _ call: Call, in tx: borrowing Transaction
    ) throws -> Alias {
        guard let alias = try Aliases.named(name, of: function.id, in: tx) else {
            throw ResourceNotFoundException(
                "Alias not found: \(function.arn(call.scope)):\(name)", type: "User")
        }
        return alias
    }
}
