internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    /// Keeps code and configuration as they are under the next number; the same again answers the same
    /// version.
    func publishVersion(_ input: PublishVersionInput, _ call: Call) async throws -> FunctionConfiguration {
        let reference = try FunctionReference(input.functionName)
        try ConfigurationRules.refuse([("PublishTo", input.publishTo != nil)])
        return try await call.write { tx in
            let (function, version) = try latest(reference, call, in: tx)
            try checkChangeable(version, function, revision: input.revisionId, call)
            if let sha = input.codeSha256, sha != version.configuration.codeSha256 {
                throw InvalidParameterValueException(
                    "CodeSHA256 (\(sha)) is different from current CodeSHA256 in $LATEST "
                        + "(\(version.configuration.codeSha256 ?? "")). Please try again with the "
                        + "CodeSHA256 in "
                        + "$LATEST.", type: "User")
            }
            return try publish(version, function, description: input.description, call, in: tx).answer
        }
    }

    func publish(
        _ version: FunctionVersion, _ function: Function, description: String?, _ call: Call,
        in tx: borrowing Transaction
    ) throws -> FunctionVersion {
        if function.lastVersion > 0,
            let last = try Versions.version(function.lastVersion, of: function.id, in: tx),
            last.code == version.code, last.isSame(as: version)
        {
            return last
        }
        let number = function.lastVersion + 1
        var configuration = version.configuration
        configuration.description = description ?? configuration.description
        try Functions.setLastVersion(number, function.id, in: tx)
        let made = try Versions.insert(
            function: function.id, number: number, code: version.code, revision: call.makeID(), configuration,
            in: tx)
        if !made.isReady || configuration.lastUpdateStatus == "InProgress" {
            try noteUnsettled(made.id, call, in: tx)
            tx.afterCommit { activate(made.id) }
        }
        return made
    }
}

extension FunctionVersion {
    /// Whether publishing another one would make no difference.
    func isSame(as other: FunctionVersion) -> Bool {
        func essence(_ configuration: FunctionConfiguration) -> String {
            var essence = configuration
            essence.description = nil
            essence.state = nil
            essence.stateReason = nil
            essence.stateReasonCode = nil
            essence.lastUpdateStatus = nil
            essence.lastUpdateStatusReason = nil
            essence.lastUpdateStatusReasonCode = nil
            essence.lastModified = nil
            essence.revisionId = nil
            return StoredShape.text(essence)
        }
        return essence(configuration) == essence(other.configuration)
    }
}
