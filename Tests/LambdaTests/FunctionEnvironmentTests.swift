import Kernel
import LambdaInterface
import Testing

@testable import Lambda

@Suite struct FunctionEnvironmentTests {
    @Test func reservedNamesAreRefusedByName() {
        let failure = #expect(throws: InvalidParameterValueException.self) {
            try FunctionEnvironment.check(["AWS_REGION": "x", "_HANDLER": "y", "MINE": "z"])
        }
        #expect(
            failure?.message.hasSuffix("Reserved keys used in this request: AWS_REGION, _HANDLER") == true)
    }

    @Test func exactlyFourKilobytesAreTaken() throws {
        // {"NAME":"…"} has eleven characters besides the value.
        try FunctionEnvironment.check(["NAME": String(repeating: "x", count: 4096 - 11)])
        #expect(throws: InvalidParameterValueException.self) {
            try FunctionEnvironment.check(["NAME": String(repeating: "x", count: 4096 - 10)])
        }
    }

    @Test func aRuntimeThatIsNotRunHereIsRefusedWithTheListOfThoseThatAre() {
        let failure = #expect(throws: InvalidParameterValueException.self) { try Runtime("ruby3.3") }
        #expect(
            failure?.message.hasPrefix("Value ruby3.3 at 'runtime' failed to satisfy constraint: ") == true)
    }
}
