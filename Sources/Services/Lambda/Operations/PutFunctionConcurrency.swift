internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Sets a part of the account's concurrency aside for a function, and bounds the function by it.
    func putFunctionConcurrency(_ input: PutFunctionConcurrencyInput, _ call: Call) async throws
        -> Concurrency
    {
        let reference = try FunctionReference(input.functionName)
        let reserved = input.reservedConcurrentExecutions
        return try await call.write { tx in
            let function = try self.function(reference, call, in: tx)
            let others = try Functions.reservedTotal(call.scope, except: function.name, in: tx)
            guard reserved <= Limits.concurrencyMax - others else {
                throw InvalidParameterValueException(
                    "Specified ConcurrentExecutions for function is greater than account's unreserved "
                        + "concurrency "
                        + "[\(Limits.concurrencyMax - others)].", type: "User")
            }
            guard Limits.concurrencyMax - others - reserved >= Limits.unreservedConcurrencyMin else {
                throw InvalidParameterValueException(
                    "Specified ConcurrentExecutions for function decreases account's "
                        + "UnreservedConcurrentExecution "
                        + "below its minimum value of [\(Limits.unreservedConcurrencyMin)].", type: "User")
            }
            try Functions.setReserved(reserved, function.id, in: tx)
            return Concurrency(reservedConcurrentExecutions: reserved)
        }
    }
}
