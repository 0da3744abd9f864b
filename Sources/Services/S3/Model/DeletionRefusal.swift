internal import Kernel
internal import S3Interface
internal import Store
internal import Wire

/// Why one of many objects was not deleted.
struct DeletionRefusal: Error {
    let error: ErrorShape
}

extension S3 {
    /// Deletes one object of many; what AWS refuses for the one does not undo the others.
    static func outcome(
        of object: ObjectIdentifier, in bucket: StoredBucket, _ call: Call, _ tx: borrowing Transaction
    ) throws -> Result<DeletedObject, DeletionRefusal> {
        do {
            try Conditions(ifMatch: object.eTag).checkWrite(object.key, in: bucket, tx)
            guard let version = object.versionId else {
                let done = try History.delete(object.key, in: bucket, call, tx)
                try ObjectEvent(done, of: object.key)?.announce(in: bucket, call, tx)
                return .success(
                    DeletedObject(
                        key: object.key, deleteMarker: done.isMarker ? true : nil,
                        deleteMarkerVersionId: done.version))
            }
            let done = try History.delete(object.key, version: version, in: bucket, call, tx)
            try ObjectEvent(done, of: object.key)?.announce(in: bucket, call, tx)
            return .success(
                DeletedObject(
                    key: object.key, versionId: version, deleteMarker: done.isMarker ? true : nil,
                    deleteMarkerVersionId: done.isMarker ? version : nil))
        } catch let failure as any Failure {
            return .failure(
                DeletionRefusal(
                    error: ErrorShape(
                        key: object.key, versionId: object.versionId, code: failure.code,
                        message: failure.message)))
        }
    }
}
