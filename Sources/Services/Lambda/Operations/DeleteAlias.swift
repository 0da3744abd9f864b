internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func deleteAlias(_ input: DeleteAliasInput, _ call: Call) async throws -> Unit {
        let reference = try FunctionReference(input.functionName)
        try await call.write { tx in
            let function = try self.function(reference, call, in: tx)
            try Aliases.remove(input.name, of: function.id, in: tx)
        }
        return Unit()
    }
}
