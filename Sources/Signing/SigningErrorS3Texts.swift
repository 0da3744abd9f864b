/// The codes and texts of Amazon S3.
/// [Error responses](https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html)
extension SigningError {
    var s3Failure: SigningFailure {
        switch self {
        case .incompleteAuthorization(let missing, let authorization):
            if missing == [.date] { return Self.invalidDate }
            return Self.malformedHeader(
                authorization,
                "the authorization header requires three components: Credential, SignedHeaders, "
                    + "and Signature."
            )
        case .malformedPair(let authorization):
            return Self.malformedHeader(
                authorization, "the authorization component \"\(Self.lastPart(authorization))\" is malformed."
            )
        case .incompleteQuery:
            return Self.query(
                "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, "
                    + "X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.")
        case .unsupportedAlgorithm(_, true):
            return Self.query(
                "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"")
        case .unsupportedAlgorithm(let name, false):
            return SigningFailure(
                "InvalidArgument", "Unsupported Authorization Type", 400,
                [("ArgumentName", "Authorization"), ("ArgumentValue", name)])
        case .severalMechanisms:
            return SigningFailure(
                "InvalidArgument",
                "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query "
                    + "string parameter or the Authorization header should be specified", 400)
        case .malformedDate: return Self.invalidDate
        case .malformedQueryDate:
            return Self.query("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
        case .invalidExpires(_, let fault): return Self.query(Self.text(of: fault))
        case .missingRegionSet: return Self.query("X-Amz-Region-Set is required with AWS4-ECDSA-P256-SHA256")
        case .expired(let window): return Self.late(window)
        case .notYetCurrent(let window):
            if !window.isPresigned { return Self.late(window) }
            return SigningFailure(
                "AccessDenied", "Request is not yet valid", 403, [("ServerTime", window.now.extendedFormat)])
        default: return s3ScopeFailure ?? s3ContentFailure
        }
    }

    private var s3ScopeFailure: SigningFailure? {
        switch self {
        case .malformedCredential(_, let algorithm, let isPresigned):
            let form =
                algorithm == .v4 ? "/YYYYMMDD/REGION/SERVICE/aws4_request" : "/YYYYMMDD/SERVICE/aws4_request"
            return Self.scope("the Credential is mal-formed; expecting \"<YOUR-AKID>\(form)\".", isPresigned)
        case .wrongTerminator(let text, let isPresigned):
            return Self.scope(
                "incorrect terminal \"\(text)\". This endpoint uses \"aws4_request\".", isPresigned)
        case .wrongService(let name, let expected, let isPresigned):
            return Self.scope(
                "incorrect service \"\(name)\". This endpoint belongs to \"\(expected)\".", isPresigned)
        case .wrongRegion(let name, let expected, let isPresigned):
            return Self.scope(
                "the region '\(name)' is wrong; expecting '\(expected)'", isPresigned, [("Region", expected)])
        case .scopeDateMismatch(let day, let timestamp, let isPresigned):
            let text =
                "Invalid credential date \"\(day)\". "
                + "This date is not the same as X-Amz-Date: \"\(timestamp.day)\"."
            return isPresigned ? Self.query(text) : Self.scope(text, false)
        default: return nil
        }
    }

    private var s3ContentFailure: SigningFailure {
        switch self {
        case .headersNotSigned(let names):
            SigningFailure(
                "AccessDenied", "There were headers present in the request which were not signed", 403,
                [("HeadersNotSigned", names.joined(separator: ", "))])
        case .missingContentSHA256:
            SigningFailure(
                "InvalidRequest", "Missing required header for this request: x-amz-content-sha256", 400)
        case .malformedContentSHA256(let value):
            SigningFailure(
                "InvalidArgument",
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
                    + "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
                    + "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, "
                    + "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER "
                    + "or a valid sha256 value.", 400,
                [("ArgumentName", "x-amz-content-sha256"), ("ArgumentValue", value)])
        case .signatureMismatch(let mismatch): Self.mismatch(mismatch)
        case .limitExceeded(let name, let limit):
            SigningFailure("InvalidRequest", "The request has more than \(limit) \(name).", 400)
        default: SigningFailure("SignatureDoesNotMatch", Self.mismatchText, 403)
        }
    }

    private static let mismatchText =
        "The request signature we calculated does not match the signature you provided. "
        + "Check your key and signing method."

    private static let invalidDate = SigningFailure(
        "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header", 403)

    private static func mismatch(_ mismatch: Mismatch) -> SigningFailure {
        SigningFailure(
            "SignatureDoesNotMatch", mismatchText, 403,
            [
                ("AWSAccessKeyId", mismatch.accessKeyID), ("StringToSign", mismatch.stringToSign),
                ("SignatureProvided", mismatch.signature),
                ("StringToSignBytes", spacedHex(mismatch.stringToSign)),
                ("CanonicalRequest", mismatch.canonicalRequest),
                ("CanonicalRequestBytes", spacedHex(mismatch.canonicalRequest)),
            ])
    }

    private static func late(_ window: Window) -> SigningFailure {
        if let expires = window.expires {
            return SigningFailure(
                "AccessDenied", "Request has expired", 403,
                [
                    ("X-Amz-Expires", String(expires)),
                    ("Expires", window.signed.advanced(bySeconds: expires).extendedFormat),
                    ("ServerTime", window.now.extendedFormat),
                ])
        }
        return SigningFailure(
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.", 403,
            [
                ("RequestTime", window.signed.basicFormat), ("ServerTime", window.now.extendedFormat),
                ("MaxAllowedSkewMilliseconds", String(window.allowedSeconds * 1000)),
            ])
    }

    private static func text(of fault: ExpiresFault) -> String {
        switch fault {
        case .notANumber: "X-Amz-Expires should be a number"
        case .negative: "X-Amz-Expires must be non-negative"
        case .moreThanAWeek:
            "X-Amz-Expires must be less than a week (in seconds); that is, "
                + "the given X-Amz-Expires must be less than 604800 seconds"
        }
    }

    private static func query(_ message: String) -> SigningFailure {
        SigningFailure("AuthorizationQueryParametersError", message, 400)
    }

    private static func scope(
        _ text: String, _ isPresigned: Bool, _ details: [(name: String, value: String)] = []
    ) -> SigningFailure {
        isPresigned
            ? SigningFailure(
                "AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter; \(text)",
                400,
                details)
            : SigningFailure(
                "AuthorizationHeaderMalformed", "The authorization header is malformed; \(text)", 400, details
            )
    }

    private static func malformedHeader(_ authorization: String, _ text: String) -> SigningFailure {
        let value = authorization.utf8.prefix(5)
        guard value.elementsEqual("AWS4-".utf8) else {
            return SigningFailure(
                "InvalidArgument", "Unsupported Authorization Type", 400,
                [("ArgumentName", "Authorization"), ("ArgumentValue", authorization)])
        }
        return scope(text, false)
    }

    private static func lastPart(_ authorization: String) -> String {
        let bytes = Array(authorization.utf8)
        let space = bytes.firstIndex(of: 0x20) ?? bytes.endIndex
        let part = bytes[space...].split(separator: 0x2C).map(Bytes.trimmed).first { pair in
            guard let equals = pair.firstIndex(of: 0x3D) else { return !pair.isEmpty }
            return pair[equals...].contains(where: Bytes.isSpace)
        }
        return Bytes.text(part ?? [])
    }

    private static func spacedHex(_ text: String) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(text.utf8.count * 3)
        for byte in text.utf8 {
            if !digits.isEmpty { digits.append(0x20) }
            digits.appendHex(CollectionOfOne(byte))
        }
        return Bytes.text(digits)
    }
}
