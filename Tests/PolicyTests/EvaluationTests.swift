import Policy
import Testing

private let empty = "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}"

/// The answer as one word: `allow`, `deny:<type>` or `nothing:<type>`.
private func answer(_ request: AuthorizationRequest, _ policies: AttachedPolicies) -> String {
    switch request.evaluate(policies).reason {
    case .allowed(let statement): "allow:\(statement.type)"
    case .rootUser: "root"
    case .denied(let statement): "deny:\(statement.type)"
    case .nothingAllows(let type): "nothing:\(type)"
    }
}

private func resource(_ principal: String) throws -> [NamedPolicy] {
    [try named(allowSend(to: principal), kind: .resource, name: "queue")]
}

@Suite struct EvaluationTests {
    @Test func nothingIsAllowedUnlessAPolicyAllowsIt() throws {
        #expect(answer(request(), AttachedPolicies()) == "nothing:identityBased")
        #expect(answer(request(), AttachedPolicies(identity: [try named(empty)])) == "nothing:identityBased")
        let identity = [try named(allowSend)]
        #expect(answer(request(), AttachedPolicies(identity: identity)) == "allow:identityBased")
    }

    @Test(arguments: ["identity", "resource", "boundary", "session", "control"])
    func anExplicitDenyAnywhereWins(_ place: String) throws {
        var policies = AttachedPolicies(
            identity: [try named(allowSend)], resource: try resource(#""*""#), boundary: try named(allowSend),
            session: [try named(allowSend)], serviceControl: [[try named(allowSend)]])
        #expect(request().evaluate(policies).isAllowed)
        let deny = try named(denySend)
        let expected: PolicyType
        switch place {
        case "identity":
            policies.identity.append(deny)
            expected = .identityBased
        case "resource":
            let text = #"{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}"#
            policies.resource.append(try named(text, kind: .resource))
            expected = .resourceBased
        case "boundary":
            policies.boundary = try named("\(allowSend),\(denySend)")
            expected = .permissionsBoundary
        case "session":
            policies.session.append(deny)
            expected = .session
        default:
            policies.serviceControl.append([try named(allowSend), deny])
            expected = .serviceControl
        }
        let decision = request().evaluate(policies)
        #expect(decision.outcome == .explicitDeny)
        guard case .denied(let statement) = decision.reason else { return }
        #expect(statement.type == expected)
        #expect(statement.effect == .deny)
    }

    @Test func withinOneAccountEitherSideSuffices() throws {
        let mine = try resource(#"{"AWS":"\#(alice.arn)"}"#)
        #expect(answer(request(), AttachedPolicies(resource: mine)) == "allow:resourceBased")
        let others = try resource(#"{"AWS":"\#(stranger.arn)"}"#)
        #expect(answer(request(), AttachedPolicies(resource: others)) == "nothing:identityBased")
        let identity = [try named(allowSend)]
        #expect(
            answer(request(), AttachedPolicies(identity: identity, resource: others)) == "allow:identityBased"
        )
    }

    @Test(arguments: [#""111122223333""#, #""arn:aws:iam::111122223333:root""#])
    func namingTheAccountLeavesItToTheAccountsPolicies(_ principal: String) throws {
        let whole = try resource(#"{"AWS":\#(principal)}"#)
        #expect(answer(request(), AttachedPolicies(resource: whole)) == "nothing:identityBased")
        let both = AttachedPolicies(identity: [try named(allowSend)], resource: whole)
        #expect(request().evaluate(both).isAllowed)
    }

    @Test func acrossAccountsBothSidesMustAllow() throws {
        let identity = [try named(allowSend)]
        let caller = request(stranger)
        #expect(answer(caller, AttachedPolicies(identity: identity)) == "nothing:resourceBased")
        for principal in [stranger.arn, otherAccount, "arn:aws:iam::\(otherAccount):root", "*"] {
            let open = try resource(#"{"AWS":"\#(principal)"}"#)
            #expect(answer(caller, AttachedPolicies(resource: open)) == "nothing:identityBased")
            #expect(caller.evaluate(AttachedPolicies(identity: identity, resource: open)).isAllowed)
        }
        let wrong = AttachedPolicies(identity: identity, resource: try resource(#"{"AWS":"\#(account)"}"#))
        #expect(answer(caller, wrong) == "nothing:resourceBased")
    }

    @Test func theOwnerOfAnARNWithoutAccountIsGiven() throws {
        let identity = AttachedPolicies(identity: [
            try named(#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#)
        ])
        func get(_ owner: AuthorizationRequest.ResourceOwner) -> Bool {
            AuthorizationRequest(
                principal: alice, action: "s3:GetObject", resource: "arn:aws:s3:::b/k", owner: owner
            ).evaluate(identity).isAllowed
        }
        #expect(get(.namedByARN))
        #expect(get(.init(account: account)))
        #expect(!get(.init(account: otherAccount)))
        #expect(!get(.init(account: account, requiresResourcePolicy: true)))
    }

    @Test func aBoundaryLimitsWhatIdentityPoliciesGrant() throws {
        let policies = AttachedPolicies(identity: [try named(allowSend)], boundary: try named(empty))
        #expect(answer(request(), policies) == "nothing:permissionsBoundary")
        let alone = AttachedPolicies(boundary: try named(allowSend))
        #expect(answer(request(), alone) == "nothing:identityBased")
    }

    @Test func aSessionPolicyLimitsTheSessionOfARole() throws {
        let policies = AttachedPolicies(identity: [try named(allowSend)], session: [try named(empty)])
        #expect(answer(request(worker), policies) == "nothing:session")
        let two = AttachedPolicies(
            identity: [try named(allowSend)], session: [try named(empty), try named(allowSend)])
        #expect(request(worker).evaluate(two).isAllowed)
    }

    @Test func aResourcePolicyThatNamesTheRoleStaysLimited() throws {
        let role = try resource(#"{"AWS":"arn:aws:iam::111122223333:role/jobs/worker"}"#)
        #expect(request(worker).evaluate(AttachedPolicies(resource: role)).isAllowed)
        let bounded = AttachedPolicies(resource: role, boundary: try named(empty))
        #expect(answer(request(worker), bounded) == "nothing:permissionsBoundary")
        let narrowed = AttachedPolicies(resource: role, session: [try named(empty)])
        #expect(answer(request(worker), narrowed) == "nothing:session")
    }

    @Test(arguments: [#"{"AWS":"arn:aws:sts::111122223333:assumed-role/worker/run-7"}"#, #""*""#])
    func aResourcePolicyThatNamesTheSessionIsNotLimitedByImplicitDenies(_ principal: String) throws {
        let policies = AttachedPolicies(
            resource: try resource(principal), boundary: try named(empty), session: [try named(empty)])
        #expect(answer(request(worker), policies) == "allow:resourceBased")
    }

    @Test func aResourcePolicyThatNamesTheUserIsNotLimitedByItsBoundary() throws {
        let policies = AttachedPolicies(
            resource: try resource(#"{"AWS":"\#(alice.arn)"}"#), boundary: try named(empty))
        #expect(answer(request(), policies) == "allow:resourceBased")
    }

    @Test func anotherSessionOrRoleIsNotNamed() throws {
        for name in ["sts::111122223333:assumed-role/worker/run-8", "iam::111122223333:role/worker"] {
            let policies = AttachedPolicies(resource: try resource(#"{"AWS":"arn:aws:\#(name)"}"#))
            #expect(answer(request(worker), policies) == "nothing:identityBased")
        }
    }

    @Test func aFederatedUserHasNothingWithoutASessionPolicy() throws {
        let user = Principal.federatedUser(
            account: account, arn: "arn:aws:sts::111122223333:federated-user/bob", user: alice.arn)
        let identity = [try named(allowSend)]
        #expect(answer(request(user), AttachedPolicies(identity: identity)) == "nothing:session")
        let narrowed = AttachedPolicies(identity: identity, session: [try named(allowSend)])
        #expect(request(user).evaluate(narrowed).isAllowed)
        let issuer = try resource(#"{"AWS":"\#(alice.arn)"}"#)
        #expect(answer(request(user), AttachedPolicies(resource: issuer)) == "nothing:session")
        let session = try resource(#"{"AWS":"\#(user.arn)"}"#)
        #expect(request(user).evaluate(AttachedPolicies(resource: session)).isAllowed)
    }

    @Test func theRootUserMayDoEverythingInItsAccountThatNothingDenies() throws {
        let root = Principal.root(account: account)
        #expect(answer(request(root), AttachedPolicies()) == "root")
        let deny = #"{"Effect":"Deny","Principal":{"AWS":"\#(account)"},"Action":"*","Resource":"*"}"#
        let denied = AttachedPolicies(resource: [try named(deny, kind: .resource)])
        #expect(answer(request(root), denied) == "deny:resourceBased")
        let controlled = AttachedPolicies(serviceControl: [[try named(empty, kind: .serviceControl)]])
        #expect(answer(request(root), controlled) == "nothing:serviceControl")
    }

    @Test func theRootUserOfAnotherAccountNeedsTheResourcePolicy() throws {
        let root = Principal.root(account: otherAccount)
        #expect(answer(request(root), AttachedPolicies()) == "nothing:resourceBased")
        let open = AttachedPolicies(resource: try resource(#"{"AWS":"\#(otherAccount)"}"#))
        #expect(request(root).evaluate(open).isAllowed)
    }

    @Test func everyLevelOfServiceControlMustAllow() throws {
        let all = try named(#"{"Effect":"Allow","Action":"*","Resource":"*"}"#, kind: .serviceControl)
        let sends = try named(allowSend, kind: .serviceControl)
        let other = try named(empty, kind: .serviceControl)
        let identity = [try named(allowSend)]
        let open = AttachedPolicies(identity: identity, serviceControl: [[all], [other, sends]])
        #expect(request().evaluate(open).isAllowed)
        let closed = AttachedPolicies(identity: identity, serviceControl: [[all], [other]])
        #expect(answer(request(), closed) == "nothing:serviceControl")
        let linked = Principal.assumedRole(
            account: account, arn: "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/s",
            role: "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX")
        #expect(request(linked).evaluate(closed).isAllowed)
    }

    @Test func aServiceNeedsTheResourcePolicyAndItsConditions() throws {
        let statement = #"""
            {"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage",
             "Resource":"arn:aws:sqs:us-east-1:111122223333:orders",
             "Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:111122223333:news"},
                          "StringEquals":{"aws:SourceAccount":"111122223333"}}}
            """#
        let policies = AttachedPolicies(
            identity: [try named(allowSend)], resource: [try named(statement, kind: .resource)])
        let sns = Principal.service("sns.amazonaws.com")
        let source: RequestContext = [
            "aws:SourceArn": ["arn:aws:sns:us-east-1:111122223333:news"], "aws:SourceAccount": [account],
        ]
        #expect(request(sns, context: source).evaluate(policies).isAllowed)
        var other = source
        other["aws:SourceArn"] = ["arn:aws:sns:us-east-1:111122223333:olds"]
        #expect(answer(request(sns, context: other), policies) == "nothing:resourceBased")
        #expect(answer(request(sns), policies) == "nothing:resourceBased")
        let events = Principal.service("events.amazonaws.com")
        #expect(answer(request(events, context: source), policies) == "nothing:resourceBased")
        let regional = Principal.service("sns.us-east-1.amazonaws.com", otherNames: ["sns.amazonaws.com"])
        #expect(request(regional, context: source).evaluate(policies).isAllowed)
        #expect(
            answer(request(sns), AttachedPolicies(identity: [try named(allowSend)]))
                == "nothing:resourceBased")
    }

    @Test(arguments: [#""*""#, #"{"AWS":"*"}"#])
    func everyoneIncludesTheAnonymousAndServices(_ principal: String) throws {
        let policies = AttachedPolicies(resource: try resource(principal))
        #expect(request(.anonymous).evaluate(policies).isAllowed)
        #expect(request(.service("sns.amazonaws.com")).evaluate(policies).isAllowed)
        let account = AttachedPolicies(resource: try resource(#"{"AWS":"\#(account)"}"#))
        #expect(answer(request(.anonymous), account) == "nothing:resourceBased")
    }

    @Test func notPrincipalWithDenySparesOnlyTheFullyListed() throws {
        func decide(_ listed: [String], _ principal: Principal) throws -> String {
            let names = listed.map { "\"\($0)\"" }.joined(separator: ",")
            let deny = #"{"Effect":"Deny","NotPrincipal":{"AWS":[\#(names)]},"Action":"*","Resource":"*"}"#
            let policies = AttachedPolicies(
                identity: [try named(allowSend)], resource: [try named(deny, kind: .resource)])
            return answer(request(principal), policies)
        }
        #expect(try decide([alice.arn, account], alice) == "allow:identityBased")
        #expect(try decide([alice.arn], alice) == "deny:resourceBased")
        #expect(try decide([account], alice) == "deny:resourceBased")
        let role = "arn:aws:iam::111122223333:role/jobs/worker"
        #expect(try decide([worker.arn, role, account], worker) == "allow:identityBased")
        #expect(try decide([role, account], worker) == "deny:resourceBased")
        #expect(try decide([alice.arn, account], worker) == "deny:resourceBased")
    }

    @Test func notPrincipalWithAllowGrantsToAllOthers() throws {
        let text = #"{"Effect":"Allow","NotPrincipal":{"AWS":"\#(account)"},"Action":"*","Resource":"*"}"#
        let policies = AttachedPolicies(resource: [try named(text, kind: .resource)])
        #expect(answer(request(), policies) == "nothing:identityBased")
        #expect(request(.anonymous).evaluate(policies).isAllowed)
    }

    @Test func idsOfUsersAndRolesStandForThem() throws {
        var user = alice
        user.uniqueID = "AIDAALICE"
        let policies = AttachedPolicies(resource: try resource(#"{"AWS":"AIDAALICE"}"#))
        #expect(request(user).evaluate(policies).isAllowed)
        #expect(!request(alice).evaluate(policies).isAllowed)
    }
}
