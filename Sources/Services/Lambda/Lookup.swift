internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

/// A function as a caller named it: with the version or alias that the qualifier means.
struct Resolved: Sendable {
    let function: Function
    let version: FunctionVersion
    let alias: Alias?
    let reference: FunctionReference
}

extension Lambda {
    func notFound(_ reference: FunctionReference, _ scope: Scope) -> ResourceNotFoundException {
        ResourceNotFoundException("Function not found: \(reference.arn(in: scope))", type: "User")
    }

    /// The function that a reference names, whatever its qualifier.
    func function(
        _ reference: FunctionReference, _ call: Call, in tx: borrowing Transaction
    ) throws -> Function {
        try reference.check(call.scope)
        guard let function = try Functions.named(reference.name, call.scope, in: tx) else {
            throw notFound(reference, call.scope)
        }
        return function
    }

    /// The version that a reference means; `share` decides between the versions of an alias.
    func resolve(
        _ reference: FunctionReference, _ call: Call, share: Double? = nil, in tx: borrowing Transaction
    ) throws -> Resolved {
        let function = try self.function(reference, call, in: tx)
        let qualifier = reference.qualifier ?? FunctionReference.latest
        var alias: Alias?
        var name = qualifier
        if qualifier != FunctionReference.latest, Int(qualifier) == nil {
            alias = try Aliases.named(qualifier, of: function.id, in: tx)
            guard let alias else { throw notFound(reference, call.scope) }
            name = share.map { alias.choose($0) } ?? alias.version
        }
        let number = name == FunctionReference.latest ? 0 : Int(name)
        guard let number, name == FunctionReference.latest || number > 0,
            let version = try Versions.version(number, of: function.id, in: tx)
        else { throw notFound(reference, call.scope) }
        return Resolved(function: function, version: version, alias: alias, reference: reference)
    }

    /// `$LATEST` of a function, for a change.
    func latest(
        _ reference: FunctionReference, _ call: Call, in tx: borrowing Transaction
    ) throws -> (Function, FunctionVersion) {
        let function = try self.function(reference, call, in: tx)
        guard let version = try Versions.version(0, of: function.id, in: tx) else {
            throw notFound(reference, call.scope)
        }
        return (function, version)
    }

    /// Refuses a change while another one is under way, or of a revision that is not the last one.
    func checkChangeable(
        _ version: FunctionVersion, _ function: Function, revision: String?, _ call: Call
    ) throws {
        if version.configuration.state == "Pending" || version.configuration.lastUpdateStatus == "InProgress"
        {
            throw ResourceConflictException(
                "The operation cannot be performed at this time. An update is in progress for resource: "
                    + function.arn(call.scope), type: "User")
        }
        try check(revision, version.revision)
    }

    func check(_ asked: String?, _ actual: String) throws {
        guard let asked, asked != actual else { return }
        throw PreconditionFailedException(
            "The Revision Id provided does not match the latest Revision Id. Call the "
                + "GetFunction/GetAlias API to "
                + "retrieve the latest Revision Id", type: "User")
    }

    func lastModified(_ now: Instant) -> String {
        // AWS spells this one with an offset and without a colon in it.
        String(now.timestamp.text(.iso8601, alwaysMilliseconds: true).dropLast()) + "+0000"
    }
}
