import Testing

@testable import Signing

@Suite("Refused signatures in AWS's words")
struct RefusalTests {
    private let parts =
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/sqs/aws4_request, "
        + "SignedHeaders=host;x-amz-date, Signature=00"

    private func request(_ authorization: String?, date: String? = "20260101T123045Z") -> SigningRequest {
        var headers: [(name: String, value: String)] = [("Host", "h")]
        if let date { headers.append(("X-Amz-Date", date)) }
        if let authorization { headers.append(("Authorization", authorization)) }
        return SigningRequest(method: "POST", path: "/", headers: headers)
    }

    private func presigned(_ query: String) -> SigningRequest {
        SigningRequest(method: "GET", path: "/k", query: query, headers: [("Host", "h")])
    }

    private let query =
        "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20260101%2Fus-east-1%2Fs3%2Faws4_request"
        + "&X-Amz-Date=20260101T123045Z&X-Amz-SignedHeaders=host&X-Amz-Signature=00"

    private func expect(
        _ error: SigningError?, _ dialect: ErrorDialect, _ code: String, _ message: String, _ status: Int,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let failure = error?.failure(in: dialect)
        #expect(failure?.code == code, sourceLocation: location)
        #expect(failure?.message == message, sourceLocation: location)
        #expect(failure?.status == status, sourceLocation: location)
    }

    @Test("An Authorization header that holds nothing lists all that is missing")
    func everythingMissing() {
        let error = refusal(of: request("AWS4-HMAC-SHA256", date: nil))
        let text =
            "Authorization header requires 'Credential' parameter. "
            + "Authorization header requires 'Signature' parameter. "
            + "Authorization header requires 'SignedHeaders' parameter. "
            + "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
            + "(Hashed with SHA-256 and encoded with Base64) "
            + "Authorization=YI2YWea8FSxnksZL2ETHbs5elHm9HQufxTLK0W0ffV0="
        expect(error, .query, "IncompleteSignature", text, 400)
        expect(error, .json, "IncompleteSignatureException", text, 400)
        expect(
            error, .s3, "AuthorizationHeaderMalformed",
            "The authorization header is malformed; the authorization header requires three components: "
                + "Credential, SignedHeaders, and Signature.", 400)
    }

    @Test("A date that is missing or malformed is told")
    func dates() {
        let missing = refusal(of: request(parts, date: nil))
        #expect(
            missing?.failure(in: .json).message.hasPrefix(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (Hashed"
            )
                == true)
        expect(
            missing, .s3, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403
        )
        let malformed = refusal(of: request(parts, date: "20260230T000000Z"))
        expect(
            malformed, .query, "IncompleteSignature",
            "Date must be in ISO-8601 'basic format'. Got '20260230T000000Z'. "
                + "See http://en.wikipedia.org/wiki/ISO_8601", 400)
    }

    @Test("A bearer token is answered as a pair without an equal sign, by Amazon S3 as an unknown scheme")
    func bearer() {
        let error = refusal(of: request("Bearer token"))
        expect(
            error, .restJSON, "IncompleteSignatureException",
            "Invalid key=value pair (missing equal-sign) in Authorization header "
                + "(hashed with SHA-256 and encoded with Base64): "
                + "'sirDDmH2JNXZ7PrsYu3JMpduFdLxWZgJKX9UIu07OWs='.", 403)
        expect(error, .s3, "InvalidArgument", "Unsupported Authorization Type", 400)
    }

    @Test("Another algorithm is named")
    func algorithm() {
        let error = refusal(of: request(parts.replacingFirst("AWS4-HMAC-SHA256", with: "AWS4-HMAC-SHA1")))
        expect(error, .query, "IncompleteSignature", "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'.", 400)
    }

