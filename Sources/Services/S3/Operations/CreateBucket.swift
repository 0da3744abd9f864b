internal import Kernel
internal import S3Interface
internal import Wire

extension S3 {
    /// Makes a bucket in the region of the request.
    func createBucket(_ input: CreateBucketInput, _ call: Call) async throws -> CreateBucketOutput {
        let configuration = input.createBucketConfiguration
        try Unsupported.refuse(
            "CreateBucket",
            [
                ("ACL \(input.acl ?? "")", (input.acl ?? "private") != "private"),
                ("ObjectLockEnabledForBucket", input.objectLockEnabledForBucket == true),
                (
                    "ObjectOwnership \(input.objectOwnership ?? "")",
                    (input.objectOwnership ?? "BucketOwnerEnforced") != "BucketOwnerEnforced"
                ),
                ("grants", input.grantRead != nil || input.grantWrite != nil),
                ("grants", input.grantFullControl != nil),
                ("grants", input.grantReadACP != nil || input.grantWriteACP != nil),
                ("BucketNamespace", input.bucketNamespace != nil),
                ("Bucket", configuration?.bucket != nil), ("Location", configuration?.location != nil),
            ])
        guard StoredBucket.isValid(name: input.bucket) else {
            throw InvalidBucketName(bucketName: input.bucket)
        }
        let region = try Self.region(configuration?.locationConstraint, call)
        return try await call.write { tx in
            if let old = try Buckets.find(input.bucket, in: tx) {
                guard old.account == call.account else { throw BucketAlreadyExists(bucketName: old.name) }
                // Only the oldest region answers a repetition as a success.
                guard call.region == "us-east-1" else { throw BucketAlreadyOwnedByYou(bucketName: old.name) }
                return CreateBucketOutput(location: "/\(old.name)", bucketArn: old.arn.description)
            }
            try Buckets.insert(input.bucket, region: region, call, in: tx)
            let arn = StoredBucket.arn(input.bucket, region)
            var tags: [String: String] = [:]
            for tag in configuration?.tags ?? [] { tags[tag.key] = tag.value }
            try Tags.set(tags, on: arn, in: tx)
            let location =
                call.region == "us-east-1" ? "/\(input.bucket)" : "\(call.endpoint)/\(input.bucket)"
            return CreateBucketOutput(location: location, bucketArn: arn.description)
        }
    }

    private static func region(_ constraint: String?, _ call: Call) throws -> String {
        if constraint == "us-east-1" { throw InvalidLocationConstraint(locationConstraint: "us-east-1") }
        if call.region == "us-east-1" { return constraint ?? "us-east-1" }
        guard let constraint else { throw IllegalLocationConstraintException() }
        guard constraint == call.region else {
            throw IllegalLocationConstraintException(
                "The \(constraint) location constraint is incompatible for the region specific endpoint "
                    + "this request was sent to.")
        }
        return constraint
    }
}
