import Testing
import Wire
import YAML

@Suite struct YAMLTests {
    private func json(_ text: String) throws -> String { try YAML.json(text).text }

    private func reason(_ text: String) -> YAMLError.Reason? {
        do {
            _ = try YAML.json(text)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(arguments: [
        ("a: !Ref b", #"{"a":{"Ref":"b"}}"#),
        ("a: !Ref AWS::Region", #"{"a":{"Ref":"AWS::Region"}}"#),
        ("a: !GetAtt b.Arn", #"{"a":{"Fn::GetAtt":["b","Arn"]}}"#),
        ("a: !GetAtt b.Outputs.X", #"{"a":{"Fn::GetAtt":["b","Outputs.X"]}}"#),
        ("a: !GetAtt [b, Arn]", #"{"a":{"Fn::GetAtt":["b","Arn"]}}"#),
        ("a: !Sub '${b}-c'", #"{"a":{"Fn::Sub":"${b}-c"}}"#),
        ("a: !Join [':', [x, !Ref y]]", #"{"a":{"Fn::Join":[":",["x",{"Ref":"y"}]]}}"#),
        ("a: !If [c, 1, !Ref AWS::NoValue]", #"{"a":{"Fn::If":["c",1,{"Ref":"AWS::NoValue"}]}}"#),
        ("a: !Condition c", #"{"a":{"Condition":"c"}}"#),
        ("a: !GetAZs ''", #"{"a":{"Fn::GetAZs":""}}"#),
        ("a: !Base64\n  Fn::Sub: x", #"{"a":{"Fn::Base64":{"Fn::Sub":"x"}}}"#),
    ])
    func aShortFormBecomesItsLongForm(_ yaml: String, _ long: String) throws {
        #expect(try json(yaml) == long)
    }

    @Test(arguments: [
        ("a: 30", #"{"a":30}"#), ("a: '30'", #"{"a":"30"}"#), ("a: 012345678901", #"{"a":"012345678901"}"#),
        ("a: 2012-10-17", #"{"a":"2012-10-17"}"#), ("a: true", #"{"a":true}"#), ("a: yes", #"{"a":true}"#),
        ("a: \"true\"", #"{"a":"true"}"#), ("a: 1.50", #"{"a":1.50}"#), ("a: 1e5", #"{"a":"1e5"}"#),
        ("a: 0x1F", #"{"a":"0x1F"}"#), ("a: .5", #"{"a":".5"}"#), ("a: -0", #"{"a":-0}"#),
        ("a: ", #"{"a":null}"#),
        ("a: !!str 5", #"{"a":"5"}"#), ("1: x", #"{"1":"x"}"#), ("on: x", #"{"on":"x"}"#),
        ("a: |\n  x\n  y\n", #"{"a":"x\ny\n"}"#), ("a: &n 1\nb: *n", #"{"a":1,"b":1}"#),
        ("a: 10:30", #"{"a":"10:30"}"#),
    ])
    func aScalarKeepsItsMeaning(_ yaml: String, _ expected: String) throws {
        #expect(try json(yaml) == expected)
    }

    @Test func aKeyTwiceIsRefusedByName() {
        #expect(reason("a: 1\nb: 2\na: 3") == .duplicateKey("a"))
    }

    @Test func anUnknownTagIsRefusedByName() {
        #expect(reason("a: !Reff b") == .unknownTag("!Reff"))
    }

    @Test func brokenYAMLNamesItsLine() {
        let error = #expect(throws: YAMLError.self) { try YAML.json("a: b\n  c: d") }
        #expect(error?.reason == .malformed)
        #expect(error?.line == 2)
    }

    @Test(arguments: ["- ", "[", "{a: ", "? ", ": "])
    func endlessNestingIsRefused(_ opening: String) {
        #expect(reason(String(repeating: opening, count: 20_000)) == .tooLarge)
    }

    @Test func nestingByIndentationIsBounded() {
        let text = (0..<600).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(reason(text) == .tooLarge)
    }

    @Test func anAliasBombIsRefused() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(reason(text) == .tooLarge)
    }

    @Test func anAliasAsAKeyIsRefused() {
        #expect(reason("a: &a [x]\n*a : y") == .complexKey)
        #expect(reason("a: &a [x]\nb: {[*a]: y}") == .complexKey)
    }

    @Test func anEmptyTextIsNoDocument() {
        #expect(reason("") == .empty)
        #expect(reason("a: 1\n---\nb: 2") == .malformed)
    }
}
