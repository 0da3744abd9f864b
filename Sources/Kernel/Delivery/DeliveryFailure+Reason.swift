extension DeliveryFailure {
    /// The failure in the terms that dead letters of rules and schedules use for failures of all services.
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html>
    var reason: String {
        switch code {
        case "INVALID_ROLE": return "FAILED_TO_ASSUME_ROLE"
        case "INVALID_TARGET", "INVALID_ARN": return "NO_RESOURCE"
        case "AccessDenied", "AccessDeniedException": return "NO_PERMISSIONS"
        default: break
        }
        if code.hasPrefix("HTTP_") { return "ERROR_FROM_TARGET" }
        if code.contains("_") { return code }
        let kinds = [
            ("NotFound", "NO_RESOURCE"), ("NonExistent", "NO_RESOURCE"), ("DoesNotExist", "NO_RESOURCE"),
            ("Throttl", "THROTTLING"), ("TooManyRequests", "THROTTLING"), ("Invalid", "INVALID_PARAMETER"),
            ("Missing", "INVALID_PARAMETER"), ("Validation", "INVALID_PARAMETER"),
        ]
        return kinds.first { code.contains($0.0) }?.1 ?? "ERROR_FROM_TARGET"
    }
}
