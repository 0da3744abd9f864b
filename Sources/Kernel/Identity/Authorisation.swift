public import Store
public import Wire

extension Kernel {
    /// Checks a decoded request against identity and resource policies; throws AWS's denial.
    ///
    /// With authentication open everything may pass.
    public func authorise(_ action: RegisteredAction, _ ready: ReadyCall, _ call: Call) async throws {
        guard settings.authentication == .enforce else { return }
        try await authorise(action, ready.resources, call)
    }

    /// The same for what a request names, nil when nothing is checked.
    public func permit(_ action: RegisteredAction, _ call: Call) -> BoundAction<Call>.Permit? {
        guard settings.authentication == .enforce else { return nil }
        return { try await self.authorise(action, $0, call) }
    }

    private func authorise(
        _ action: RegisteredAction, _ resources: [NamedResource], _ call: Call
    ) async throws {
        guard !action.isDeciding, let service = service(action.service.name) else { return }
        // What an operation asks for instead of a signature, a token for example, it checks itself.
        if action.operation.isAnonymous, call.principal.kind == .anonymous { return }
        let passed = resources.filter { $0.kind == "passedRole" }.compactMap { ARN($0.value) }
        let isCondition = { (named: NamedResource) in named.kind.hasPrefix(Demand.conditionPrefix) }
        let conditions = resources.filter(isCondition)
        let demands = Demand.of(
            resources.filter { $0.kind != "passedRole" && !isCondition($0) }, action.operation
        ).map { $0.under(conditions) }
        try await store.read { tx in
            for demand in demands {
                let named = service.arns(demand.resources, action.operation, call)
                if named.isEmpty {
                    try self.check(call, demand, resource: nil, policy: nil, in: tx)
                }
                for short in named {
                    let arn = try service.completed(short, tx)
                    let policy = try service.resourcePolicy(arn, tx)
                    try self.check(call, demand, resource: arn, policy: policy, in: tx)
                }
            }
            for role in passed { try self.checkPassing(role, to: action.service.name, call, in: tx) }
        }
    }

    /// An action that a call amounts to, and what it does it to.
    private struct Demand {
        /// What an input says of the request itself, as the condition key whose name follows.
        static let conditionPrefix = "condition:"

        let action: String
        var resources: [NamedResource] = []
        /// Condition keys of the operation, for example `s3:x-amz-acl`.
        var conditions: [String: [String]] = [:]

        func under(_ conditions: [NamedResource]) -> Demand {
            var demand = self
            for named in conditions {
                demand.conditions[String(named.kind.dropFirst(Self.conditionPrefix.count))] = [named.value]
            }
            return demand
        }

        /// Most operations amount to one action; what a kind names after `@` is another one.
        static func of(_ resources: [NamedResource], _ operation: OperationModel) -> [Demand] {
            guard resources.contains(where: { $0.kind.contains("@") }) else {
                return [Demand(action: operation.iamAction, resources: resources)]
            }
            var demands: [Demand] = []
            for resource in resources {
                let parts = resource.kind.split(separator: "@", maxSplits: 1).map(String.init)
                let action = parts.count == 2 ? parts[1] : operation.iamAction
                let plain = NamedResource(kind: parts[0], value: resource.value)
                if let place = demands.firstIndex(where: { $0.action == action }) {
                    demands[place].resources.append(plain)
                } else {
                    demands.append(Demand(action: action, resources: [plain]))
                }
            }
            return demands
        }
    }

    /// Checks whether the caller may give a role to a service.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html>
    private func checkPassing(
        _ role: ARN, to service: String, _ call: Call, in tx: borrowing Transaction
    ) throws {
        if case .service("apus") = call.principal.kind { return }
        var context = call.policyContext
        context["iam:PassedToService"] = ["\(service).amazonaws.com"]
        let question = Authoriser.Question(
            principal: call.principal, action: "iam:PassRole", resource: role.description, context: context)
        try authoriser.check(question, resourcePolicy: nil, in: tx)
    }

    /// The same for an action that is no operation of an interface, for example `execute-api:Invoke`, or that
    /// is done later. Without a policy that of the resource is taken, if its service is here.
    public func authorise(
        _ call: Call, action: String, resource: ARN, resourcePolicy: String? = nil
    ) async throws {
        guard settings.authentication == .enforce else { return }
        try await store.read { tx in
            let policy = try resourcePolicy ?? self.service(resource.service)?.resourcePolicy(resource, tx)
            try self.check(call, Demand(action: action), resource: resource, policy: policy, in: tx)
        }
    }

