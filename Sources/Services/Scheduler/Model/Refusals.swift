internal import SchedulerInterface

/// AWS's words for what cannot be.
enum Refusals {
    static func invalid(_ message: String) -> ValidationException { ValidationException(message) }

    static func noSchedule(_ name: String) -> ResourceNotFoundException {
        ResourceNotFoundException("Schedule \(name) does not exist.")
    }

    static func noGroup(_ name: String) -> ResourceNotFoundException {
        ResourceNotFoundException("Schedule group \(name) does not exist.")
    }

    static func groupIsDeleting(_ name: String) -> ConflictException {
        ConflictException("Schedule group \(name) is being deleted.")
    }

    static let roleIsNotAssumable = ValidationException(
        "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.")
}
