extension SigningError {
    /// The code, text and status AWS answers with, in the wording of `dialect`.
    public func failure(in dialect: ErrorDialect) -> SigningFailure {
        if dialect == .s3 { return s3Failure }
        let json = dialect != .query
        switch kind {
        case .incomplete:
            let code = json ? "IncompleteSignatureException" : "IncompleteSignature"
            return SigningFailure(code, standardText, dialect == .restJSON ? 403 : 400)
        case .mismatch:
            let code = json ? "InvalidSignatureException" : "SignatureDoesNotMatch"
            return SigningFailure(code, standardText, dialect == .json ? 400 : 403)
        case .invalid:
            return SigningFailure(json ? "ValidationException" : "ValidationError", standardText, 400)
        }
    }

    private enum Kind { case incomplete, mismatch, invalid }

    private var kind: Kind {
        switch self {
        case .incompleteAuthorization, .malformedPair, .incompleteQuery, .unsupportedAlgorithm,
            .malformedCredential,
            .malformedDate, .malformedQueryDate, .missingRegionSet, .severalMechanisms, .invalidExpires:
            .incomplete
        case .wrongTerminator, .wrongService, .wrongRegion, .scopeDateMismatch, .hostNotSigned,
            .headersNotSigned,
            .expired, .notYetCurrent, .signatureMismatch:
            .mismatch
        case .missingContentSHA256, .malformedContentSHA256, .limitExceeded: .invalid
        }
    }

    private var standardText: String {
        switch self {
        case .incompleteAuthorization(let missing, let authorization):
            missing.map { $0.rawValue + " " }.joined() + "(Hashed with SHA-256 and encoded with Base64) "
                + "Authorization=\(SHA256Hex.base64(of: authorization))"
        case .malformedPair(let authorization):
            "Invalid key=value pair (missing equal-sign) in Authorization header "
                + "(hashed with SHA-256 and encoded with Base64): '\(SHA256Hex.base64(of: authorization))'."
        case .incompleteQuery(let missing):
            missing.map { "AWS query-string parameters must include '\($0)'. " }.joined()
                + "Re-examine the query-string parameters."
        case .unsupportedAlgorithm(let name, _): "Unsupported AWS 'algorithm': '\(name)'."
        case .malformedDate(let value), .malformedQueryDate(let value):
            "Date must be in ISO-8601 'basic format'. Got '\(value)'. "
                + "See http://en.wikipedia.org/wiki/ISO_8601"
        case .missingRegionSet: "Authorization header requires existence of a 'X-Amz-Region-Set' header."
        case .hostNotSigned: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        case .signatureMismatch(let mismatch): Self.text(of: mismatch)
        default: scopeText ?? windowText ?? s3Failure.message
        }
    }

    private var scopeText: String? {
        switch self {
        case .malformedCredential(let text, .v4, _):
            "Credential must have exactly 5 slash-delimited elements, "
                + "e.g. keyid/date/region/service/term, got '\(text)'"
        case .malformedCredential(let text, .v4a, _):
            "Credential must have exactly 4 slash-delimited elements, "
                + "e.g. keyid/date/service/term, got '\(text)'"
        case .wrongTerminator(let text, _):
            "Credential should be scoped with a valid terminator: 'aws4_request', not '\(text)'."
        case .wrongService(_, let expected, _):
            "Credential should be scoped to correct service: '\(expected)'."
        case .wrongRegion(let region, _, _): "Credential should be scoped to a valid region, not '\(region)'."
        case .scopeDateMismatch(let scope, let timestamp, _):
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + "'\(scope)' != '\(timestamp.day)', from '\(timestamp.basicFormat)'."
        default: nil
        }
    }

    private var windowText: String? {
        switch self {
        case .expired(let window):
            "Signature expired: \(window.signed.basicFormat) is now earlier than "
                + "\(window.now.advanced(bySeconds: -window.allowedSeconds).basicFormat) "
                + "(\(window.now.basicFormat) - \(Self.span(window.allowedSeconds)))"
        case .notYetCurrent(let window):
            "Signature not yet current: \(window.signed.basicFormat) is still later than "
                + "\(window.now.advanced(bySeconds: window.allowedSeconds).basicFormat) "
                + "(\(window.now.basicFormat) + \(Self.span(window.allowedSeconds)))"
        default: nil
        }
    }

    private static func span(_ seconds: Int64) -> String {
        seconds % 60 == 0 ? "\(seconds / 60) min." : "\(seconds) sec."
    }

    private static func text(of mismatch: Mismatch) -> String {
        "The request signature we calculated does not match the signature you provided. "
            + "Check your AWS Secret Access Key and signing method. "
            + "Consult the service documentation for details."
            + "\n\nThe Canonical String for this request should have been\n'\(mismatch.canonicalRequest)'"
            + "\n\nThe String-to-Sign should have been\n'\(mismatch.stringToSign)'\n"
    }
}
