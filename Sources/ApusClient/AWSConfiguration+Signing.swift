internal import Signing

extension AWSConfiguration {
    /// A request to a path of the endpoint that is no call of a service's API, signed for `service`.
    ///
    /// Throws ``SigningError`` where the request cannot be signed.
    public func request(
        _ method: String, _ path: String, body: [UInt8] = [], for service: String,
        timeout: Duration = .seconds(30)
    ) throws -> HTTPSession.Request {
        let url = endpoint.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? ""
        var signing = SigningRequest(
            method: method, path: path, query: "",
            headers: [(name: "host", value: AWSTransport.host(of: url))], payloadHash: SHA256Hex.of(body))
        let signer = Signer(
            credentials: SigningCredentials(
                accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
                sessionToken: credentials.sessionToken),
            region: region, service: service)
        try signer.sign(&signing, now: SystemTime.milliseconds)
        return HTTPSession.Request(
            method: method, url: url + path, headers: signing.headers.filter { $0.name != "host" },
            body: body, timeout: timeout)
    }
}
