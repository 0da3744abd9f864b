import Testing

@testable import Signing

@Suite("Signatures of requests")
struct VerifierTests {
    @Test("A request signed by another implementation is accepted", arguments: signedRequests)
    func acceptsForeignSignatures(_ example: SignedRequest) throws {
        #expect(try SignatureClaim.claim(in: example.request) != nil)
        try verified(example.request, rules: example.rules)
    }

    @Test("A request is refused with another secret", arguments: signedRequests)
    func refusesAnotherSecret(_ example: SignedRequest) {
        #expect(throws: SigningError.self) {
            try verified(example.request, rules: example.rules, secret: exampleSecret + "x")
        }
    }

    @Test("The published example of a GET without anything has its published signature")
    func publishedExample() throws {
        let request = SigningRequest(
            method: "GET", path: "/",
            headers: [
                ("Host", "example.amazonaws.com"), ("X-Amz-Date", "20150830T123600Z"),
                (
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                        + "SignedHeaders=host;x-amz-date, "
                        + "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
                ),
            ])
        let now = try #require(SigningDate(basicFormat: "20150830T123600Z")).seconds * 1000
        let claim = try #require(try SignatureClaim.claim(in: request))
        let verifier = Verifier(rules: .standard, keys: SigningKeyCache())
        let seed = try verifier.verify(claim, of: request, secret: exampleSecret, now: now)
        #expect(seed == nil)
        #expect(claim.scope.accessKeyID == "AKIDEXAMPLE")
        #expect(claim.scope.region == "us-east-1")
        #expect(claim.scope.service == "service")
        #expect(claim.scope.date == "20150830")
        #expect(!claim.isPresigned)
    }

    @Test("A request without any signature is anonymous")
    func anonymous() throws {
        let request = SigningRequest(
            method: "GET", path: "/", query: "list-type=2", headers: [("Host", "h")])
        #expect(try SignatureClaim.claim(in: request) == nil)
    }

    @Test("Paths of Amazon S3 stay as they are, those of other services are normalised and encoded again")
    func paths() {
        func canonical(_ path: String, _ rules: PathRules) -> String {
            var bytes: [UInt8] = []
            rules.append(path: path, to: &bytes)
            return Bytes.text(bytes)
        }
        #expect(canonical("", .s3) == "/")
        #expect(canonical("/a//b/../c/.", .s3) == "/a//b/../c/.")
        #expect(canonical("/a%2fb%41(x) %", .s3) == "/a%2FbA%28x%29%20%25")
        #expect(canonical("/ሴ", .s3) == "/%E1%88%B4")
        #expect(canonical("", .standard) == "/")
        #expect(canonical("/a//b/../c/./", .standard) == "/a/c/")
        #expect(canonical("/../..", .standard) == "/")
        #expect(canonical("/a%2Fb c", .standard) == "/a%252Fb%20c")
    }

    @Test("A query is sorted by encoded name and value, and encoded as AWS does")
    func queries() throws {
        var bytes: [UInt8] = []
        try QueryParameters("b=2&a-=1&a=2&a=10&a&B=%7e%2f&c=x+y&=v&&d=%").appendCanonical(
            to: &bytes, omitting: nil)
        #expect(Bytes.text(bytes) == "=v&B=~%2F&a=&a=10&a=2&a-=1&b=2&c=x%20y&d=%25")
    }

    @Test("Signed headers in another order or case are put in order")
    func unsortedSignedHeaders() throws {
        var example = signedRequests[0].request
        let last = example.headers.count - 1
        example.headers[last].value = example.headers[last].value.replacingFirst(
            "content-type;host;x-amz-date;x-amz-target", with: "x-amz-target;Host;x-amz-date;content-type")
        try verified(example)
    }

    @Test("A session token is part of the claim, from the header or from the query")
    func sessionTokens() throws {
        let tokens = try signedRequests.compactMap { try SignatureClaim.claim(in: $0.request)?.sessionToken }
        #expect(
            tokens == ["IQoJb3JpZ2luX2VjEXAMPLE//token+with/signs==", "TOKEN/+=", "TOKEN/+=", "T"])
    }

    @Test("A Date header stands in for X-Amz-Date")
    func dateHeader() throws {
        var request = SigningRequest(method: "GET", path: "/", headers: [("Host", "h")])
        request.headers += [
            ("Date", "Thu, 01 Jan 2026 12:30:45 GMT"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=A/20260101/r/s/aws4_request,SignedHeaders=host,Signature=0"
            ),
        ]
        let claim = try #require(try SignatureClaim.claim(in: request))
        #expect(claim.timestamp.basicFormat == "20260101T123045Z")
    }

    @Test("A changed secret of the same key is not answered from the cache")
    func changedSecret() throws {
        let keys = SigningKeyCache(capacity: 8)
        let verifier = Verifier(rules: .standard, keys: keys)
        let request = signedRequests[0].request
        let claim = try #require(try SignatureClaim.claim(in: request))
        #expect(throws: SigningError.self) {
            try verifier.verify(claim, of: request, secret: "other", now: exampleTime)
        }
        _ = try verifier.verify(claim, of: request, secret: exampleSecret, now: exampleTime)
        #expect(throws: SigningError.self) {
            try verifier.verify(claim, of: request, secret: "other", now: exampleTime)
        }
    }

    @Test("The cache of keys never holds more than its capacity, and keeps what is in use")
    func cacheIsBounded() throws {
        let keys = SigningKeyCache(capacity: 10)
        for day in 0..<100 {
            let scope = CredentialScope(accessKeyID: "A", date: String(day), region: "r", service: "s")
            let first = keys.key(secret: "s", scope: scope, algorithm: .v4)?.signature(of: [1])
            let second = keys.key(secret: "s", scope: scope, algorithm: .v4)?.signature(of: [1])
            #expect(first == second)
            #expect(keys.count <= 10)
        }
        #expect(keys.count >= 5)
    }
}

extension String {
    func replacingFirst(_ part: String, with other: String) -> String {
        guard let range = firstRange(of: part) else { return self }
        return replacingCharacters(in: range, with: other)
    }

    private func firstRange(of part: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(part) }.map { $0..<index($0, offsetBy: part.count) }
    }

    private func replacingCharacters(in range: Range<Index>, with other: String) -> String {
        self[..<range.lowerBound] + other + self[range.upperBound...]
    }
}