    @Test("A credential with a secret's slash in it has not five parts")
    func credentialParts() {
        let error = refusal(of: request(parts.replacingFirst("AKID", with: "AK/ID")))
        expect(
            error, .query, "IncompleteSignature",
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                + "got 'AK/IDEXAMPLE/20260101/us-east-1/sqs/aws4_request'", 400)
        expect(
            error, .s3, "AuthorizationHeaderMalformed",
            "The authorization header is malformed; the Credential is mal-formed; "
                + "expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".", 400)
    }

    @Test("A credential must end in aws4_request")
    func terminator() {
        let error = refusal(of: request(parts.replacingFirst("aws4_request", with: "aws4")))
        expect(
            error, .json, "InvalidSignatureException",
            "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws4'.", 400)
    }

    @Test("A credential of another service or region is told apart")
    func serviceAndRegion() throws {
        let scope = try CredentialScope(parsing: "A/20260101/us-east-1/sqs/aws4_request")
        try scope.require(service: "sqs", region: "us-east-1")
        try scope.require(service: "sqs", region: nil)
        let service = #expect(throws: SigningError.self) {
            try scope.require(service: "sns", region: "us-east-1")
        }
        expect(
            service, .query, "SignatureDoesNotMatch",
            "Credential should be scoped to correct service: 'sns'.", 403)
        let region = #expect(throws: SigningError.self) {
            try scope.require(service: "sqs", region: "eu-west-1")
        }
        expect(
            region, .query, "SignatureDoesNotMatch",
            "Credential should be scoped to a valid region, not 'us-east-1'.", 403)
        expect(
            region, .s3, "AuthorizationHeaderMalformed",
            "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
            400)
    }

    @Test("The day of the credential must be the day of the request")
    func scopeDate() {
        let error = refusal(of: request(parts.replacingFirst("20260101", with: "20260102")))
        expect(
            error, .query, "SignatureDoesNotMatch",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + "'20260102' != '20260101', from '20260101T123045Z'.", 403)
    }

    @Test("The host must be signed")
    func host() {
        let error = refusal(of: request(parts.replacingFirst("host;", with: "")))
        expect(
            error, .json, "InvalidSignatureException",
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.", 400)
    }

    @Test("A request older than 15 minutes has expired, one of exactly 15 minutes has not")
    func expired() {
        let request = signedRequests[0].request
        #expect(refusal(of: request, now: exampleTime + 900_000) == nil)
        let error = refusal(of: request, now: exampleTime + 901_000)
        expect(
            error, .json, "InvalidSignatureException",
            "Signature expired: 20260101T123045Z is now earlier than 20260101T123046Z "
                + "(20260101T124546Z - 15 min.)", 400)
        expect(
            error, .s3, "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.", 403)
        #expect(
            error?.failure(in: .s3).details.map(\.value) == [
                "20260101T123045Z", "2026-01-01T12:45:46Z", "900000",
            ])
    }

    @Test("A request more than 15 minutes ahead is not yet current")
    func notYetCurrent() {
        let request = signedRequests[0].request
        #expect(refusal(of: request, now: exampleTime - 900_000) == nil)
        expect(
            refusal(of: request, now: exampleTime - 901_000), .query, "SignatureDoesNotMatch",
            "Signature not yet current: 20260101T123045Z is still later than 20260101T123044Z "
                + "(20260101T121544Z + 15 min.)", 403)
    }

    @Test("A mismatch shows the canonical request and the string to sign")
    func mismatch() {
        var request = signedRequests[0].request
        request.payloadHash = SHA256Hex.empty
        let canonical =
            "POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:sqs.us-east-1.amazonaws.com\n"
            + "x-amz-date:20260101T123045Z\nx-amz-target:AmazonSQS.SendMessage\n\n"
            + "content-type;host;x-amz-date;x-amz-target\n\(SHA256Hex.empty)"
        let string =
            "AWS4-HMAC-SHA256\n20260101T123045Z\n20260101/us-east-1/sqs/aws4_request\n"
            + SHA256Hex.of(Array(canonical.utf8))
        let error = refusal(of: request)
        expect(
            error, .json, "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. Check your AWS "
                + "Secret Access Key and signing method. Consult the service documentation for details.\n\n"
                + "The Canonical String for this request should have been\n'\(canonical)'\n\n"
                + "The String-to-Sign should have been\n'\(string)'\n", 400)
        let details = error?.failure(in: .s3).details ?? []
        #expect(
            details.map(\.name) == [
                "AWSAccessKeyId", "StringToSign", "SignatureProvided", "StringToSignBytes",
                "CanonicalRequest",
                "CanonicalRequestBytes",
            ])
        #expect(details.last?.value.hasPrefix("50 4f 53 54 0a 2f 0a") == true)
    }

    @Test("A presigned URL without a parameter names it")
    func incompleteQuery() {
        let error = refusal(of: presigned("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=c"))
        expect(
            error, .query, "IncompleteSignature",
            "AWS query-string parameters must include 'X-Amz-Signature'. "
                + "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
                + "AWS query-string parameters must include 'X-Amz-Date'. "
                + "Re-examine the query-string parameters.", 400)
        expect(
            refusal(of: presigned(query), rules: .s3), .s3, "AuthorizationQueryParametersError",
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
                + "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.", 400)
    }

    @Test(
        "X-Amz-Expires must be a number of at most a week",
        arguments: [
            ("soon", "X-Amz-Expires should be a number"), ("-1", "X-Amz-Expires must be non-negative"),
            (
                "604801",
                "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires "
                    + "must be less than 604800 seconds"
            ),
        ])
    func expires(_ value: String, _ text: String) {
        let error = refusal(of: presigned(query + "&X-Amz-Expires=\(value)"), rules: .s3)
        expect(error, .s3, "AuthorizationQueryParametersError", text, 400)
    }

    @Test("A presigned URL lives as long as it says and no longer")
    func presignedExpiry() throws {
        let example = try #require(signedRequests.first { $0.name == "a presigned S3 URL" })
        #expect(refusal(of: example.request, rules: .s3, now: exampleTime + 3_600_000) == nil)
        let error = refusal(of: example.request, rules: .s3, now: exampleTime + 3_601_000)
        expect(error, .s3, "AccessDenied", "Request has expired", 403)
        #expect(
            error?.failure(in: .s3).details.map(\.value)
                == ["3600", "2026-01-01T13:30:45Z", "2026-01-01T13:30:46Z"])
    }

    @Test("Header and query string must not both carry a signature")
    func severalMechanisms() {
        var both = request(parts)
        both.query = query
        #expect(refusal(of: both)?.failure(in: .s3).code == "InvalidArgument")
    }

    @Test("Amazon S3 refuses x-amz headers that are not signed")
    func unsignedHeaders() throws {
        var request = try #require(signedRequests.first { $0.rules == .s3 }).request
        request.headers.append(("X-Amz-ACL", "public-read"))
        let error = refusal(of: request, rules: .s3)
        expect(
            error, .s3, "AccessDenied",
            "There were headers present in the request which were not signed", 403)
        #expect(error?.failure(in: .s3).details.first?.value == "x-amz-acl")
    }

    @Test("Amazon S3 takes the payload from x-amz-content-sha256 and requires it")
    func payloadDeclaration() throws {
        let s3 = try #require(signedRequests.first { $0.rules == .s3 }).request
        let claim = try #require(try SignatureClaim.claim(in: s3))
        #expect(try PayloadDeclaration.s3(of: s3, claim: claim) == .digest(s3.payloadHash))
        var bare = s3
        bare.headers.removeAll { $0.name == "X-Amz-Content-SHA256" }
        let missing = #expect(throws: SigningError.self) { try PayloadDeclaration.s3(of: bare, claim: claim) }
        expect(
            missing, .s3, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256",
            400)
        #expect(throws: SigningError.self) { try PayloadDeclaration("abc") }
        #expect(try PayloadDeclaration("UNSIGNED-PAYLOAD") == .unsigned)
        #expect(try PayloadDeclaration("STREAMING-UNSIGNED-PAYLOAD-TRAILER") == .chunked(.unsignedTrailer))
    }

    @Test("More signed headers, parameters or bytes than the limits are refused")
    func limits() {
        let names = (0...SigningLimits.signedHeaders).map { "h\($0)" }.joined(separator: ";")
        let headers = refusal(of: request(parts.replacingFirst("host;", with: "host;\(names);")))
        #expect(headers?.failure(in: .s3).message == "The request has more than 256 signed headers.")
        let parameters = refusal(of: presigned(String(repeating: "a&", count: 4097)))
        #expect(parameters?.failure(in: .s3).message == "The request has more than 4096 query parameters.")
        let long = refusal(of: request(parts + String(repeating: "0", count: 16_384)))
        #expect(long?.failure(in: .s3).message == "The request has more than 16384 Authorization bytes.")
    }
}
