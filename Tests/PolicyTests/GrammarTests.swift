import Policy
import Testing
import Wire

/// The message for a refused text, nil when it is accepted.
private func refusal(_ text: String, _ kind: PolicyKind = .identity) -> String? {
    do {
        _ = try PolicyDocument(parsing: text, kind: kind)
        return nil
    } catch {
        return error.message
    }
}

private func refusal(statement: String, _ kind: PolicyKind = .identity) -> String? {
    refusal(#"{"Version":"2012-10-17","Statement":\#(statement)}"#, kind)
}

private let syntax = "Syntax errors in policy."

@Suite struct GrammarTests {
    @Test func aWholeIdentityPolicyIsRead() throws {
        let policy = try PolicyDocument(
            parsing: """
                {"Version": "2012-10-17", "Id": "orders", "Statement": [
                  {"Sid": "Send", "Effect": "Allow", "Action": ["sqs:Send*", "sqs:GetQueueUrl"],
                   "Resource": "arn:aws:sqs:*:*:orders-*",
                   "Condition": {"Bool": {"aws:SecureTransport": true},
                                 "NumericLessThan": {"aws:MultiFactorAuthAge": 3600}}},
                  {"Effect": "Deny", "NotAction": "sqs:*", "NotResource": ["arn:aws:sqs:*:*:a"]}]}
                """, kind: .identity)
        #expect(policy.id == "orders")
        #expect(policy.version == .current)
        #expect(policy.statements.map(\.sid) == ["Send", nil])
        #expect(policy.statements.map(\.effect) == [.allow, .deny])
        #expect(policy.statements[0].actions == ["sqs:Send*", "sqs:GetQueueUrl"])
        #expect(policy.statements[1].excludesActions)
        #expect(policy.statements[1].excludesResources)
        #expect(policy.contextKeys == ["aws:SecureTransport", "aws:MultiFactorAuthAge"])
    }

    @Test func aStatementMayStandWithoutAnArray() throws {
        #expect(refusal(statement: allowSend) == nil)
    }

    @Test(arguments: [
        "", "{", "[]", "null", #""x""#, "{}", #"{"Version":"2012-10-17"}"#,
        #"{"Version":"2012-10-17","Statement":[]}"#, #"{"Version":"2012-10-17","Statement":"x"}"#,
        #"{"Version":"2012-10-17","Statement":[1]}"#,
        #"{"Version":"2013-01-01","Statement":[\#(allowSend)]}"#,
        #"{"Version":20121017,"Statement":[\#(allowSend)]}"#,
        #"{"Version":"2012-10-17","Comment":"x","Statement":[\#(allowSend)]}"#,
        #"{"Version":"2012-10-17","Id":7,"Statement":[\#(allowSend)]}"#,
        #"{"version":"2012-10-17","Statement":[\#(allowSend)]}"#,
    ])
    func aDocumentOutsideTheGrammarIsASyntaxError(_ text: String) {
        #expect(refusal(text) == syntax)
    }

    @Test(arguments: [
        #"{"Action":"*","Resource":"*"}"#,
        #"{"Effect":"Permit","Action":"*","Resource":"*"}"#,
        #"{"Effect":true,"Action":"*","Resource":"*"}"#,
        #"{"Effect":"Allow","Action":{"a":1},"Resource":"*"}"#,
        #"{"Effect":"Allow","Action":[1],"Resource":"*"}"#,
        #"{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}"#,
        #"{"Effect":"Allow","Action":"*","Resource":"*","NotResource":"*"}"#,
        #"{"Effect":"Allow","Action":"*","Resource":null}"#,
        #"{"Effect":"Allow","Action":"*","Resource":"*","Comment":"x"}"#,
        #"{"Effect":"Allow","Action":"*","Resource":"*","Sid":1}"#,
        #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":[]}"#,
        #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":"x"}}"#,
        #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a:b":null}}}"#,
        #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"a:b":[{}]}}}"#,
        #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringMatches":{"a:b":"c"}}}"#,
        #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NullIfExists":{"a:b":"true"}}}"#,
        #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForSome:Bool":{"a:b":"true"}}}"#,
    ])
    func aStatementOutsideTheGrammarIsASyntaxError(_ statement: String) {
        #expect(refusal(statement: statement) == syntax)
    }

    @Test func anOperatorThatComparesNothingIsNotLookedAt() {
        let text = #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Anything":{}}}"#
        #expect(refusal(statement: text) == nil)
    }

    @Test(arguments: [
        (#"{"Effect":"allow","Action":"*","Resource":"*"}"#, "The policy failed legacy parsing"),
        (
            #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"DateLessThan":{"a:b":"soon"}}}"#,
            "The policy failed legacy parsing"
        ),
        (#"{"Effect":"Allow","Resource":"*"}"#, "Policy statement must contain actions."),
        (#"{"Effect":"Allow","Action":[],"Resource":"*"}"#, "Policy statement must contain actions."),
        (#"{"Effect":"Allow","Action":"*"}"#, "Policy statement must contain resources."),
        (#"{"Effect":"Allow","Action":"*","Resource":[]}"#, "Policy statement must contain resources."),
        (
            #"{"Effect":"Allow","Action":"SendMessage","Resource":"*"}"#,
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        ),
        (
            #"{"Effect":"Allow","Action":"sqs:a:b","Resource":"*"}"#,
            "Actions/Condition can contain only one colon."
        ),
        (#"{"Effect":"Allow","Action":"s*s:Send","Resource":"*"}"#, "Vendor s*s is not valid"),
        (
            #"{"Effect":"Allow","Action":"*","Resource":"orders"}"#,
            #"Resource orders must be in ARN format or "*"."#
        ),
        (
            #"{"Effect":"Allow","Action":"*","Resource":"arn:azure:sqs:::orders"}"#,
            #"Partition "azure" is not valid for resource "arn:azure:sqs:::orders"."#
        ),
        (
            #"{"Effect":"Allow","Action":"*","Resource":"arn:aws:sqs"}"#,
            "Resource vendor must be fully qualified and cannot contain regexes."
        ),
        (
            #"{"Sid":"a b","Effect":"Allow","Action":"*","Resource":"*"}"#,
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
                + "expression [0-9A-Za-z]*"
        ),
        (
            #"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#,
            "Policy document should not specify a principal."
        ),
    ])
    func anIdentityPolicyIsRefusedInTheWordsOfIAM(_ statement: String, _ message: String) {
        #expect(refusal(statement: statement) == message)
        #expect(refusal(statement: statement, .boundary) == message)
        #expect(refusal(statement: statement, .session) == message)
    }

    @Test func statementIdsOfAPolicyDiffer() {
        let statement = #"{"Sid":"A","Effect":"Allow","Action":"*","Resource":"*"}"#
        #expect(
            refusal(statement: "[\(statement),\(statement)]")
                == "Statement IDs (SID) in a single policy must be unique.")
    }

    @Test(arguments: [
        #"{"Statement":[\#(allowSend)]}"#, #"{"Version":"2008-10-17","Statement":\#(allowSend)}"#,
    ])
    func identityPoliciesNameTheCurrentVersion(_ text: String) {
        #expect(refusal(text) == "Policy document must be version 2012-10-17 or greater.")
        #expect(refusal(text, .boundary) == "Policy document must be version 2012-10-17 or greater.")
        #expect(refusal(text, .session) == nil)
    }

    @Test func aResourcePolicyWithoutVersionSpeaksTheOriginalLanguage() throws {
        let text = #"{"Statement":{"Sid":"with spaces","Effect":"Allow","Principal":"*","Action":"sqs:*"}}"#
        let policy = try PolicyDocument(parsing: text, kind: .resource)
        #expect(policy.version == .original)
        #expect(policy.statements[0].resources == nil)
    }

    @Test func aResourcePolicyNamesAPrincipal() {
        #expect(refusal(statement: allowSend, .resource) == "Missing required field Principal")
    }

    @Test(arguments: [
        ("{", "This policy contains invalid Json"),
        (#"{"Comment":"x"}"#, "Unknown field Comment"),
        (#"{"Version":"2012-10-17"}"#, "Missing required field Statement"),
        (
            #"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}"#, "Missing required field Principal"
        ),
        (
            #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}}"#,
            "Has prohibited field Resource."
        ),
        (
            #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage"}}"#,
            "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and "
                + "sts:AssumeRoleWithWebIdentity"
        ),
        (
            #"{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:user/*"},"Action":"sts:*"}}"#,
            #"Invalid principal in policy: "AWS":"arn:aws:iam::1:user/*""#
        ),
        (
            #"{"Statement":{"Effect":"Allow","Principal":{"Robot":"r2"},"Action":"sts:AssumeRole"}}"#,
            #"Invalid principal in policy: "Robot":"r2""#
        ),
    ])
    func aTrustPolicyIsRefusedInTheWordsOfIAM(_ text: String, _ message: String) {
        #expect(refusal(text, .trust) == message)
    }

    @Test(arguments: [
        #""someone""#, #"{"AWS":"12345"}"#, #"{"AWS":"alice"}"#, #"{"AWS":""}"#,
        #"{"Service":"*.amazonaws.com"}"#,
        #"{"AWS":"arn:aws:sqs:us-east-1:111122223333:orders"}"#,
        #"{"AWS":"arn:aws:iam::111122223333:user/*"}"#,
    ])
    func aPrincipalThatCannotExistIsRefused(_ principal: String) throws {
        let text = #"{"Effect":"Allow","Principal":\#(principal),"Action":"sqs:*","Resource":"*"}"#
        let message = try #require(refusal(statement: text, .resource))
        #expect(message.hasPrefix("Invalid principal in policy: "))
    }

    @Test(arguments: [#"{}"#, #"{"AWS":[]}"#, "[]", "7"])
    func anEmptyPrincipalIsASyntaxError(_ principal: String) {
        let text = #"{"Effect":"Allow","Principal":\#(principal),"Action":"sqs:*","Resource":"*"}"#
        #expect(refusal(statement: text, .resource) == syntax)
    }

    @Test(arguments: [
        (#"{"AWS":["111122223333","*"]}"#, [PolicyPrincipal.account("111122223333"), .anyone]),
        (#"{"AWS":"arn:aws:iam::111122223333:root"}"#, [.account("111122223333")]),
        (
            #"{"AWS":"AROAEXAMPLE","Service":"sns.amazonaws.com"}"#,
            [.uniqueID("AROAEXAMPLE"), .service("sns.amazonaws.com")]
        ),
        (#"{"Federated":"accounts.google.com"}"#, [.federated("accounts.google.com")]),
        (#"{"CanonicalUser":"79a5"}"#, [.canonicalUser("79a5")]),
    ])
    func principalsOfEveryTypeAreRead(_ text: String, _ expected: [PolicyPrincipal]) throws {
        let statement = #"{"Effect":"Allow","Principal":\#(text),"Action":"sqs:*"}"#
        #expect(try document(statement, kind: .resource).statements[0].principals == expected)
    }

    @Test func sizeCountsNoWhiteSpaceAndHasALimitByKind() throws {
        let spaces = String(repeating: " ", count: 20_000)
        let padded = #"{"Version":"2012-10-17",\#(spaces)"Statement":\#(allowSend)}"#
        #expect(refusal(padded) == nil)
        let long = String(repeating: "a", count: 6_144)
        let large = #"{"Version":"2012-10-17","Id":"\#(long)","Statement":\#(allowSend)}"#
        #expect(refusal(large) == "Cannot exceed quota for PolicySize: 6144")
        #expect(refusal(large, .trust) == "Cannot exceed quota for ACLSizePerRole: 4096")
        #expect(throws: PolicyError(kind: .identity, reason: .tooLarge(charactersMax: 10))) {
            try PolicyDocument(parsing: padded, kind: .identity, charactersMax: 10)
        }
        let huge = padded + String(repeating: " ", count: PolicyLimit.documentBytesMax)
        #expect(throws: PolicyError(kind: .identity, reason: .tooLarge(charactersMax: 131_072))) {
            try PolicyDocument(parsing: huge, kind: .identity)
        }
    }

    @Test func contextKeysIncludeThoseOfVariables() throws {
        let policy = try document(
            #"""
            {"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/${*}",
             "Condition":{"StringLike":{"s3:prefix":"${aws:PrincipalTag/Team, 'none'}/*"},
                          "StringEquals":{"AWS:UserName":"x"}}}
            """#)
        #expect(policy.contextKeys == ["s3:prefix", "aws:PrincipalTag/Team", "AWS:UserName"])
    }
}
