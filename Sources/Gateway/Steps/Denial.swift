internal import Kernel
internal import Wire

/// The refusal of a caller without permission, in the code of the service and the protocol that it asked by.
struct Denial: Failure {
    let code: String
    let status: Int
    let message: String

    var queryCode: String { code == "AuthorizationError" ? code : "AccessDenied" }

    init(_ message: String, _ found: FoundAction) {
        self.message = found.service.model.name == "s3" ? Self.quoted(message) : message
        switch found.wireProtocol {
        case .awsJson1_0, .awsJson1_1, .rpcv2Cbor: (code, status) = ("AccessDeniedException", 400)
        case .restJson: (code, status) = ("AccessDeniedException", 403)
        case .awsQuery where found.service.model.name == "sns":
            (code, status) = ("AuthorizationError", 403)
        case .awsQuery, .restXml: (code, status) = ("AccessDenied", 403)
        }
    }

    /// The text with its resource in quotes, as S3 alone writes it.
    private static func quoted(_ message: String) -> String {
        let words = message.split(separator: " ", omittingEmptySubsequences: false)
        guard let place = words.firstIndex(of: "resource:"), place + 1 < words.count else { return message }
        let end = words[(place + 1)...].firstIndex { $0 == "because" || $0 == "with" } ?? words.endIndex
        let resource = words[(place + 1)..<end].joined(separator: " ")
        return (words[...place] + ["\"\(resource)\""] + words[end...]).joined(separator: " ")
    }
}
