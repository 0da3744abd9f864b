internal import Kernel
internal import LambdaInterface
internal import Wire

/// Serves archives at the addresses that `GetFunction` gives out, to whoever has one, until it runs out.
enum CodeRoute {
    static let prefix = "/_lambda/code/"
    static let life: Duration = .seconds(600)

    /// The address of an archive; it holds for ten minutes.
    static func location(of digest: String, _ launcher: Launcher, _ call: Kernel.Call) -> String {
        let end = (call.now + life).milliseconds
        let proof = proof(digest, end, launcher)
        return "\(call.endpoint)\(prefix)\(digest)?expires=\(end)&signature=\(proof)"
    }

    static func route(_ launcher: Launcher) -> Route {
        Route(.path(prefix: prefix)) { request, kernel in
            let digest = String(request.path.dropFirst(prefix.count))
            var fields: [String: String] = [:]
            for field in request.parts.query.split(separator: "&") {
                let parts = field.split(separator: "=", maxSplits: 1).map(String.init)
                if parts.count == 2 { fields[parts[0]] = parts[1] }
            }
            guard request.method == "GET" || request.method == "HEAD",
                let end = fields["expires"].flatMap({ Int64($0) }),
                fields["signature"] == proof(digest, end, launcher)
            else { throw CommonFailure.accessDenied("The address is not valid.") }
            guard end >= kernel.time.now.milliseconds else {
                throw CommonFailure.accessDenied("Request has expired")
            }
            let bytes = try await launcher.archive(digest)
            return ResponseParts(headers: [("Content-Type", "application/zip")], body: bytes)
        }
    }

    /// Only this server can make it: the key is drawn anew at every start.
    private static func proof(_ digest: String, _ end: Int64, _ launcher: Launcher) -> String {
        Digest.hex(Digest.hmacSHA256(Array("\(digest):\(end)".utf8), key: launcher.codeKey))
    }
}
