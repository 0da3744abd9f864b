/// What the values of a statement must satisfy, by the kind of policy.
struct StatementValidation {
    let kind: PolicyKind

    func check(_ statement: StatementSyntax) throws(PolicyError) {
        guard let actions = statement.actions, !actions.isEmpty else { throw failure(.missingActions) }
        try checkResources(statement)
        for action in actions { try check(action: action) }
        if kind == .trust { try checkTrust(actions, excluded: statement.excludesActions) }
        try checkPrincipals(statement)
    }

    private func failure(_ reason: PolicyError.Reason) -> PolicyError {
        PolicyError(kind: kind, reason: reason)
    }

    private func check(action: String) throws(PolicyError) {
        if action == "*" { return }
        let parts = action.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 1 else { throw failure(.actionWithoutVendor(action)) }
        guard parts.count == 2 else { throw failure(.actionWithColons(action)) }
        let vendor = parts[0]
        let plain = vendor.utf8.allSatisfy { byte in
            byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
        guard vendor == "*" || (plain && !vendor.isEmpty) else {
            throw failure(.invalidVendor(String(vendor)))
        }
    }

    private func checkTrust(_ actions: [String], excluded: Bool) throws(PolicyError) {
        for action in actions where excluded || !action.lowercased().hasPrefix("sts:") {
            throw failure(.actionNotAssumeRole(action))
        }
    }

    private func checkResources(_ statement: StatementSyntax) throws(PolicyError) {
        if kind == .trust {
            guard statement.resources == nil else { throw failure(.prohibitedElement("Resource")) }
            return
        }
        guard let resources = statement.resources else {
            if kind == .resource { return }
            throw failure(.missingResources)
        }
        guard !resources.isEmpty else { throw failure(.missingResources) }
        // Services check the resources of their own policies; API Gateway for one has a shorthand that is no
        // ARN.
        if kind == .resource { return }
        for resource in resources { try check(resource: resource) }
    }

    private func check(resource: String) throws(PolicyError) {
        if resource == "*" { return }
        let parts = resource.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count > 1, parts[0] == "arn" || parts[0] == "*" else {
            throw failure(.resourceNotARN(resource))
        }
        guard parts[1] == "*" || Self.partitions.contains(String(parts[1])) else {
            throw failure(.invalidPartition(String(parts[1]), resource: resource))
        }
        guard parts.count == 4, !parts[2].isEmpty else { throw failure(.resourceWithoutVendor(resource)) }
    }

    private static let partitions: Set<String> = [
        "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc",
    ]

    private func checkPrincipals(_ statement: StatementSyntax) throws(PolicyError) {
        if kind.namesPrincipals {
            guard statement.principals != nil else { throw failure(.missingPrincipal) }
        } else if statement.principals != nil {
            throw failure(.prohibitedElement(statement.excludesPrincipals ? "NotPrincipal" : "Principal"))
        }
    }
}
