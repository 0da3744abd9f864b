import Policy
import Testing
import Wire

private let seeds = [
    #"""
    {"Version":"2012-10-17","Id":"x","Statement":[{"Sid":"A","Effect":"Allow","Action":["sqs:Send*","sns:*"],
     "Resource":["arn:aws:sqs:*:*:${aws:username}-*","arn:aws:s3:::b/${aws:PrincipalTag/T, 'd'}/${*}"],
     "Condition":{"StringLike":{"a:b":["x*","?y"]},
     "IpAddress":{"aws:SourceIp":["10.0.0.0/8","2001:db8::/32"]},
     "ForAllValues:NumericLessThanEqualsIfExists":{"n:n":[1,2.5]},
     "DateLessThan":{"aws:CurrentTime":"2024-02-29T01:02:03.5+01:00"},
     "BinaryEquals":{"b:b":"QUJD"},"Null":{"z:z":true}}},
     {"Effect":"Deny","NotAction":"iam:*","NotResource":"*"}]}
    """#,
    #"""
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["*","111122223333",
     "arn:aws:iam::111122223333:root"],"Service":"sns.amazonaws.com"},"Action":"sqs:*","Resource":"*",
     "Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:*"}}},
     {"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/a"},"Action":"*"}]}
    """#,
]

private let alphabet = Array(#"{}[]",:*?$'\/ .-+0129aAeTZéàn"#.utf8)

@Suite struct FuzzTests {
    private func mutate(_ text: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = text
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.remove(at: position)
            case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: position)
            case 2: bytes[position] = alphabet.randomElement(using: &random) ?? 0
            case 3:
                let end = min(bytes.count, position + Int.random(in: 1...12, using: &random))
                bytes.removeSubrange(position..<end)
            default:
                let end = min(bytes.count, position + Int.random(in: 1...30, using: &random))
                bytes.insert(
                    contentsOf: bytes[position..<end], at: Int.random(in: 0...bytes.count, using: &random))
            }
        }
        return bytes
    }

    @Test func mutatedPoliciesAreReadOrRefusedAndEvaluated() {
        var random = SeededGenerator(state: 20_000)
        let kinds = PolicyKind.allCases
        let context: RequestContext = [
            "a:b": ["xx", "ay"], "aws:SourceIp": ["10.1.1.1"], "n:n": ["1"], "b:b": ["QUJD"],
            "aws:CurrentTime": ["2024-02-28"], "aws:SourceArn": ["arn:aws:sns:r:1:t"],
        ]
        var accepted = 0
        let start = ContinuousClock.now
        for round in 0..<20_000 {
            let seed = round % 2
            let text = String(decoding: mutate(Array(seeds[seed].utf8), &random), as: UTF8.self)
            let kind = round % 8 == 7 ? kinds[round / 8 % kinds.count] : seed == 0 ? .identity : .resource
            guard let document = try? PolicyDocument(parsing: text, kind: kind) else { continue }
            accepted += 1
            let policy = NamedPolicy(name: "f", document: document)
            for principal in [alice, worker, .anonymous] {
                let request = request(principal, context: context)
                let policies = AttachedPolicies(identity: [policy], resource: [policy])
                let decision = request.evaluate(policies)
                #expect(decision.isAllowed == (decision.deniedText(for: request) == nil))
            }
        }
        #expect(accepted > 1_000 && accepted < 19_000)
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test func hostileWildcardsTakeNoExponentialTime() throws {
        let stars = String(repeating: "a*", count: 2_000)
        let text = String(repeating: "a", count: 8_000)
        let condition = #"{"StringLike":{"k:v":"\#(stars)b"},"StringNotLike":{"k:v":"*\#(text)b"}}"#
        let start = ContinuousClock.now
        #expect(try !allows(resource: "arn:aws:s3:::\(stars)b", request(on: "arn:aws:s3:::\(text)")))
        #expect(try !allows(condition: condition, request(context: ["k:v": [text]])))
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func deepAndWideTextsAreRefusedOrRead() throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: PolicyError.self) {
            try PolicyDocument(parsing: deep, kind: .identity, charactersMax: .max)
        }
        let many = Array(repeating: allowSend, count: 1_000).joined(separator: ",")
        #expect(try document(many).statements.count == 1_000)
    }
}
