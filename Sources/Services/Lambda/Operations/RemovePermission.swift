internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func removePermission(_ input: RemovePermissionInput, _ call: Call) async throws -> Unit {
        let reference = try FunctionReference(input.functionName, qualifier: input.qualifier)
        try await call.write { tx in
            let function = try self.function(reference, call, in: tx)
            try check(input.revisionId, function.policyRevision)
            guard try Permissions.remove(input.statementId, function.id, reference.qualifier ?? "", in: tx)
            else {
                throw ResourceNotFoundException(
                    "Statement \(input.statementId) is not found in resource policy.", type: "User")
            }
            try Functions.setPolicyRevision(call.makeID(), function.id, in: tx)
        }
        return Unit()
    }
}
