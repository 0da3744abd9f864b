import ApusTesting
import Kernel
import SNS
import Store
import Testing
import Wire

/// Mail, texts and pushes, as the local mailbox keeps them.
@Suite struct PeopleTests {
    private struct Kept: RowDecodable, Sendable, Equatable {
        static let columns: StaticString = "medium, recipient, subject, content"
        let medium: String
        let recipient: String
        let subject: String?
        let content: String

        init(row: borrowing Row) throws(StoreError) {
            medium = try row[0]
            recipient = try row[1]
            subject = try row[2]
            content = try row[3]
        }
    }

    private func kept(_ apus: TestApus) async throws -> [Kept] {
        try await apus.kernel.store.read { tx in
            try tx.all("SELECT \(raw: Kept.columns) FROM sns_sent ORDER BY id")
        }
    }

    private func endpoint(_ apus: TestApus, _ attributes: JSON = [:]) async throws -> String {
        let application = try await apus.invoke(
            "sns:CreatePlatformApplication",
            ["Name": "app", "Platform": "GCM", "Attributes": ["PlatformCredential": "secret"]])
        return try await apus.invoke(
            "sns:CreatePlatformEndpoint",
            [
                "PlatformApplicationArn": application["PlatformApplicationArn"] ?? "", "Token": "t1",
                "Attributes": attributes,
            ])["EndpointArn"]?.string ?? ""
    }

