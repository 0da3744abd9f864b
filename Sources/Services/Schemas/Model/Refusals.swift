internal import SchemasInterface

/// What is told of what cannot be.
enum Refusals {
    static func invalid(_ message: String) -> BadRequestException {
        BadRequestException(message, codeMember: "BadRequest")
    }

    static func forbidden(_ message: String) -> ForbiddenException {
        ForbiddenException(message, codeMember: "Forbidden")
    }

    static func conflict(_ message: String) -> ConflictException {
        ConflictException(message, codeMember: "Conflict")
    }

    static func missing(_ message: String) -> NotFoundException {
        NotFoundException(message, codeMember: "NotFound")
    }

    static func noRegistry(_ name: String) -> NotFoundException {
        missing("Registry with name \(name) does not exist.")
    }

    static func noSchema(_ name: String) -> NotFoundException {
        missing("Schema with name \(name) does not exist.")
    }

    static func noVersion(_ version: String, of name: String) -> NotFoundException {
        missing("Schema with name \(name) and version \(version) does not exist.")
    }

    static func readOnly(_ registry: String) -> ForbiddenException {
        forbidden("Registry \(registry) is read-only.")
    }
}
