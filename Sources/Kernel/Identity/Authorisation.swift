internal import Policy
internal import Store
internal import Wire

extension Kernel {
    /// Checks a decoded request against identity and resource policies; throws AWS's denial.
    ///
    /// With authentication open everything may pass.
    public func authorise(_ action: RegisteredAction, _ ready: ReadyCall, _ call: Call) async throws {
        guard settings.authentication == .enforce, let service = service(action.service.name),
            service.needsPermission(action.operation), !call.principal.isServer
        else { return }
        var context = call.policyContext
        for (key, values) in service.conditionKeys(ready.input, action.operation, call) { context[key] = values }
        let asked = context
        let request = RequestTags(ready.input)
        let name = action.operation.iamAction
        do {
            try await store.read { tx in
                let named = try service.arns(ready.resources, action.operation, call, tx)
                var question = Authoriser.Question(
                    principal: call.principal, action: name, resource: "*", context: asked, tags: request)
                if named.isEmpty { try self.authoriser.check(question, in: tx) }
                for arn in named {
                    question.resource = arn.description
                    question.arn = arn
                    question.owner = try service.owner(arn, tx)
                    question.resourcePolicy = try service.resourcePolicy(arn, tx)
                    try self.authoriser.check(question, in: tx)
                }
            }
        } catch let denial as CommonFailure {
            throw CommonFailure.accessDenied(denial.message, in: action.service)
        }
    }

    /// The same for an action that is no operation of an interface, for example `execute-api:Invoke`.
    ///
    /// `conditionKeys` are added to those that every request has.
    public func authorise(
        _ call: Call, action: String, resource: ARN, resourcePolicy: String? = nil,
        conditionKeys: [String: [String]] = [:]
    ) async throws {
        guard settings.authentication == .enforce, !call.principal.isServer else { return }
        var question = Authoriser.Question(
            principal: call.principal, action: action, resource: resource.description,
            context: call.policyContext.merging(conditionKeys, uniquingKeysWith: { _, own in own }))
        question.arn = resource
        question.resourcePolicy = resourcePolicy
        let asked = question
        try await store.read { tx in
            var question = asked
            question.owner = try self.service(resource.service)?.owner(resource, tx)
            try self.authoriser.check(question, in: tx)
        }
    }

    /// Checks that the caller may hand a role to a service (`iam:PassRole`); throws AWS's denial.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>
    public func authorisePassing(
        role: String, to service: String, _ call: Call
    ) async throws {
        guard settings.authentication == .enforce, let arn = ARN(role) else { return }
        try await authorise(
            call, action: "iam:PassRole", resource: arn,
            conditionKeys: ["iam:PassedToService": [service]])
    }
}

extension Principal {
    /// The server itself acts without permission; what it does for others names them as principal.
    var isServer: Bool { kind == .service(name: "apus") }
}

extension Kernel.Call {
    /// The condition keys that every request has.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
    var policyContext: [String: [String]] {
        var context: [String: [String]] = [
            "aws:CurrentTime": [now.timestamp.text(.iso8601)],
            "aws:EpochTime": [String(now.seconds)],
            "aws:RequestedRegion": [region],
            "aws:SecureTransport": [endpoint.hasPrefix("https:") ? "true" : "false"],
            "aws:userid": [principal.userID],
        ]
        if !sourceIP.isEmpty { context["aws:SourceIp"] = [sourceIP] }
        if !userAgent.isEmpty { context["aws:UserAgent"] = [userAgent] }
        if principal.accessKeyID?.hasPrefix("ASIA") == true {
            // Temporary credentials always say whether a second factor was used; here none can be.
            context["aws:MultiFactorAuthPresent"] = ["false"]
        }
        return context
    }
}

extension Authoriser {
    /// Checks what one service sends to another: the target's policy must allow the sending service, or the role
    /// that the sender was given must be allowed by its own.
    func authorise(
        _ delivery: Delivery, to arn: ARN, of service: RegisteredService, _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws {
        guard call.kernel.settings.authentication == .enforce else { return }
        let source = ARN(delivery.source)
        let sender = "\(source?.service ?? "apus").amazonaws.com"
        var context = call.policyContext
        context["aws:SourceArn"] = [delivery.source]
        context["aws:SourceAccount"] = [source?.account ?? call.account]
        var principal = Principal(kind: .service(name: sender), account: call.account)
        do {
            if let role = delivery.role {
                principal = try session(of: role, named: delivery.id, for: principal, context, in: tx)
            }
            var question = Question(
                principal: principal, action: delivery.action, resource: arn.description, context: context)
            question.arn = arn
            question.owner = try service.owner(arn, tx)
            question.resourcePolicy = try service.resourcePolicy(arn, tx)
            try check(question, in: tx)
        } catch let denial as CommonFailure {
            throw DeliveryFailure.permanent(code: "NO_PERMISSIONS", message: denial.message)
        }
    }

    /// The session in which a service uses a role that it was given; the role must trust the service.
    private func session(
        of role: String, named name: String, for service: Principal, _ context: [String: [String]],
        in tx: borrowing Transaction
    ) throws -> Principal {
        guard let arn = ARN(role), let session = try rolePrincipal(arn, session: name, in: tx) else {
            throw DeliveryFailure.permanent(code: "INVALID_ROLE", message: "The role \(role) does not exist.")
        }
        guard let known = try assumableRole(arn, in: tx) else { return session }
        var question = Question(principal: service, action: "sts:AssumeRole", resource: role, context: context)
        question.arn = arn
        question.resourcePolicy = known.trustPolicy
        try check(question, in: tx)
        return session
    }
}