    /// Checks whether the caller may give a role to a service where the input names it in a place of its own.
    public func authorise(_ call: Call, passing role: ARN, to service: String) async throws {
        guard settings.authentication == .enforce else { return }
        try await store.read { tx in try self.checkPassing(role, to: service, call, in: tx) }
    }

    /// Checks whether the caller may act as a role: by the role's trust policy, and by its own policies.
    ///
    /// `context` has the condition keys of the request, `sts:ExternalId` for example.
    public func authorise(
        _ call: Call, _ action: String = "sts:AssumeRole", assuming role: AssumableRole,
        context: [String: [String]], in tx: borrowing Transaction
    ) throws {
        guard settings.authentication == .enforce else { return }
        if case .service("apus") = call.principal.kind { return }
        let question = Authoriser.Question(
            principal: call.principal, action: action, resource: role.arn.description,
            context: call.policyContext.merging(context) { _, own in own })
        try authoriser.check(question, trust: role.trust, in: tx)
    }

    private func check(
        _ call: Call, _ demand: Demand, resource: ARN?, policy: String?, in tx: borrowing Transaction
    ) throws {
        // The server itself acts without permission; what it does for others names them as principal.
        if case .service("apus") = call.principal.kind { return }
        var context = call.policyContext.merging(demand.conditions) { own, _ in own }
        if let resource {
            for (key, value) in try Tags.of(resource, in: tx) { context["aws:ResourceTag/\(key)"] = [value] }
        }
        let question = Authoriser.Question(
            principal: call.principal, action: demand.action, resource: resource?.description ?? "*",
            context: context)
        try authoriser.check(question, resourcePolicy: policy, in: tx)
    }
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
        // Nobody can sign in with a second factor here; lasting keys do not say so.
        if principal.accessKeyID?.hasPrefix("ASIA") ?? false {
            context["aws:MultiFactorAuthPresent"] = ["false"]
        }
        if !sourceIP.isEmpty { context["aws:SourceIp"] = [sourceIP] }
        if !userAgent.isEmpty { context["aws:UserAgent"] = [userAgent] }
        if let source = origin.source {
            context["aws:SourceArn"] = [source]
            context["aws:SourceAccount"] = [account]
        }
        return context
    }
}

extension Authoriser {
    /// Checks what one service sends to another: the target's policy must allow the sending service, or the
    /// role that the sender was given must be allowed by its own.
    func authorise(
        _ delivery: Delivery, to arn: ARN, of service: RegisteredService, _ call: Kernel.Call,
        in tx: borrowing Transaction
    ) throws {
        guard call.kernel.settings.authentication == .enforce else { return }
        let source = ARN(delivery.source)
        let sender = "\(source?.service ?? "apus").amazonaws.com"
        if case .service("apus") = delivery.caller?.kind { return }
        var principal = delivery.caller ?? Principal(kind: .service(name: sender), account: call.account)
        if let role = delivery.role {
            principal = try call.kernel.actor(
                in: role, session: delivery.id, service: sender, for: source, call.scope, at: call.now, in: tx
            )
        }
        // Between accounts a rule without a role acts as its account, which the policy of the bus admits.
        if delivery.role == nil, delivery.caller == nil, let sender = source, sender.service == "events",
            delivery.action == "events:PutEvents", sender.account != arn.account
        {
            principal = .root(sender.account)
        }
        // Services tell the default bus of their own account without being asked who they are.
        if delivery.action == "events:PutEvents", source?.service != "events", delivery.role == nil,
            arn.resource == "event-bus/default", arn.account == call.account
        {
            return
        }
        var context = call.policyContext
        context["aws:SourceArn"] = [delivery.source]
        // The ARN of a bucket names no account.
        let account = source?.account ?? ""
        context["aws:SourceAccount"] = [account.isEmpty ? call.account : account]
        let question = Question(
            principal: principal, action: delivery.action, resource: arn.description, context: context)
        if let denial = try denial(of: question, resourcePolicy: try service.resourcePolicy(arn, tx), in: tx)
        {
            var failure = DeliveryFailure.permanent(code: "NO_PERMISSIONS", message: denial.text)
            failure.statement = denial.statement
            throw failure
        }
    }
}
