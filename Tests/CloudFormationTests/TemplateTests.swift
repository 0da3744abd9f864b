import ApusTesting
import CloudFormation
import Kernel
import Testing
import Wire

@Suite struct TemplateTests {
    private static let ok = "{Type: Toy::Test::Thing}"

    @Test(arguments: [
        ("a: [", "Template format error: YAML not well-formed. (line 2, column 1)"),
        ("{\"a\": }", "Template format error: JSON not well-formed. (line 1, column 7)"),
        ("just text", "Template format error: unsupported structure."),
        ("Resources: {}", "Template format error: At least one Resources member must be defined."),
        ("Foo: 1\nResources: {A: \(ok)}", "Invalid template property or properties [Foo]"),
        (
            "Resources: {A: {Properties: {}}}",
            "Template format error: [/Resources/A] Every Resources object must contain a Type member."
        ),
        ("Resources: {A: {Type: Toy::Test::Thing, Foo: 1}}", "Invalid template resource property 'Foo'"),
        (
            "Resources: {my-bad-resource-id: \(ok)}",
            "Template format error: Resource name my-bad-resource-id is non alphanumeric."
        ),
        (
            "Resources: {A: {Type: AWS::X::Y}}",
            "Template format error: Unrecognized resource types: [AWS::X::Y]"
        ),
        (
            "Resources: {A: {Type: Toy::Test::Thing, Properties: {Color: !Ref X}}}",
            "Template format error: Unresolved resource dependencies [X] in the Resources block of the template"
        ),
        (
            "Resources: {A: {Type: Toy::Test::Thing, DependsOn: Y}}",
            "Template format error: Unresolved resource dependencies [Y] in the Resources block of the template"
        ),
        (
            "Resources: {A: \(ok)}\nOutputs: {O: {Value: !GetAtt Z.Arn}}",
            "Template format error: Unresolved resource dependencies [Z] in the Outputs block of the template"
        ),
        (
            "Resources: {A: {Type: Toy::Test::Thing, Condition: C}}",
            "Template format error: Unresolved condition dependency C in the Resources block of the template"
        ),
        (
            "Resources: {A: {Type: Toy::Test::Thing, DependsOn: B}, B: {Type: Toy::Test::Thing, DependsOn: A}, C: \(ok)}",
            "Circular dependency between resources: [A, B]"
        ),
        (
            "Resources: {A: {Type: Toy::Test::Thing, Properties: {Color: !Ref A}}}",
            "Circular dependency between resources: [A]"
        ),
        (
            "Resources: {A: {Type: Toy::Test::Thing, Properties: {Color: null}}}",
            "Template format error: [/Resources/A/Properties/Color] 'null' values are not allowed in templates"
        ),
        (
            "Conditions: {C: !Equals [!Ref A, x]}\nResources: {A: \(ok)}",
            "Template format error: Unresolved dependencies [A]. Cannot reference resources in the Conditions block of the template"
        ),
        (
            "Mappings: {TopicSuffixMap: {A: {Suffix: x}}}\nResources: {A: {Type: Toy::Test::Thing, Properties: {Color: !FindInMap [TopicSuffixMap, C, Suffix]}}}",
            "Template error: Unable to get mapping for TopicSuffixMap::C::Suffix"
        ),
        (
            "Mappings: {TopicSuffixMap: {A: {Suffix: x}}}\nResources: {A: {Type: Toy::Test::Thing, Properties: {Color: !FindInMap [TopicSuffixMap, A, NotValid]}}}",
            "Template error: Unable to get mapping for TopicSuffixMap::A::NotValid"
        ),
        (
            "Parameters: {P: {Type: Strin}}\nResources: {A: \(ok)}",
            "Template format error: Unrecognized parameter type: Strin"
        ),
        ("Parameters: {P: {Type: String}}\nResources: {A: \(ok)}", "Parameters: [P] must have values"),
        (
            "Parameters: {Value: {Type: Number, Default: x}}\nResources: {A: \(ok)}",
            "Parameter 'Value' must be a number."
        ),
    ])
    func aMistakeIsToldInTheWordsOfAWS(_ template: String, _ text: String) async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let refusal = try await apus.refusal(template)
            #expect(refusal == text)
        }
    }

    @Test(arguments: [
        ("{Type: String, AllowedValues: [a, b]}", "c", "Parameter 'P' must be one of AllowedValues"),
        ("{Type: String, AllowedPattern: '[a-z]+'}", "A1", "Parameter 'P' must match pattern [a-z]+"),
        ("{Type: String, MinLength: 3}", "ab", "Parameter 'P' must contain at least 3 characters"),
        ("{Type: String, MaxLength: 3}", "abcd", "Parameter 'P' must contain at most 3 characters"),
        ("{Type: Number, MinValue: 1}", "0", "Parameter 'P' must be a number not less than 1"),
        ("{Type: Number, MaxValue: 10}", "11", "Parameter 'P' must be a number not greater than 10"),
        (
            "{Type: String, AllowedPattern: '[a-z]+', ConstraintDescription: only letters}", "1",
            "Parameter P failed to satisfy constraint: only letters"
        ),
        ("{Type: 'List<Number>'}", "1,x", "Parameter 'P' must be a number."),
    ])
    func aParameterKeepsItsConstraints(_ declaration: String, _ value: String, _ text: String) async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let template = "Parameters: {P: \(declaration)}\nResources: {A: \(Self.ok)}"
            let parameters: JSON = [["ParameterKey": "P", "ParameterValue": .string(value)]]
            let refusal = try await apus.refusal(template, ["Parameters": parameters])
            #expect(refusal == text)
        }
    }

    @Test func aParameterNobodyDeclaredIsRefused() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let parameters: JSON = [["ParameterKey": "Q", "ParameterValue": "x"]]
            let refusal = try await apus.refusal("Resources: {A: \(Self.ok)}", ["Parameters": parameters])
            #expect(refusal == "Parameters: [Q] do not exist in the template")
        }
    }

    @Test func whatIsMissingIsNamed() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            for (template, name) in [
                (
                    "Parameters: {P: {Type: 'AWS::SSM::Parameter::Value<String>'}}\nResources: {A: \(Self.ok)}",
                    "The parameter type AWS::SSM::Parameter::Value<String> of P is not implemented."
                ),
                (
                    "Transform: AWS::Include\nResources: {A: \(Self.ok)}",
                    "The transform AWS::Include is not implemented."
                ),
                (
                    "Resources: {A: {Type: Toy::Test::Thing, CreationPolicy: {ResourceSignal: {Count: 1}}}}",
                    "CreationPolicy of A (Toy::Test::Thing) is not implemented."
                ),
                (
                    "Resources: {A: {Type: Toy::Test::Thing, DeletionPolicy: Snapshot}}",
                    "DeletionPolicy Snapshot of A (Toy::Test::Thing) is not implemented."
                ),
            ] {
                let failure = try await apus.failure(
                    "cloudformation:CreateStack", ["StackName": "s", "TemplateBody": .string(template)])
                #expect(failure?.code == "NotImplemented")
                #expect(failure?.message == name)
            }
        }
    }

    @Test func aTemplateHasASize() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let body = "Resources: {A: \(Self.ok)}\n#" + String(repeating: "x", count: 51_200)
            let refusal = try #require(try await apus.refusal(body))
            #expect(
                refusal.hasSuffix(
                    "at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200"
                ))
        }
    }

    @Test func aTemplateIsValidatedWithoutBeingUsed() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let template = """
                Description: d
                Parameters: {P: {Type: String, Default: x, NoEcho: true, Description: secret}}
                Resources: {R: {Type: AWS::IAM::Role}}
                """
            let answer = try await apus.invoke(
                "cloudformation:ValidateTemplate", ["TemplateBody": .string(template)])
            #expect(answer["Description"] == "d")
            #expect(answer["Capabilities"] == ["CAPABILITY_IAM"])
            #expect(
                answer["CapabilitiesReason"]
                    == "The following resource(s) require capabilities: [AWS::IAM::Role]")
            #expect(answer["Parameters"]?.array?.first?["NoEcho"] == true)
            let summary = try await apus.invoke(
                "cloudformation:GetTemplateSummary", ["TemplateBody": .string(template)])
            #expect(summary["ResourceTypes"] == ["AWS::IAM::Role"])
            #expect(summary["Parameters"]?.array?.first?["ParameterType"] == "String")
        }
    }

    @Test func rulesHoldBeforeAnythingIsMade() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let template = """
                Parameters: {Env: {Type: String, Default: test}}
                Rules:
                  Prod:
                    RuleCondition: !Equals [!Ref Env, test]
                    Assertions: [{Assert: !Not [!Equals [!Ref Env, test]], AssertDescription: not here}]
                Resources: {A: \(Self.ok)}
                """
            let refusal = try await apus.refusal(template)
            #expect(refusal == "Template error: Rule Prod failed: not here")
        }
    }
}
