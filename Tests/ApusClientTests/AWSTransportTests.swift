import S3Interface
import SQSInterface
import Testing
import Wire

@testable import ApusClient

@Suite struct AWSTransportTests {
    private let keys = Credentials(accessKeyID: "AKID", secretAccessKey: "secret", sessionToken: "token")

    @Test func theEnvironmentSaysWhereAndWho() throws {
        let variables = [
            "AWS_DEFAULT_REGION": "eu-west-2", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_SESSION_TOKEN": "token", "AWS_ENDPOINT_URL": "http://127.0.0.1:4566/",
            "AWS_ENDPOINT_URL_SQS": "http://queues:1",
        ]
        let found = try AWSConfiguration.environment(variables)
        #expect(found.region == "eu-west-2")
        #expect(found.credentials == keys)
        #expect(found.endpoint(of: S3Client<AWSTransport>.model) == "http://127.0.0.1:4566")
        #expect(found.endpoint(of: SQSClient<AWSTransport>.model) == "http://queues:1")
    }

    @Test func withoutAnEndpointTheServicesOfAWSAnswer() {
        let found = AWSConfiguration(region: "eu-west-2", credentials: keys)
        #expect(found.endpoint(of: SQSClient<AWSTransport>.model) == "https://sqs.eu-west-2.amazonaws.com")
    }

    @Test(arguments: ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
    func whatIsMissingIsNamed(_ name: String) {
        var variables = ["AWS_REGION": "r", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "s"]
        variables[name] = nil
        #expect(throws: ConfigurationError(missing: name)) { try AWSConfiguration.environment(variables) }
    }

    @Test func aCallIsSignedWithItsHostAndToken() throws {
        let aws = AWSTransport(
            AWSConfiguration(region: "eu-west-2", credentials: keys, endpoint: "http://127.0.0.1:4566"))
        let outgoing = WireProtocol.awsJson1_0.encodeRequest(
            SendMessageInput(queueUrl: "http://h/0/q", messageBody: "m"), for: SQSOperations.sendMessage,
            of: SQSOperations.service)
        let request = try aws.signed(outgoing, for: SQSOperations.service)
        #expect(request.url == "http://127.0.0.1:4566/")
        let headers = Dictionary(request.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
        #expect(headers["x-amz-security-token"] == "token")
        #expect(headers["x-amz-target"] == "AmazonSQS.SendMessage")
        let authorization = headers["authorization"] ?? ""
        #expect(authorization.contains("/eu-west-2/sqs/aws4_request"))
        #expect(
            authorization.contains(
                "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target"))
    }

    @Test func anUploadPastAGatewayHasAURLOfItsOwn() throws {
        let aws = AWSTransport(
            AWSConfiguration(region: "eu-west-2", credentials: keys, endpoint: "http://127.0.0.1:4566"))
        let url = try aws.presignedURL(
            GetObjectInput(bucket: "b", key: "a b"), to: S3Operations.getObject, of: S3Operations.service,
            expires: .seconds(60))
        #expect(url.hasPrefix("http://127.0.0.1:4566/b/a%20b?"))
        #expect(url.contains("X-Amz-Expires=60"))
        #expect(url.contains("&X-Amz-Signature="))
    }

    @Test func noAnswerIsAnErrorThatNamesTheAddress() async throws {
        let http = HTTPSession()
        // Nothing listens on the port for discarded traffic.
        let error = await #expect(throws: TransportError.self) {
            try await http.send(.init(method: "GET", url: "http://127.0.0.1:9/", timeout: .seconds(5)))
        }
        #expect(error?.reason.contains("127.0.0.1:9") == true)
    }
}
