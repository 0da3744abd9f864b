internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func deleteFunctionConcurrency(_ input: DeleteFunctionConcurrencyInput, _ call: Call) async throws -> Unit
    {
        let reference = try FunctionReference(input.functionName)
        try await call.write { tx in
            try Functions.setReserved(nil, try self.function(reference, call, in: tx).id, in: tx)
        }
        return Unit()
    }
}
