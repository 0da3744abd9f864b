internal import Kernel
internal import Wire

/// What a template does about resources that are not there.
enum Absence {
    /// The state of what is there; nil for what is not.
    static func isNil(_ state: () async throws -> ResourceState) async throws -> ResourceState? {
        do {
            return try await state()
        } catch let failure as any Failure where failure.code == "ResourceNotFoundException" {
            return nil
        }
    }
}
