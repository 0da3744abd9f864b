internal import Kernel
internal import Wire

extension TagOperations {
    static let schemas = TagOperations(
        "schemas:TagResource", "schemas:UntagResource", tags: "tags", listed: false)
}

/// What a template does about resources that are not there.
enum Absence {
    /// What `find` answers where nothing is there.
    static func isNil(_ find: () async throws -> ResourceState) async throws -> ResourceState? {
        do {
            return try await find()
        } catch let failure as any Failure where failure.code == "NotFoundException" {
            return nil
        }
    }

    /// Deletes what may be gone already.
    static func delete(_ action: String, _ input: JSON, _ request: ResourceRequest) async throws {
        do {
            try await request.invoke(action, input)
        } catch let failure as any Failure where failure.code == "NotFoundException" {
            // What is gone is deleted.
        }
    }
}
