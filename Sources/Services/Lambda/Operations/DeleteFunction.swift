internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Deletes a version, or the function with all that belongs to it.
    func deleteFunction(_ input: DeleteFunctionInput, _ call: Call) async throws -> DeleteFunctionOutput {
        let reference = try FunctionReference(input.functionName, qualifier: input.qualifier)
        if reference.qualifier == FunctionReference.latest {
            throw InvalidParameterValueException(
                "$LATEST version cannot be deleted without deleting the function.", type: "User")
        }
        let function = try await call.write { tx in
            let function = try self.function(reference, call, in: tx)
            guard let qualifier = reference.qualifier else {
                try removeAll(function, call, in: tx)
                return function
            }
            guard let number = Int(qualifier),
                let version = try Versions.version(number, of: function.id, in: tx)
            else { throw notFound(reference, call.scope) }
            if let alias = try Aliases.pointing(to: qualifier, of: function.id, in: tx) {
                throw ResourceConflictException(
                    "Cannot delete Version \(qualifier) while Alias \(alias) points to it.", type: "User")
            }
            try Versions.remove(version.id, in: tx)
            try release(version.code, in: tx)
            return function
        }
        fleet.retire(function: function.id)
        return DeleteFunctionOutput(statusCode: 204)
    }

    private func removeAll(_ function: Function, _ call: Call, in tx: borrowing Transaction) throws {
        while true {
            let versions = try Versions.from(0, of: function.id, limit: Limits.pageSizeMax, in: tx)
            if versions.isEmpty { break }
            for version in versions {
                try Versions.remove(version.id, in: tx)
                try release(version.code, in: tx)
            }
        }
        try Functions.remove(function.id, in: tx)
        if let arn = ARN(function.arn(call.scope)) { try Tags.removeAll(of: arn, in: tx) }
    }
}
