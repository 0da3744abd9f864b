import Policy
import Testing

@Suite struct MatchingTests {
    @Test(arguments: [
        ("*", "sqs:SendMessage", true), ("*:*", "sqs:SendMessage", true),
        ("sqs:*", "sqs:SendMessage", true), ("sqs:Send*", "sqs:SendMessage", true),
        ("SQS:sendmessage", "sqs:SendMessage", true), ("sqs:Send*", "SQS:SENDMESSAGEBATCH", true),
        ("sqs:*Message", "sqs:ReceiveMessage", true), ("sqs:*Message", "sqs:SendMessageBatch", false),
        ("sqs:Send*Ba?ch", "sqs:SendMessageBatch", true), ("sqs:?endMessage", "sqs:SendMessage", true),
        ("sqs:?SendMessage", "sqs:SendMessage", false), ("sqs:Send", "sqs:SendMessage", false),
        ("sns:*", "sqs:SendMessage", false), ("sqs:*e*e*e*", "sqs:SendMessage", true),
        ("sqs:*e*e*e*e*", "sqs:SendMessage", false),
    ])
    func actionsMatchWithoutRegardToCase(_ pattern: String, _ action: String, _ expected: Bool) throws {
        #expect(try allows(action: pattern, request(alice, action)) == expected)
    }

    @Test(arguments: [
        ("*", "arn:aws:sqs:us-east-1:111122223333:orders", true),
        ("*", "*", true),
        ("arn:aws:sqs:us-east-1:111122223333:orders", "arn:aws:sqs:us-east-1:111122223333:orders", true),
        ("arn:aws:sqs:us-east-1:111122223333:orders", "arn:aws:sqs:us-east-1:111122223333:Orders", false),
        ("arn:aws:sqs:*:111122223333:orders", "arn:aws:sqs:eu-west-1:111122223333:orders", true),
        ("arn:aws:sqs:us-*:*:ord?rs", "arn:aws:sqs:us-west-2:111122223333:orders", true),
        ("arn:aws:sqs:us-*:ord?rs", "arn:aws:sqs:us-west-2:111122223333:orders", false),
        ("arn:aws:sqs:*", "arn:aws:sqs:us-west-2:111122223333:orders", true),
        ("arn:*:sqs:*:*:*", "arn:aws-cn:sqs:cn-north-1:111122223333:orders", true),
        ("arn:aws:s3:::logs/*", "arn:aws:s3:::logs/2024/01/a:b", true),
        ("arn:aws:s3:::logs/*", "arn:aws:s3:::logs", false),
        ("arn:aws:s3:::logs/??/*", "arn:aws:s3:::logs/é1/x", true),
        ("arn:aws:s3:::logs/*?é", "arn:aws:s3:::logs/ééé", true),
        ("arn:aws:lambda:*:*:function:*:live", "arn:aws:lambda:us-east-1:111122223333:function:f:live", true),
        ("arn:aws:lambda:*:*:function:*:live", "arn:aws:lambda:us-east-1:111122223333:function:f:dev", false),
        ("arn:aws:sqs:us-east-1:111122223333:*", "*", false),
        ("arn:aws:s3:::a*", "arn:aws:sqs:us-east-1:111122223333:a", false),
    ])
    func wildcardsOfARNsStayWithinTheirPart(_ pattern: String, _ arn: String, _ expected: Bool) throws {
        #expect(try allows(resource: pattern, request(on: arn)) == expected)
    }

    @Test func notActionAndNotResourceCoverTheRest() throws {
        let policy = try named(
            #"{"Effect":"Allow","NotAction":["iam:*","sqs:Delete*"],"NotResource":"arn:aws:sqs:*:*:secret*"}"#
        )
        let all = AttachedPolicies(identity: [policy])
        #expect(request(alice, "sqs:SendMessage").evaluate(all).isAllowed)
        #expect(!request(alice, "sqs:DeleteQueue").evaluate(all).isAllowed)
        let secret = "arn:aws:sqs:us-east-1:111122223333:secret-1"
        #expect(!request(on: secret).evaluate(all).isAllowed)
    }

