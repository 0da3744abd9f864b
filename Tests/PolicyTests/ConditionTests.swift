import Policy
import Testing

/// Condition text, values of the key `k:v` (nil: absent), whether it holds.
typealias ConditionCase = (String, [String]?, Bool)

private func holds(_ condition: String, _ values: [String]?) throws -> Bool {
    var context = RequestContext()
    context["K:V"] = values
    return try allows(condition: condition, request(context: context))
}

@Suite struct ConditionTests {
    @Test(
        arguments: [
            (#"{"StringEquals":{"k:v":"a"}}"#, ["a"], true), (#"{"StringEquals":{"k:v":"a"}}"#, ["A"], false),
            (#"{"StringEquals":{"k:v":["a","b"]}}"#, ["b"], true),
            (#"{"StringEquals":{"k:v":"a*"}}"#, ["ab"], false),
            (#"{"StringEquals":{"k:v":"a*"}}"#, ["a*"], true), (#"{"StringEquals":{"k:v":"a"}}"#, nil, false),
            (#"{"StringEquals":{"k:v":[]}}"#, ["a"], false), (#"{"StringEquals":{"k:v":7}}"#, ["7"], true),
            (#"{"StringNotEquals":{"k:v":"a"}}"#, ["b"], true),
            (#"{"StringNotEquals":{"k:v":["a","b"]}}"#, ["b"], false),
            (#"{"StringNotEquals":{"k:v":"a"}}"#, nil, true),
            (#"{"StringEqualsIgnoreCase":{"k:v":"StraSSe"}}"#, ["strasse"], true),
            (#"{"StringEqualsIgnoreCase":{"k:v":"É"}}"#, ["é"], true),
            (#"{"StringNotEqualsIgnoreCase":{"k:v":"A"}}"#, ["a"], false),
            (#"{"StringLike":{"k:v":"a*z"}}"#, ["abcz"], true),
            (#"{"StringLike":{"k:v":"a*z"}}"#, ["az:z"], true),
            (#"{"StringLike":{"k:v":"a?z"}}"#, ["az"], false),
            (#"{"StringLike":{"k:v":"a?z"}}"#, ["aéz"], true),
            (#"{"StringLike":{"k:v":""}}"#, [""], true), (#"{"StringLike":{"k:v":"*"}}"#, [""], true),
            (#"{"StringLike":{"k:v":"A*"}}"#, ["ab"], false),
            (#"{"StringNotLike":{"k:v":["a*","b*"]}}"#, ["bc"], false),
            (#"{"StringNotLike":{"k:v":["a*","b*"]}}"#, ["c"], true),
        ] as [ConditionCase])
    func strings(_ condition: String, _ values: [String]?, _ expected: Bool) throws {
        #expect(try holds(condition, values) == expected)
    }

    @Test(
        arguments: [
            (#"{"NumericEquals":{"k:v":"10"}}"#, ["10.0"], true),
            (#"{"NumericEquals":{"k:v":10}}"#, ["11"], false),
            (#"{"NumericNotEquals":{"k:v":"10"}}"#, ["11"], true),
            (#"{"NumericLessThan":{"k:v":10}}"#, ["9.5"], true),
            (#"{"NumericLessThan":{"k:v":10}}"#, ["10"], false),
            (#"{"NumericLessThanEquals":{"k:v":10}}"#, ["10"], true),
            (#"{"NumericGreaterThan":{"k:v":-3}}"#, ["-2"], true),
            (#"{"NumericGreaterThanEquals":{"k:v":10}}"#, ["9"], false),
            (#"{"NumericLessThan":{"k:v":10}}"#, ["few"], false),
            (#"{"NumericLessThan":{"k:v":10}}"#, ["nan"], false),
            (#"{"NumericLessThan":{"k:v":10}}"#, nil, false),
            (#"{"NumericLessThanIfExists":{"k:v":10}}"#, nil, true),
            (#"{"DateEquals":{"k:v":"2024-02-29"}}"#, ["2024-02-29T00:00:00Z"], true),
            (#"{"DateNotEquals":{"k:v":"2024-02-29"}}"#, ["2024-02-29T00:00:00Z"], false),
            (#"{"DateLessThan":{"k:v":"2024-03-01T00:00:00Z"}}"#, ["2024-02-29T23:59:59.999Z"], true),
            (#"{"DateLessThanEquals":{"k:v":"1709164800"}}"#, ["2024-02-29T00:00Z"], true),
            (#"{"DateGreaterThan":{"k:v":"2024-01-01T01:00:00+02:00"}}"#, ["2023-12-31T23:00:01Z"], true),
            (#"{"DateGreaterThan":{"k:v":"2024-01-01T01:00:00+02:00"}}"#, ["2023-12-31T23:00:00Z"], false),
            (#"{"DateGreaterThanEquals":{"k:v":"1970-01-01T00:00:00Z"}}"#, ["0"], true),
            (#"{"DateGreaterThanEquals":{"k:v":"2000-03-01"}}"#, ["951868800"], true),
            (#"{"DateGreaterThanEquals":{"k:v":"2000-03-01"}}"#, ["951868799"], false),
            (#"{"DateLessThan":{"k:v":"2024-03-01"}}"#, ["yesterday"], false),
        ] as [ConditionCase])
    func numbersAndDates(_ condition: String, _ values: [String]?, _ expected: Bool) throws {
        #expect(try holds(condition, values) == expected)
    }

    @Test(
        arguments: [
            (#"{"Bool":{"k:v":"true"}}"#, ["true"], true), (#"{"Bool":{"k:v":true}}"#, ["TRUE"], true),
            (#"{"Bool":{"k:v":"false"}}"#, ["true"], false), (#"{"Bool":{"k:v":"false"}}"#, nil, false),
            (#"{"BoolIfExists":{"k:v":"false"}}"#, nil, true),
            (#"{"BoolIfExists":{"k:v":"false"}}"#, ["true"], false),
            (#"{"Bool":{"k:v":"true"}}"#, ["1"], false),
            (#"{"BinaryEquals":{"k:v":"QmluYXJ5"}}"#, ["QmluYXJ5"], true),
            (#"{"BinaryEquals":{"k:v":"QQ=="}}"#, ["QR=="], true),
            (#"{"BinaryEquals":{"k:v":"QUI="}}"#, ["QUM="], false),
            (#"{"BinaryEquals":{"k:v":"QQ=="}}"#, ["Q"], false),
            (#"{"Null":{"k:v":"true"}}"#, nil, true), (#"{"Null":{"k:v":"true"}}"#, ["x"], false),
            (#"{"Null":{"k:v":"false"}}"#, ["x"], true), (#"{"Null":{"k:v":false}}"#, nil, false),
            (#"{"Null":{"k:v":"true"}}"#, [], true),
        ] as [ConditionCase])
    func flagsBinariesAndNull(_ condition: String, _ values: [String]?, _ expected: Bool) throws {
        #expect(try holds(condition, values) == expected)
    }

    @Test(
        arguments: [
            (#"{"IpAddress":{"k:v":"203.0.113.0/24"}}"#, ["203.0.113.9"], true),
            (#"{"IpAddress":{"k:v":"203.0.113.77/24"}}"#, ["203.0.113.9"], true),
            (#"{"IpAddress":{"k:v":"203.0.113.0/24"}}"#, ["203.0.114.9"], false),
            (#"{"IpAddress":{"k:v":"203.0.113.9"}}"#, ["203.0.113.9"], true),
            (#"{"IpAddress":{"k:v":"203.0.113.9"}}"#, ["203.0.113.8"], false),
            (#"{"IpAddress":{"k:v":"0.0.0.0/0"}}"#, ["8.8.8.8"], true),
            (#"{"IpAddress":{"k:v":"0.0.0.0/0"}}"#, ["2001:db8::1"], false),
            (#"{"IpAddress":{"k:v":"::/0"}}"#, ["2001:db8::1"], true),
            (#"{"IpAddress":{"k:v":"2001:DB8:1234:5678::/64"}}"#, ["2001:db8:1234:5678:9::1"], true),
            (#"{"IpAddress":{"k:v":"2001:DB8:1234:5678::/64"}}"#, ["2001:db8:1234:5679::1"], false),
            (#"{"IpAddress":{"k:v":"2001:db8::f0/124"}}"#, ["2001:db8::ff"], true),
            (#"{"IpAddress":{"k:v":"2001:db8::f0/124"}}"#, ["2001:db8::e0"], false),
            (#"{"IpAddress":{"k:v":"10.0.0.0/8"}}"#, ["::ffff:10.1.2.3"], true),
            (#"{"IpAddress":{"k:v":["10.0.0.0/8","192.0.2.0/31"]}}"#, ["192.0.2.1"], true),
            (#"{"IpAddress":{"k:v":"10.0.0.0/8"}}"#, ["10.0.0"], false),
            (#"{"IpAddress":{"k:v":"10.0.0.0/8"}}"#, nil, false),
            (#"{"NotIpAddress":{"k:v":["10.0.0.0/8","192.0.2.0/24"]}}"#, ["192.0.2.1"], false),
            (#"{"NotIpAddress":{"k:v":"10.0.0.0/8"}}"#, ["192.0.2.1"], true),
            (#"{"NotIpAddress":{"k:v":"10.0.0.0/8"}}"#, nil, true),
        ] as [ConditionCase])
    func addresses(_ condition: String, _ values: [String]?, _ expected: Bool) throws {
        #expect(try holds(condition, values) == expected)
    }

    @Test(
        arguments: [
            (
                #"{"ArnEquals":{"k:v":"arn:aws:sns:*:111122223333:t*"}}"#,
                ["arn:aws:sns:us-east-1:111122223333:tt"], true
            ),
            (#"{"ArnLike":{"k:v":"arn:aws:sns:*:t*"}}"#, ["arn:aws:sns:us-east-1:111122223333:tt"], false),
            (
                #"{"ArnLike":{"k:v":"arn:aws:iam::111122223333:role/*"}}"#,
                ["arn:aws:iam::111122223333:role/a/b"], true
            ),
            (#"{"ArnLike":{"k:v":"*"}}"#, ["not an arn"], false),
            (#"{"ArnLike":{"k:v":"arn:aws:sns:*:*:a"}}"#, nil, false),
            (#"{"ArnNotEquals":{"k:v":"arn:aws:sns:*:*:a"}}"#, ["arn:aws:sns:r:1:b"], true),
            (#"{"ArnNotLike":{"k:v":"arn:aws:sns:*:*:a"}}"#, ["arn:aws:sns:r:1:a"], false),
            (#"{"ArnNotLike":{"k:v":"arn:aws:sns:*:*:a"}}"#, nil, true),
            (#"{"ArnLikeIfExists":{"k:v":"arn:aws:sns:*:*:a"}}"#, nil, true),
        ] as [ConditionCase])
    func arns(_ condition: String, _ values: [String]?, _ expected: Bool) throws {
        #expect(try holds(condition, values) == expected)
    }

    @Test(
        arguments: [
            (#"{"ForAnyValue:StringEquals":{"k:v":["a","b"]}}"#, ["c", "b"], true),
            (#"{"ForAnyValue:StringEquals":{"k:v":["a","b"]}}"#, ["c", "d"], false),
            (#"{"ForAnyValue:StringEquals":{"k:v":"a"}}"#, nil, false),
            (#"{"ForAnyValue:StringEqualsIfExists":{"k:v":"a"}}"#, nil, true),
            (#"{"ForAnyValue:StringNotEquals":{"k:v":"a"}}"#, ["a", "b"], true),
            (#"{"ForAnyValue:StringNotEquals":{"k:v":["a","b"]}}"#, ["a", "b"], false),
            (#"{"ForAnyValue:StringNotEquals":{"k:v":"a"}}"#, nil, false),
            (#"{"ForAllValues:StringLike":{"k:v":["a*","b"]}}"#, ["ab", "b"], true),
            (#"{"ForAllValues:StringLike":{"k:v":["a*","b"]}}"#, ["ab", "c"], false),
            (#"{"ForAllValues:StringEquals":{"k:v":"a"}}"#, nil, true),
            (#"{"ForAllValues:StringEquals":{"k:v":"a"}}"#, [], true),
            (#"{"ForAllValues:StringNotEquals":{"k:v":["a","b"]}}"#, ["c", "d"], true),
            (#"{"ForAllValues:StringNotEquals":{"k:v":["a","b"]}}"#, ["c", "a"], false),
            (#"{"ForAllValues:NumericLessThan":{"k:v":5}}"#, ["1", "4"], true),
        ] as [ConditionCase])
    func setsOfValues(_ condition: String, _ values: [String]?, _ expected: Bool) throws {
        #expect(try holds(condition, values) == expected)
    }

    @Test func allOperatorsAndKeysOfAStatementMustHold() throws {
        let condition =
            #"{"StringEquals":{"a:x":"1","a:y":"2"},"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#
        let whole: RequestContext = ["a:x": ["1"], "A:Y": ["2"], "AWS:sourceip": ["10.9.9.9"]]
        #expect(try allows(condition: condition, request(context: whole)))
        for key in ["a:x", "a:y", "aws:SourceIp"] {
            var context = whole
            context[key] = nil
            #expect(try !allows(condition: condition, request(context: context)))
        }
    }

    @Test(arguments: [
        ("NumericEquals", "ten"), ("NumericLessThan", "0x10"), ("NumericLessThan", "inf"),
        ("DateEquals", "2024-13-01"),
        ("DateEquals", "2023-02-29"), ("DateEquals", "2024-01-01T24:00Z"), ("DateEquals", ""),
        ("DateEquals", "99999999999999999999"), ("Bool", "yes"), ("BinaryEquals", "QQ"),
        ("BinaryEquals", "Q=Q="),
        ("IpAddress", "10.0.0.0/33"), ("IpAddress", "10.0.0.256"), ("IpAddress", "1::2::3"),
        ("IpAddress", ":1"),
        ("IpAddress", "1:2:3:4:5:6:7:8:9"), ("IpAddress", "::/129"), ("IpAddress", "10.0.0.0/"),
        ("Null", "maybe"),
    ])
    func aValueThatItsOperatorCannotReadIsRefused(_ name: String, _ value: String) {
        let statement =
            #"{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"\#(name)":{"k:v":"\#(value)"}}}"#
        #expect(
            throws: PolicyError(kind: .identity, reason: .invalidConditionValue(operator: name, value: value))
        ) { try document(statement) }
    }

    @Test func keysThatFollowFromThePrincipalNeedNotBeGiven() throws {
        let role = #"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/jobs/*"}}"#
        #expect(try allows(condition: role, request(worker)))
        #expect(try !allows(condition: role, request(alice)))
        #expect(try allows(condition: #"{"StringEquals":{"aws:username":"alice"}}"#, request(alice)))
        #expect(try allows(condition: #"{"Null":{"aws:username":"true"}}"#, request(worker)))
        #expect(
            try allows(condition: #"{"StringEquals":{"aws:PrincipalType":"AssumedRole"}}"#, request(worker)))
        #expect(
            try allows(condition: #"{"StringEquals":{"aws:ResourceAccount":"\#(account)"}}"#, request(alice)))
        #expect(try allows(condition: #"{"Bool":{"aws:PrincipalIsAWSService":"false"}}"#, request(alice)))
    }
}
