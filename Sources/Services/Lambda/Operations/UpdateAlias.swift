internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func updateAlias(_ input: UpdateAliasInput, _ call: Call) async throws -> AliasConfiguration {
        let reference = try FunctionReference(input.functionName)
        return try await call.write { tx in
            let function = try self.function(reference, call, in: tx)
            var alias = try self.alias(input.name, function, call, in: tx)
            try check(input.revisionId, alias.revision)
            alias.version = input.functionVersion ?? alias.version
            alias.description = input.description ?? alias.description
            if let routing = input.routingConfig { alias.weights = routing.additionalVersionWeights ?? [:] }
            alias.revision = call.makeID()
            try check(alias, function, call, in: tx)
            try Aliases.put(alias, of: function.id, in: tx)
            return alias.answer(arn: function.arn(call.scope))
        }
    }
}