    @Test(arguments: [
        ("arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/alice/a", true),
        ("arn:aws:s3:::home/${AWS:UserName}/*", "arn:aws:s3:::home/alice/a", true),
        ("arn:aws:s3:::home/${ aws:username }/*", "arn:aws:s3:::home/alice/a", true),
        ("arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/bob/a", false),
        ("arn:aws:s3:::${aws:PrincipalTag/Team, 'shared'}/x", "arn:aws:s3:::shared/x", true),
        ("arn:aws:s3:::${aws:PrincipalTag/City, 'shared'}/x", "arn:aws:s3:::Oslo/x", true),
        ("arn:aws:s3:::${aws:PrincipalTag/City, 'shared'}/x", "arn:aws:s3:::shared/x", false),
        ("arn:aws:s3:::${aws:PrincipalTag/Team, 'it''s'}/x", "arn:aws:s3:::it's/x", true),
        ("arn:aws:s3:::${aws:PrincipalTag/Team}/x", "arn:aws:s3:::/x", false),
        ("arn:aws:s3:::${aws:Groups}/x", "arn:aws:s3:::a/x", false),
        ("arn:aws:s3:::a${*}b", "arn:aws:s3:::a*b", true), ("arn:aws:s3:::a${*}b", "arn:aws:s3:::acb", false),
        ("arn:aws:s3:::a${?}${$}", "arn:aws:s3:::a?$", true),
        ("arn:aws:s3:::a${", "arn:aws:s3:::a${", true), ("arn:aws:s3:::${}", "arn:aws:s3:::${}", true),
        ("arn:aws:s3:::${aws:PrincipalTag/Star}", "arn:aws:s3:::anything", false),
        ("arn:aws:s3:::${aws:PrincipalTag/Star}", "arn:aws:s3:::*", true),
        ("arn:aws:sqs:*:${aws:PrincipalAccount}:*", queue, true),
    ])
    func variablesStandForTheRequestsValues(_ pattern: String, _ arn: String, _ expected: Bool) throws {
        let context: RequestContext = [
            "aws:principaltag/city": ["Oslo"], "aws:PrincipalTag/Star": ["*"], "aws:Groups": ["a", "b"],
        ]
        #expect(try allows(resource: pattern, request(on: arn, context: context)) == expected)
    }

    @Test func variablesOfConditionsAreReplaced() throws {
        let tag = #"{"StringEquals":{"aws:ResourceTag/Owner":"${aws:username}"}}"#
        #expect(try allows(condition: tag, request(context: ["aws:ResourceTag/Owner": ["alice"]])))
        #expect(try !allows(condition: tag, request(context: ["aws:ResourceTag/Owner": ["bob"]])))
        #expect(try !allows(condition: tag, request(worker, context: ["aws:ResourceTag/Owner": ["alice"]])))
        let arn = #"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:${aws:PrincipalAccount}:*"}}"#
        let topic = "arn:aws:sns:us-east-1:111122223333:t"
        #expect(try allows(condition: arn, request(context: ["aws:SourceArn": [topic]])))
        let folded = #"{"StringEqualsIgnoreCase":{"aws:ResourceTag/Owner":"${aws:PrincipalTag/Name}"}}"#
        let context: RequestContext = ["aws:ResourceTag/Owner": ["ANNA"], "aws:PrincipalTag/Name": ["Anna"]]
        #expect(try allows(condition: folded, request(context: context)))
    }

    @Test func aVariableWithoutValueEqualsNothing() throws {
        let other = #"{"StringNotEquals":{"k:v":"${k:none}"}}"#
        #expect(try allows(condition: other, request(context: ["k:v": ["a"]])))
        let same = #"{"StringLike":{"k:v":"${k:none}*"}}"#
        #expect(try !allows(condition: same, request(context: ["k:v": ["a"]])))
    }

    @Test func theOriginalLanguageHasNoVariables() throws {
        let text = #"""
            {"Version":"2008-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
             "Resource":"arn:aws:s3:::home/${aws:username}"}}
            """#
        let policy = NamedPolicy(name: "b", document: try PolicyDocument(parsing: text, kind: .resource))
        let literal = request(alice, "s3:GetObject", on: "arn:aws:s3:::home/${aws:username}")
        let resolved = request(alice, "s3:GetObject", on: "arn:aws:s3:::home/alice")
        #expect(literal.evaluate(AttachedPolicies(resource: [policy])).isAllowed)
        #expect(!resolved.evaluate(AttachedPolicies(resource: [policy])).isAllowed)
    }
}
