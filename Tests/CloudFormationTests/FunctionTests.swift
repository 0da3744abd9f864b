import ApusTesting
import CloudFormation
import Kernel
import Testing
import Wire

@Suite struct FunctionTests {
    private static let head = """
        Parameters:
          Word: {Type: String, Default: hello}
          Count: {Type: Number, Default: 7}
          Words: {Type: CommaDelimitedList, Default: 'a, b,c'}
        Mappings: {M: {eu-central-1: {Name: mapped, List: [x, y]}}}
        Conditions:
          IsHello: !Equals [!Ref Word, hello]
          IsOther: !Not [!Condition IsHello]
          Both: !And [!Condition IsHello, !Equals [1, '1']]
          Any: !Or [!Condition IsOther, !Condition IsHello]
        Resources:
          A: {Type: Toy::Test::Thing, Properties: {Name: a, Color: red}}

        """

    @Test(arguments: [
        ("!Ref Word", "hello"), ("!Ref A", "a"), ("!GetAtt A.Color", "red"),
        ("!GetAtt [A, Arn]", "arn:toy:a"),
        ("!Ref AWS::Region", "eu-central-1"), ("!Ref AWS::AccountId", "000000000000"),
        ("!Ref AWS::StackName", "s"),
        ("!Ref AWS::Partition", "aws"), ("!Ref AWS::URLSuffix", "amazonaws.com"),
        ("!Sub '${Word}-${A}-${A.Arn}-${AWS::Region}'", "hello-a-arn:toy:a-eu-central-1"),
        ("!Sub 'x${!Word}'", "x${Word}"), ("!Sub ['${V}${Word}', {V: !Ref Count}]", "7hello"),
        ("!Join ['-', [a, !Ref Word]]", "a-hello"), ("!Join [':', !Ref Words]", "a:b:c"),
        ("!Select [1, [p, q]]", "q"), ("!Select ['0', !Ref Words]", "a"),
        ("!Select [1, !Split ['|', 'a|b|c']]", "b"), ("!Join [',', !Split ['.', 'a..b']]", "a,,b"),
        ("!FindInMap [M, !Ref AWS::Region, Name]", "mapped"),
        ("!Select [1, !FindInMap [M, eu-central-1, List]]", "y"),
        ("!Base64 hello", "aGVsbG8="), ("!Base64 {'Fn::Sub': '${Word}!'}", "aGVsbG8h"),
        ("!If [IsHello, one, two]", "one"), ("!If [IsOther, one, two]", "two"), ("!If [Both, 1, 2]", "1"),
        ("!If [Any, 1, 2]", "1"), ("!Select [0, !GetAZs '']", "eu-central-1a"),
        ("!Select [2, !GetAZs us-east-1]", "us-east-1c"),
        ("!Select [1, !Cidr [10.0.0.0/16, 4, 8]]", "10.0.1.0/24"),
        ("!Select [3, !Cidr ['10.0.0.0/24', 4, 6]]", "10.0.0.192/26"), ("!Ref Count", "7"),
    ])
    func aFunctionHasAValue(_ function: String, _ value: String) async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", Self.head + "Outputs: {O: {Value: \(function)}}")
            #expect(try await apus.output("O", of: "s") == value)
        }
    }

    @Test(arguments: [
        ("!Select [5, [a, b]]", "Template error: Fn::Select cannot select nonexistent value at index 5"),
        (
            "!GetAtt A.Nothing",
            "Template error: resource A does not support attribute type Nothing in Fn::GetAtt"
        ),
        (
            "!Ref Words",
            "Template format error: Output O is malformed. The Value field of every Outputs member must evaluate to a String."
        ),
    ])
    func whatCannotBeWorkedOutRollsBack(_ function: String, _ text: String) async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create("s", Self.head + "Outputs: {O: {Value: \(function)}}")
            #expect(try await apus.status("s") == "ROLLBACK_COMPLETE")
            let reasons = try await apus.fullEvents("s").compactMap { $0["ResourceStatusReason"]?.string }
            #expect(reasons.contains(text))
        }
    }

    @Test func noValueLeavesThePropertyOut() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create(
                "s",
                "Resources: {A: {Type: Toy::Test::Thing, Properties: {Name: a, Color: !Ref AWS::NoValue}}}")
            let event = try await apus.fullEvents("s").first { $0["ResourceStatus"] == "CREATE_COMPLETE" }
            #expect(event?["ResourceProperties"] == #"{"Name":"a"}"#)
        }
    }

    @Test func aConditionDecidesAboutResourceAndOutput() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let template = """
                Parameters: {Env: {Type: String}}
                Conditions: {Prod: !Equals [!Ref Env, prod]}
                Resources:
                  A: {Type: Toy::Test::Thing, Properties: {Name: !If [Prod, !Ref B, a]}}
                  B: {Type: Toy::Test::Thing, Condition: Prod, Properties: {Name: b}}
                Outputs: {O: {Condition: Prod, Value: !Ref B}}
                """
            let env: (String) -> JSONObject = {
                ["Parameters": [["ParameterKey": "Env", "ParameterValue": .string($0)]]]
            }
            try await apus.create("s", template, env("test"))
            #expect(try await apus.kernel.toyThings() == ["a"])
            #expect(try await apus.stack("s")["Outputs"] == nil)
        }
    }

    @Test func secretsAreMasked() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            try await apus.create(
                "s",
                "Parameters: {P: {Type: String, NoEcho: true}}\nResources: {A: {Type: Toy::Test::Thing}}",
                ["Parameters": [["ParameterKey": "P", "ParameterValue": "hush"]]])
            #expect(try await apus.stack("s")["Parameters"]?.array?.first?["ParameterValue"] == "****")
        }
    }
}
