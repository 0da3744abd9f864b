internal import Kernel
internal import Wire

/// The refusal of a caller without permission, in the code of the service and the protocol that it asked by.
struct Denial: Failure {
    let code: String
    let status: Int
    let message: String

    var queryCode: String { code == "AuthorizationError" ? code : "AccessDenied" }

    init(_ message: String, _ found: FoundAction) {
        self.message = message
        switch found.wireProtocol {
        case .awsJson1_0, .awsJson1_1, .rpcv2Cbor: (code, status) = ("AccessDeniedException", 400)
        case .restJson: (code, status) = ("AccessDeniedException", 403)
        case .awsQuery where found.service.model.name == "sns":
            (code, status) = ("AuthorizationError", 403)
        case .awsQuery, .restXml: (code, status) = ("AccessDenied", 403)
        }
    }
}
