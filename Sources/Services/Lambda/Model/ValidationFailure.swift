internal import Kernel

/// A broken constraint that the model does not state.
enum ValidationFailure {
    static func range(_ value: String, at member: String, _ rule: String) -> CommonFailure {
        CommonFailure(
            "ValidationException",
            "1 validation error detected: Value '\(value)' at '\(member)' failed to satisfy constraint: "
                + "\(rule)"
        )
    }
}
