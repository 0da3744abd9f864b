import ApusTesting
import Kernel
import SNS
import Testing
import Wire

@Suite struct SandboxTests {
    /// What was sent to a number, newest last, as the mailbox shows it.
    private func texts(_ apus: TestApus) async throws -> [String] {
        let service = try #require(apus.kernel.service("sns"))
        let request = RouteRequest(
            method: "GET", path: "/_sns/mail", host: "", parts: RequestParts(), endpoint: "", sourceIP: "",
            requestID: "r")
        let answer = try await service.routes[1].respond(request, apus.kernel)
        return try JSON(parsing: answer.body)["messages"]?.array?.compactMap { $0["content"]?.string } ?? []
    }

    private func numbers(_ apus: TestApus, _ input: JSON = [:]) async throws -> JSON {
        try await apus.invoke("sns:ListSMSSandboxPhoneNumbers", input)
    }

    @Test func aNumberIsVerifiedByTheCodeThatItWasSent() async throws {
        try await withSNS { apus in
            let number: JSON = ["PhoneNumber": "+4915112345678"]
            try await apus.invoke("sns:CreateSMSSandboxPhoneNumber", number)
            #expect(
                try await numbers(apus)["PhoneNumbers"]
                    == [["PhoneNumber": "+4915112345678", "Status": "Pending"]])
            let text = try #require(try await texts(apus).last)
            let code = text.filter { $0.isNumber }
            #expect(code.count == 6)
            let wrong = code == "000000" ? "000001" : "000000"
            let failure = try await apus.failure(
                "sns:VerifySMSSandboxPhoneNumber",
                ["PhoneNumber": "+4915112345678", "OneTimePassword": .string(wrong)])
            #expect(failure?.code == "VerificationException")
            try await apus.invoke(
                "sns:VerifySMSSandboxPhoneNumber",
                ["PhoneNumber": "+4915112345678", "OneTimePassword": .string(code)])
            #expect(try await numbers(apus)["PhoneNumbers"]?.array?.first?["Status"] == "Verified")
            #expect(
                try await apus.failure("sns:CreateSMSSandboxPhoneNumber", number)?.code == "UserError")
            try await apus.invoke("sns:DeleteSMSSandboxPhoneNumber", number)
            #expect(try await numbers(apus)["PhoneNumbers"] == [])
            for action in ["Delete", "Verify"] {
                let failure = try await apus.failure(
                    "sns:\(action)SMSSandboxPhoneNumber",
                    ["PhoneNumber": "+4915112345678", "OneTimePassword": "12345"])
                #expect(failure?.code == "ResourceNotFound")
            }
        }
    }

    @Test func anAccountHasTenNumbersListedInPages() async throws {
        try await withSNS { apus in
            for index in 0..<10 {
                try await apus.invoke(
                    "sns:CreateSMSSandboxPhoneNumber", ["PhoneNumber": .string("+491511234560\(index)")])
            }
            #expect(
                try await apus.failure(
                    "sns:CreateSMSSandboxPhoneNumber", ["PhoneNumber": "+4915112345699"])?.code
                    == "UserError")
            let page = try await numbers(apus, ["MaxResults": 6])
            #expect(page["PhoneNumbers"]?.array?.count == 6)
            let rest = try await numbers(apus, ["MaxResults": 6, "NextToken": page["NextToken"] ?? ""])
            #expect(rest["PhoneNumbers"]?.array?.count == 4)
            #expect(rest["NextToken"] == nil)
        }
    }

    @Test func nobodyIsInTheSandboxAndNobodyHasNumbersToSendFrom() async throws {
        try await withSNS { apus in
            let status = try await apus.invoke("sns:GetSMSSandboxAccountStatus")
            #expect(status["IsInSandbox"] == false)
            let numbers = try await apus.invoke("sns:ListOriginationNumbers")
            #expect(numbers["PhoneNumbers"] == [])
        }
    }

    @Test func aTopicHasNoDataProtectionPolicyAndTakesNone() async throws {
        try await withSNS { apus in
            let arn = JSON.string(try await apus.topic())
            #expect(
                try await apus.invoke("sns:GetDataProtectionPolicy", ["ResourceArn": arn])[
                    "DataProtectionPolicy"] == "")
            let failure = try await apus.failure(
                "sns:PutDataProtectionPolicy",
                ["ResourceArn": arn, "DataProtectionPolicy": #"{"Name":"p"}"#])
            #expect(failure?.code == "NotImplemented")
            #expect(failure?.message.contains("DataProtectionPolicy") == true)
            let absent: JSON = "arn:aws:sns:eu-central-1:000000000000:absent"
            #expect(
                try await apus.failure("sns:GetDataProtectionPolicy", ["ResourceArn": absent])?.code
                    == "NotFound")
        }
    }
}
