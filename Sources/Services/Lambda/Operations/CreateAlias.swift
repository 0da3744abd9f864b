internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func createAlias(_ input: CreateAliasInput, _ call: Call) async throws -> AliasConfiguration {
        let reference = try FunctionReference(input.functionName)
        return try await call.write { tx in
            let function = try self.function(reference, call, in: tx)
            guard try Aliases.named(input.name, of: function.id, in: tx) == nil else {
                throw ResourceConflictException(
                    "Alias already exists: \(function.arn(call.scope)):\(input.name)", type: "User")
            }
            let alias = Alias(
                name: input.name, version: input.functionVersion, description: input.description ?? "",
                weights: input.routingConfig?.additionalVersionWeights ?? [:], revision: call.makeID())
            try check(alias, function, call, in: tx)
            try Aliases.put(alias, of: function.id, in: tx)
            return alias.answer(arn: function.arn(call.scope))
        }
    }

    /// The versions of an alias must exist, and its weights make sense.
    func check(_ alias: Alias, _ function: Function, _ call: Call, in tx: borrowing Transaction) throws {
        for version in [alias.version] + alias.weights.keys {
            let number = version == FunctionReference.latest ? 0 : Int(version) ?? -1
            guard try Versions.version(number, of: function.id, in: tx) != nil else {
                throw ResourceNotFoundException(
                    "Function not found: \(function.arn(call.scope)):\(version)", type: "User")
            }
        }
        guard !alias.weights.isEmpty else { return }
        guard alias.weights.count == 1 else {
            throw InvalidParameterValueException(
                "Number of items in AdditionalVersionWeights cannot be greater than 1", type: "User")
        }
        guard alias.version != FunctionReference.latest else {
            throw InvalidParameterValueException(
                "$LATEST is not supported for an alias pointing to more than 1 version", type: "User")
        }
        guard alias.weights[alias.version] == nil else {
            throw InvalidParameterValueException(
                "Invalid function version \(alias.version). Function version \(alias.version) is already "
                    + "included in "
                    + "routing configuration.", type: "User")
        }
    }
}
