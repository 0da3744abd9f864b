internal import PipesInterface

/// AWS's words for what cannot be.
enum Refusals {
    static func invalid(_ message: String) -> ValidationException { ValidationException(message) }

    static func noPipe(_ name: String) -> NotFoundException {
        NotFoundException("Pipe \(name) does not exist.")
    }

    static func conflict(_ message: String, _ name: String) -> ConflictException {
        ConflictException(message, resourceId: name, resourceType: "Pipe")
    }

    static func inTransition(_ pipe: StoredPipe) -> ConflictException {
        conflict("Pipe \(pipe.name) is in the state \(pipe.state) and cannot be changed.", pipe.name)
    }
}