    @Test func mailNeedsAConfirmationByTheLinkInIt() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            let answer = try await apus.invoke(
                "sns:Subscribe",
                ["TopicArn": .string(topic), "Protocol": "email", "Endpoint": "a@example.com"])
            #expect(answer["SubscriptionArn"] == "pending confirmation")
            try await apus.invoke("sns:Publish", ["TopicArn": .string(topic), "Message": "too early"])
            let mail = try #require(try await kept(apus).first)
            #expect(try await kept(apus).count == 1)
            #expect(mail.recipient == "a@example.com")
            #expect(mail.subject == "AWS Notification - Subscription Confirmation")
            let token = try #require(mail.content.split(separator: "Token=").last?.prefix { $0.isHexDigit })
            try await apus.invoke(
                "sns:ConfirmSubscription", ["TopicArn": .string(topic), "Token": .string(String(token))])
            try await apus.invoke(
                "sns:Publish", ["TopicArn": .string(topic), "Message": "dear reader", "Subject": "News"])
            let sent = try await kept(apus)
            #expect(sent.count == 2)
            #expect(sent[1].subject == "News")
            #expect(sent[1].content.hasPrefix("dear reader\n"))
            #expect(sent[1].content.contains("Action=Unsubscribe&SubscriptionArn=\(topic):"))
        }
    }

    @Test func mailAsJSONIsTheSignedEnvelope() async throws {
        try await withSNS { apus in
            let topic = try await apus.topic()
            try await apus.subscribe(topic, "a@example.com", over: "email-json")
            let token = try #require(
                try await kept(apus).first?.content.split(separator: "Token=").last?.prefix { $0.isHexDigit })
            try await apus.invoke(
                "sns:ConfirmSubscription", ["TopicArn": .string(topic), "Token": .string(String(token))])
            try await apus.invoke("sns:Publish", ["TopicArn": .string(topic), "Message": "m"])
            let body = try JSON(parsing: try #require(try await kept(apus).last).content)
            #expect(body["Message"] == "m")
            #expect(body["Signature"]?.string?.isEmpty == false)
        }
    }

    @Test(arguments: ["nobody", "a@", "a b@example.com", "<a@example.com>", "a@b@c"])
    func whatIsNoAddressIsRefused(_ address: String) async throws {
        try await withSNS { apus in
            let topic = JSON.string(try await apus.topic())
            let failure = try await apus.failure(
                "sns:Subscribe", ["TopicArn": topic, "Protocol": "email", "Endpoint": .string(address)])
            #expect(failure?.code == "InvalidParameter")
            #expect(failure?.message == "Invalid parameter: Email address")
        }
    }

    @Test func textsAreRecordedWithTheirSender() async throws {
        try await withSNS { apus in
            try await apus.invoke("sns:SetSMSAttributes", ["attributes": ["DefaultSenderID": "Meter"]])
            let answer = try await apus.invoke(
                "sns:Publish", ["PhoneNumber": "+49 170 1234567", "Message": "high reading"])
            #expect(answer["MessageId"]?.string?.isEmpty == false)
            let topic = try await apus.topic()
            try await apus.subscribe(topic, "+491701234567", over: "sms")
            try await apus.invoke("sns:Publish", ["TopicArn": .string(topic), "Message": "from a topic"])
            let sent = try await kept(apus)
            #expect(sent.map(\.medium) == ["sms", "sms"])
            #expect(sent.map(\.subject) == ["Meter", "Meter"])
            #expect(sent.map(\.content) == ["high reading", "from a topic"])
            let failure = try await apus.failure("sns:Publish", ["PhoneNumber": "call me", "Message": "m"])
            #expect(
                failure?.message
                    == "Invalid parameter: PhoneNumber Reason: call me is not valid to publish to")
        }
    }

    @Test func settingsOfTextsAreKeptAndChecked() async throws {
        try await withSNS { apus in
            #expect(
                try await apus.invoke("sns:GetSMSAttributes")["attributes"] == ["MonthlySpendLimit": "1"])
            try await apus.invoke("sns:SetSMSAttributes", ["attributes": ["DefaultSMSType": "Promotional"]])
            #expect(
                try await apus.invoke("sns:GetSMSAttributes", ["attributes": ["DefaultSMSType"]])[
                    "attributes"]
                    == ["DefaultSMSType": "Promotional"])
            let wrong = try await apus.failure(
                "sns:SetSMSAttributes", ["attributes": ["DefaultSMSType": "Loud"]])
            #expect(wrong?.code == "InvalidParameter")
            let absent = try await apus.failure(
                "sns:SetSMSAttributes", ["attributes": ["UsageReportS3Bucket": "b"]])
            #expect(absent?.code == "NotImplemented")
        }
    }

    @Test func nobodyIsOptedOut() async throws {
        try await withSNS { apus in
            let number: JSON = ["phoneNumber": "+491701234567"]
            #expect(
                try await apus.invoke("sns:CheckIfPhoneNumberIsOptedOut", number)["isOptedOut"] == false)
            try await apus.invoke("sns:OptInPhoneNumber", number)
            #expect(try await apus.invoke("sns:ListPhoneNumbersOptedOut")["phoneNumbers"] == [])
        }
    }

    @Test func aPushIsWordedForThePlatformOfItsDevice() async throws {
        try await withSNS { apus in
            let endpoint = try await endpoint(apus)
            let message = #"{"default": "plain", "GCM": "{\"notification\": 1}", "APNS": "{}"}"#
            try await apus.invoke(
                "sns:Publish",
                ["TargetArn": .string(endpoint), "Message": .string(message), "MessageStructure": "json"])
            let topic = try await apus.topic()
            try await apus.subscribe(topic, endpoint, over: "application")
            try await apus.invoke(
                "sns:Publish",
                ["TopicArn": .string(topic), "Message": .string(message), "MessageStructure": "json"])
            let sent = try await kept(apus)
            #expect(sent.map(\.recipient) == [endpoint, endpoint])
            #expect(sent.map(\.content) == [#"{"notification": 1}"#, #"{"notification": 1}"#])
        }
    }

    @Test func aDeviceThatIsSwitchedOffGetsNothing() async throws {
        try await withSNS { apus in
            let endpoint = try await endpoint(apus)
            try await apus.invoke(
                "sns:SetEndpointAttributes",
                [
                    "EndpointArn": .string(endpoint),
                    "Attributes": ["Enabled": "false", "CustomUserData": "u"],
                ])
            let failure = try await apus.failure(
                "sns:Publish", ["TargetArn": .string(endpoint), "Message": "m"])
            #expect(failure?.code == "EndpointDisabled")
            #expect(
                try await apus.invoke("sns:GetEndpointAttributes", ["EndpointArn": .string(endpoint)])[
                    "Attributes"] == ["Enabled": "false", "Token": "t1", "CustomUserData": "u"])
            try await apus.invoke("sns:DeleteEndpoint", ["EndpointArn": .string(endpoint)])
            let gone = try await apus.failure(
                "sns:Publish", ["TargetArn": .string(endpoint), "Message": "m"])
            #expect(gone?.code == "InvalidParameter")
            #expect(
                gone?.message
                    == "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified")
            #expect(try await kept(apus).isEmpty)
        }
    }

    @Test func aTokenBelongsToOneDevice() async throws {
        try await withSNS { apus in
            let first = try await endpoint(apus)
            #expect(try await endpoint(apus) == first)
            await #expect(throws: (any Error).self) {
                _ = try await endpoint(apus, ["CustomUserData": "other"])
            }
        }
    }

    @Test func applicationsHideTheirSecretsAndTakeTheirDevicesWithThem() async throws {
        try await withSNS { apus in
            let endpoint = try await endpoint(apus)
            let applications = try await apus.invoke("sns:ListPlatformApplications")["PlatformApplications"]
            let arn = try #require(applications?.array?.first?["PlatformApplicationArn"])
            #expect(arn == "arn:aws:sns:eu-central-1:000000000000:app/GCM/app")
            #expect(applications?.array?.first?["Attributes"] == ["Enabled": "true"])
            let devices = try await apus.invoke(
                "sns:ListEndpointsByPlatformApplication", ["PlatformApplicationArn": arn])["Endpoints"]
            #expect(devices?.array?.first?["EndpointArn"]?.string == endpoint)
            try await apus.invoke("sns:DeletePlatformApplication", ["PlatformApplicationArn": arn])
            let gone = try await apus.failure(
                "sns:GetEndpointAttributes", ["EndpointArn": .string(endpoint)])
            #expect(gone?.code == "NotFound")
            let missing = try await apus.failure(
                "sns:GetPlatformApplicationAttributes", ["PlatformApplicationArn": arn])
            #expect(missing?.message == "PlatformApplication does not exist")
        }
    }
}
