import Policy
import Testing

private let role = "arn:aws:iam::111122223333:role/deploy"

private func trust(_ principal: String, condition: String = "{}", action: String = "sts:AssumeRole") throws
    -> [NamedPolicy]
{
    let text = #"""
        {"Effect":"Allow","Principal":\#(principal),"Action":"\#(action)","Condition":\#(condition)}
        """#
    return [try named(text, kind: .trust, name: "deploy")]
}

private func assume(
    _ principal: Principal, _ action: String = "sts:AssumeRole", context: RequestContext = [:]
) -> AuthorizationRequest {
    request(principal, action, on: role, context: context)
}

@Suite struct TrustTests {
    private let mayAssume = #"{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}"#

    @Test func identityPoliciesAloneDoNotAssumeARole() throws {
        let policies = AttachedPolicies(
            identity: [try named(mayAssume)], resource: try trust(#"{"AWS":"\#(worker.arn)"}"#))
        let decision = assume(alice).evaluate(policies)
        #expect(decision.reason == .nothingAllows(.roleTrust))
        #expect(
            decision.deniedText(for: assume(alice))
                == "User: arn:aws:iam::111122223333:user/staff/alice is not authorized to perform: "
                + "sts:AssumeRole on resource: arn:aws:iam::111122223333:role/deploy "
                + "because no role trust policy allows the sts:AssumeRole action")
    }

    @Test func aTrustPolicyThatNamesTheCallerSufficesInTheSameAccount() throws {
        let policies = AttachedPolicies(resource: try trust(#"{"AWS":"\#(alice.arn)"}"#))
        #expect(assume(alice).evaluate(policies).isAllowed)
    }

    @Test func aTrustPolicyThatNamesTheAccountNeedsAnIdentityPolicy() throws {
        var policies = AttachedPolicies(resource: try trust(#"{"AWS":"\#(account)"}"#))
        #expect(assume(alice).evaluate(policies).reason == .nothingAllows(.identityBased))
        policies.identity = [try named(mayAssume)]
        #expect(assume(alice).evaluate(policies).isAllowed)
        #expect(assume(.root(account: account)).evaluate(policies).isAllowed)
    }

    @Test func anotherAccountNeedsBothAndTheExternalId() throws {
        let condition = #"{"StringEquals":{"sts:ExternalId":"7f3"}}"#
        let policies = AttachedPolicies(
            identity: [try named(mayAssume)],
            resource: try trust(#"{"AWS":"\#(otherAccount)"}"#, condition: condition))
        #expect(!assume(stranger).evaluate(policies).isAllowed)
        #expect(assume(stranger, context: ["sts:ExternalId": ["7f3"]]).evaluate(policies).isAllowed)
    }

    @Test func aServiceAssumesTheRoleThatTrustsIt() throws {
        let policies = AttachedPolicies(resource: try trust(#"{"Service":"lambda.amazonaws.com"}"#))
        #expect(assume(.service("lambda.amazonaws.com")).evaluate(policies).isAllowed)
        #expect(!assume(.service("states.amazonaws.com")).evaluate(policies).isAllowed)
        #expect(!assume(alice).evaluate(policies).isAllowed)
    }

    @Test func aFederatedCallerAssumesWithItsProvider() throws {
        let provider = "arn:aws:iam::111122223333:oidc-provider/tokens.example.com"
        let action = "sts:AssumeRoleWithWebIdentity"
        let policies = AttachedPolicies(
            resource: try trust(
                #"{"Federated":"\#(provider)"}"#,
                condition: #"{"StringLike":{"tokens.example.com:sub":"repo:acme/*"}}"#, action: action))
        func caller(_ provider: String, _ subject: String) -> AuthorizationRequest {
            assume(
                .federated(provider: provider, arn: subject), action,
                context: ["tokens.example.com:sub": [subject]])
        }
        #expect(caller(provider, "repo:acme/site").evaluate(policies).isAllowed)
        #expect(!caller(provider, "repo:evil/site").evaluate(policies).isAllowed)
        #expect(!caller("accounts.google.com", "repo:acme/site").evaluate(policies).isAllowed)
    }

    @Test func anExplicitDenyOfTheTrustPolicyIsNamed() throws {
        let deny = #"{"Effect":"Deny","Principal":{"AWS":"\#(account)"},"Action":"sts:AssumeRole"}"#
        let policies = AttachedPolicies(
            identity: [try named(mayAssume)],
            resource: try trust(#""*""#) + [try named(deny, kind: .trust)])
        let text = assume(alice).evaluate(policies).deniedText(for: assume(alice))
        #expect(text?.hasSuffix(" with an explicit deny in the role trust policy") == true)
    }
}

@Suite struct DeniedTextTests {
    @Test func implicitDenialsNameTheTypeThatAllowsNothing() throws {
        let decision = request().evaluate(AttachedPolicies())
        #expect(
            decision.deniedText(for: request())
                == "User: arn:aws:iam::111122223333:user/staff/alice is not authorized to perform: "
                + "sqs:SendMessage on resource: arn:aws:sqs:us-east-1:111122223333:orders "
                + "because no identity-based policy allows the sqs:SendMessage action")
    }

    @Test func anAllowedRequestHasNoText() throws {
        let decision = request().evaluate(AttachedPolicies(identity: [try named(allowSend)]))
        #expect(decision.deniedText(for: request()) == nil)
    }

    @Test(arguments: [
        (PolicyType.identityBased, "with an explicit deny in an identity-based policy"),
        (.resourceBased, "with an explicit deny in a resource-based policy"),
        (.permissionsBoundary, "with an explicit deny in a permissions boundary"),
        (.session, "with an explicit deny in a session policy"),
        (.serviceControl, "with an explicit deny in a service control policy"),
    ])
    func explicitDenialsNameTheType(_ type: PolicyType, _ words: String) throws {
        let deny = try named(denySend, name: "guard")
        var policies = AttachedPolicies(identity: [try named(allowSend)])
        switch type {
        case .identityBased: policies.identity.append(deny)
        case .permissionsBoundary: policies.boundary = deny
        case .session: policies.session = [deny]
        case .serviceControl: policies.serviceControl = [[deny]]
        default:
            let text = #"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}"#
            policies.resource = [try named(text, kind: .resource, name: "guard")]
        }
        let decision = request().evaluate(policies)
        let text = try #require(decision.deniedText(for: request()))
        #expect(text.hasSuffix(" on resource: \(queue) \(words)"))
        let named = try #require(decision.deniedText(for: request(), namingPolicy: true))
        #expect(named == "\(text): arn:aws:iam::111122223333:policy/guard")
    }

    @Test func theAnonymousAndServicesAreCalledByTheirNames() throws {
        let anonymous = request(.anonymous)
        let text = anonymous.evaluate(AttachedPolicies()).deniedText(for: anonymous)
        #expect(text?.hasPrefix("User: anonymous is not authorized to perform: sqs:SendMessage ") == true)
        #expect(
            text?.hasSuffix(" because no resource-based policy allows the sqs:SendMessage action") == true)
    }

    @Test func aDecisionListsAllStatementsThatCoveredTheRequest() throws {
        let identity = try named("\(allowSend),\(denySend)", name: "mixed")
        let policies = AttachedPolicies(
            identity: [identity],
            resource: [try named(allowSend(to: #""*""#), kind: .resource, name: "queue")])
        let matched = request().evaluate(policies).matched
        #expect(matched.map(\.policyName) == ["queue", "mixed", "mixed"])
        #expect(matched.map(\.index) == [0, 0, 1])
        #expect(matched.map(\.sid) == [nil, nil, "NoSend"])
        #expect(matched.map(\.effect) == [.allow, .allow, .deny])
        #expect(matched.map(\.type) == [.resourceBased, .identityBased, .identityBased])
    }
}
