import Policy
import Wire

let account = "111122223333"
let otherAccount = "444455556666"
let queue = "arn:aws:sqs:us-east-1:111122223333:orders"
let alice = Principal.user(account: account, arn: "arn:aws:iam::111122223333:user/staff/alice")
let worker = Principal.assumedRole(
    account: account, arn: "arn:aws:sts::111122223333:assumed-role/worker/run-7",
    role: "arn:aws:iam::111122223333:role/jobs/worker")
let stranger = Principal.user(account: otherAccount, arn: "arn:aws:iam::444455556666:user/mallory")

/// A document of the current version with the statements given as JSON text.
func document(_ statements: String, kind: PolicyKind = .identity) throws -> PolicyDocument {
    try PolicyDocument(
        parsing: #"{"Version":"2012-10-17","Statement":[\#(statements)]}"#, kind: kind, charactersMax: 100_000
    )
}

func named(_ statements: String, kind: PolicyKind = .identity, name: String = "p") throws -> NamedPolicy {
    NamedPolicy(
        name: name, arn: "arn:aws:iam::111122223333:policy/\(name)",
        document: try document(statements, kind: kind))
}

let allowSend = #"{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}"#
let denySend = #"{"Sid":"NoSend","Effect":"Deny","Action":"sqs:SendMessage","Resource":"*"}"#

func allowSend(to principal: String) -> String {
    #"{"Effect":"Allow","Principal":\#(principal),"Action":"sqs:SendMessage","Resource":"\#(queue)"}"#
}

func request(
    _ principal: Principal = alice, _ action: String = "sqs:SendMessage", on resource: String = queue,
    context: RequestContext = [:]
) -> AuthorizationRequest {
    AuthorizationRequest(principal: principal, action: action, resource: resource, context: context)
}

/// Whether one identity policy with one statement allows the request.
func allows(
    action: String = "*", resource: String = "*", condition: String = "{}", _ request: AuthorizationRequest
)
    throws -> Bool
{
    let statement =
        #"{"Effect":"Allow","Action":"\#(action)","Resource":"\#(resource)","Condition":\#(condition)}"#
    return request.evaluate(AttachedPolicies(identity: [try named(statement)])).isAllowed
}

/// A generator with a seed, so that a failing case can be repeated (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
