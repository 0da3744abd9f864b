import ApusTesting
import Kernel
import Testing
import Wire

@testable import CloudFormation

@Suite struct FuzzTests {
    private struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let seeds = [
        """
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {Timeout: 3, Environment: {Variables: {A: b}}}}
        Parameters: {P: {Type: CommaDelimitedList, Default: 'a,b', AllowedPattern: '[a-z]+'}}
        Mappings: {M: {a: {b: c}}}
        Conditions: {C: !And [!Equals [!Ref AWS::Region, x], !Not [!Condition D]], D: !Or [!Equals [1, 1], !Equals [1, 2]]}
        Rules: {R: {Assertions: [{Assert: !Contains [[a], a]}]}}
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties:
              InlineCode: x
              Runtime: python3.13
              Handler: a.b
              Policies: [AWSLambdaFoo, {S3ReadPolicy: {BucketName: !Ref B}}]
              Events: {E: {Type: Api, Properties: {Path: '/a/{b}', Method: get}}, S: {Type: SQS, Properties: {Queue: q}}}
          B: {Type: Toy::Test::Thing, DependsOn: [F], Properties: {Name: !Sub ['${x}-${AWS::Region}', {x: !FindInMap [M, a, b]}]}}
        Outputs: {O: {Value: !Join ['', [!Select [0, !Split [',', 'a,b']], !If [C, x, !Ref AWS::NoValue]]], Export: {Name: x}}}
        """,
        #"{"Resources":{"A":{"Type":"Toy::Test::Thing","Properties":{"Name":{"Fn::Sub":"${B.Arn}"},"Color":{"Fn::Cidr":["10.0.0.0/8",4,{"Ref":"P"}]}},"DeletionPolicy":"Retain"},"B":{"Type":"Toy::Test::Thing"}},"Parameters":{"P":{"Type":"Number","Default":3}}}"#,
        "a: &x [1, 2]\nb: *x\nResources: {A: {Type: Toy::Test::Thing, Properties: {Name: &n q, Color: *n}}}",
    ]

    private static let pieces = [
        "!Ref ", "!Sub '${", "${", "}", "[", "]", "{", "}", ":", "- ", "\n  ", "&a ", "*a", "? ", "'", "\"",
        "null", "Fn::If",
        "!GetAtt a.b", "|\n", "0", "-1", "99999999999999999999", "\u{0}", "é", "!Select [", "AWS::NoValue",
        "Ref", "<<: *a",
        "Type", "Properties", "!!binary x", "---", "Fn::Transform", "\\u0000", "!Cidr [a, 1, 2]", "Condition",
    ]

    @Test func noMutationOfATemplateStopsTheServer() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let service = CloudFormation(kernel: apus.kernel)
            let types = service.types()
            let pseudo = PseudoParameters(
                account: "0", region: "eu-central-1", stackID: "arn", stackName: "s", notificationARNs: [])
            var random = Random(state: 20_260_101)
            var accepted = 0
            for round in 0..<20_000 {
                let text = Self.mutated(Self.seeds[round % Self.seeds.count], &random)
                do {
                    let template = try ProcessedTemplate.template(of: text, types: types)
                    let values = try ParameterValues.resolve([], for: template, previous: nil)
                    _ = try Plan(template, parameters: values, pseudo: pseudo)
                    accepted += 1
                } catch let failure as any Failure {
                    #expect(failure.status == 400 || failure.status == 501)
                }
            }
            #expect(accepted > 100)
        }
    }

    private static func mutated(_ seed: String, _ random: inout Random) -> String {
        var bytes = Array(seed.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: place)
            case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...127, using: &random)
            case 2:
                let end = min(bytes.count, place + Int.random(in: 0...20, using: &random))
                bytes.removeSubrange(place..<end)
            default:
                let end = min(bytes.count, place + Int.random(in: 0...40, using: &random))
                bytes.insert(
                    contentsOf: Array(bytes[place..<end]), at: Int.random(in: 0...bytes.count, using: &random)
                )
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
