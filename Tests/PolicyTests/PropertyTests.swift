import Policy
import Testing
import Wire

private let actions = [
    "sqs:SendMessage", "sqs:Send*", "sqs:*", "*", "sns:Publish", "s3:Get?bject", "sqs:DeleteQueue",
]
private let resources = ["*", queue, "arn:aws:sqs:*:*:*", "arn:aws:sqs:us-east-1:*:ord*", "arn:aws:s3:::b/*"]
private let conditions = [
    "{}", #"{"Bool":{"aws:SecureTransport":"true"}}"#, #"{"StringLike":{"aws:username":"a*"}}"#,
    #"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, #"{"Null":{"aws:SourceArn":"true"}}"#,
]
private let principals = [
    #""*""#, #"{"AWS":"111122223333"}"#, #"{"AWS":"444455556666"}"#, #"{"Service":"sns.amazonaws.com"}"#,
    #"{"AWS":"arn:aws:iam::111122223333:role/jobs/worker"}"#,
]
private let callers: [Principal] = [
    alice, worker, stranger, .anonymous, .service("sns.amazonaws.com"), .root(account: account),
]

/// Random policies and requests of which a good share match.
private struct Sampler {
    var random: SeededGenerator

    mutating func pick<T>(_ items: [T]) -> T {
        items[Int.random(in: 0..<items.count, using: &random)]
    }

    mutating func statement(effect: String, kind: PolicyKind) -> String {
        let principal = kind == .resource ? #""Principal":\#(pick(principals)),"# : ""
        return #"{"Effect":"\#(effect)",\#(principal)"Action":"\#(pick(actions))","#
            + #""Resource":"\#(pick(resources))","Condition":\#(pick(conditions))}"#
    }

    mutating func policy(_ kind: PolicyKind = .identity, effects: [String] = ["Allow", "Allow", "Deny"])
        throws
        -> NamedPolicy
    {
        let count = Int.random(in: 1...3, using: &random)
        let statements = (0..<count).map { _ in statement(effect: pick(effects), kind: kind) }
        return try named(statements.joined(separator: ","), kind: kind)
    }

    mutating func policies() throws -> AttachedPolicies {
        AttachedPolicies(
            identity: [try policy()], resource: Bool.random(using: &random) ? [try policy(.resource)] : [],
            boundary: Bool.random(using: &random) ? try policy() : nil,
            session: Bool.random(using: &random) ? [try policy()] : [],
            serviceControl: Bool.random(using: &random) ? [[try policy(.serviceControl)]] : [])
    }

    mutating func request() -> AuthorizationRequest {
        let action = pick(["sqs:SendMessage", "sqs:DeleteQueue", "s3:GetObject", "sns:Publish"])
        let context: RequestContext = [
            "aws:SecureTransport": [pick(["true", "false"])],
            "aws:SourceIp": [pick(["10.1.1.1", "8.8.8.8"])],
        ]
        return PolicyTests.request(
            pick(callers), action, on: pick([queue, "arn:aws:s3:::b/k"]), context: context)
    }
}

@Suite struct PropertyTests {
    @Test func aMatchedDenyAlwaysDecides() throws {
        var sampler = Sampler(random: SeededGenerator(state: 1))
        var denials = 0
        for _ in 0..<3_000 {
            let policies = try sampler.policies()
            let decision = sampler.request().evaluate(policies)
            let denies = decision.matched.contains { $0.effect == .deny }
            #expect(denies == (decision.outcome == .explicitDeny))
            denials += denies ? 1 : 0
        }
        #expect(denials > 300 && denials < 2_700)
    }

    @Test func addingADenyNeverAddsPermission() throws {
        var sampler = Sampler(random: SeededGenerator(state: 2))
        var allowed = 0
        for round in 0..<3_000 {
            let policies = try sampler.policies()
            let request = sampler.request()
            var more = policies
            switch round % 4 {
            case 0: more.identity.append(try sampler.policy(effects: ["Deny"]))
            case 1: more.resource.append(try sampler.policy(.resource, effects: ["Deny"]))
            case 2: more.session.append(try sampler.policy(effects: ["Deny"]))
            default: more.serviceControl.append([try sampler.policy(effects: ["Deny"])])
            }
            let before = request.evaluate(policies).isAllowed
            #expect(before || !request.evaluate(more).isAllowed)
            allowed += before ? 1 : 0
        }
        #expect(allowed > 150)
    }

    @Test func addingAnAllowToTheCallersPoliciesNeverTakesPermissionAway() throws {
        var sampler = Sampler(random: SeededGenerator(state: 3))
        for _ in 0..<3_000 {
            let policies = try sampler.policies()
            let request = sampler.request()
            var more = policies
            more.identity.append(try sampler.policy(effects: ["Allow"]))
            more.resource.append(try sampler.policy(.resource, effects: ["Allow"]))
            #expect(!request.evaluate(policies).isAllowed || request.evaluate(more).isAllowed)
        }
    }

    @Test func aStarMatchesEveryActionAndResource() throws {
        var random = SeededGenerator(state: 4)
        let all = AttachedPolicies(
            identity: [try named(#"{"Effect":"Allow","Action":"*","Resource":"*"}"#)])
        for _ in 0..<1_000 {
            let scalars = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Character(Unicode.Scalar(UInt8.random(in: 0...255, using: &random)))
            }
            #expect(request(alice, String(scalars), on: String(scalars)).evaluate(all).outcome == .allow)
        }
    }

    /// The definition of wildcards by recursion, slow and plain.
    private func matches(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
        guard let head = pattern.first else { return text.isEmpty }
        if head == "*" {
            return matches(pattern.dropFirst(), text) || (!text.isEmpty && matches(pattern, text.dropFirst()))
        }
        guard let first = text.first, head == "?" || head == first else { return false }
        return matches(pattern.dropFirst(), text.dropFirst())
    }

    @Test func wildcardsMatchAsTheirDefinitionSays() throws {
        var random = SeededGenerator(state: 5)
        for _ in 0..<4_000 {
            let pattern = String(
                (0..<Int.random(in: 1...7, using: &random)).map { _ in
                    "abé**?".randomElement(using: &random) ?? "a"
                })
            let text = String(
                (0..<Int.random(in: 1...9, using: &random)).map { _ in
                    "abé".randomElement(using: &random) ?? "a"
                })
            let condition = #"{"StringLike":{"k:v":"\#(pattern)"}}"#
            let expected = matches(Array(pattern)[...], Array(text)[...])
            #expect(
                try allows(condition: condition, request(context: ["k:v": [text]])) == expected,
                "\(pattern) \(text)")
        }
    }
}
