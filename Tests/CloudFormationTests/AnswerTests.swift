import ApusTesting
import CloudFormation
import Kernel
import Testing
import Wire

/// Custom resources and wait conditions, answered at the URL they are given.
@Suite struct AnswerTests {
    private func put(_ apus: TestApus, _ url: String, _ body: JSON) async throws -> Int {
        let service = try #require(apus.kernel.service("cloudformation"))
        let path = String(url.dropFirst(apus.kernel.settings.endpoint.count))
        let route = try #require(service.routes.first)
        let request = RouteRequest(
            method: "PUT", path: path, host: "localhost", parts: RequestParts(body: body.utf8), endpoint: "",
            sourceIP: "",
            requestID: "r")
        let kernel = apus.kernel
        let status = try await kernel.time.activity.track { try await route.respond(request, kernel).status }
        await apus.settle()
        return status
    }

    @Test func aWaitConditionWaitsForItsSignal() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let template = """
                Resources:
                  H: {Type: AWS::CloudFormation::WaitConditionHandle}
                  W: {Type: AWS::CloudFormation::WaitCondition, Properties: {Handle: !Ref H, Timeout: '300'}}
                Outputs: {O: {Value: !GetAtt W.Data}}
                """
            try await apus.create("s", template)
            #expect(try await apus.status("s") == "CREATE_IN_PROGRESS")
            let handle = try await apus.invoke(
                "cloudformation:DescribeStackResource", ["StackName": "s", "LogicalResourceId": "H"])
            let url = try #require(handle["StackResourceDetail"]?["PhysicalResourceId"]?.string)
            let status = try await put(
                apus, url, ["Status": "SUCCESS", "UniqueId": "u", "Data": "d", "Reason": "r"])
            #expect(status == 200)
            #expect(try await apus.status("s") == "CREATE_COMPLETE")
            #expect(try await apus.output("O", of: "s") == #"{"u":"d"}"#)
            #expect(try await put(apus, url + "x", ["Status": "SUCCESS"]) == 403)
        }
    }

    @Test func aWaitConditionEndsWithItsTimeOut() async throws {
        try await withApus([.toy, .cloudFormation]) { apus in
            let template = """
                Resources:
                  H: {Type: AWS::CloudFormation::WaitConditionHandle}
                  W: {Type: AWS::CloudFormation::WaitCondition, Properties: {Handle: !Ref H, Timeout: 30}}
                """
            try await apus.create("s", template)
            await apus.advance(by: .seconds(31))
            #expect(try await apus.status("s") == "ROLLBACK_COMPLETE")
            let reasons = try await apus.fullEvents("s").compactMap { $0["ResourceStatusReason"]?.string }
            #expect(reasons.contains("WaitCondition timed out. Received 0 conditions when expecting 1"))
        }
    }

    @Test func aFunctionAnswersForACustomResource() async throws {
        try await withApus([.toy, .receiver, .cloudFormation]) { apus in
            let template = """
                Resources:
                  C:
                    Type: Custom::Thing
                    Properties: {ServiceToken: 'arn:aws:lambda:eu-central-1:000000000000:function:f', Size: 3}
                Outputs: {O: {Value: !GetAtt C.Word}, R: {Value: !Ref C}}
                """
            try await apus.create("s", template)
            let create = try #require(try await Receiver.events(apus.kernel).first)
            #expect(create["RequestType"] == "Create")
            #expect(create["ResourceType"] == "Custom::Thing")
            #expect(create["ResourceProperties"]?["Size"] == "3")
            let url = try #require(create["ResponseURL"]?.string)
            _ = try await put(
                apus, url, ["Status": "SUCCESS", "PhysicalResourceId": "p", "Data": ["Word": "hello"]])
            #expect(try await apus.status("s") == "CREATE_COMPLETE")
            #expect(try await apus.output("O", of: "s") == "hello")
            #expect(try await apus.output("R", of: "s") == "p")
            try await apus.delete("s")
            let delete = try #require(try await Receiver.events(apus.kernel).last)
            #expect(delete["RequestType"] == "Delete")
            #expect(delete["PhysicalResourceId"] == "p")
            let end = try #require(delete["ResponseURL"]?.string)
            _ = try await put(apus, end, ["Status": "SUCCESS", "PhysicalResourceId": "p"])
            #expect(try await apus.failure("cloudformation:DescribeStacks", ["StackName": "s"]) != nil)
        }
    }
}
