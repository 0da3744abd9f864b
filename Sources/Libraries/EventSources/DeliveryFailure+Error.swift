public import Kernel
internal import Wire

extension DeliveryFailure {
    /// An error as code and text.
    public init(of error: any Error) {
        if let failure = error as? any Failure {
            self = .transient(code: failure.code, message: failure.message)
        } else {
            self = .transient(code: "INTERNAL_ERROR", message: "\(error)")
        }
    }
}
