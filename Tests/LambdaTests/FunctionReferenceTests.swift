import Testing

@testable import Lambda

@Suite struct FunctionReferenceTests {
    @Test func aNameAPartialAndAFullARNMeanTheSameFunction() throws {
        #expect(try FunctionReference("meter").name == "meter")
        #expect(try FunctionReference("123456789012:function:meter").name == "meter")
        #expect(try FunctionReference("function:meter:live").qualifier == "live")
        let full = try FunctionReference("arn:aws:lambda:eu-central-1:123456789012:function:meter:3")
        #expect(full.name == "meter" && full.region == "eu-central-1" && full.qualifier == "3")
    }

    @Test func twoQualifiersMustAgree() {
        #expect(throws: (any Error).self) { try FunctionReference("meter:1", qualifier: "2") }
    }
}
