import ApusTesting
import Kernel
import S3
import Testing
import Wire

@Suite struct S3Tests {
    private let place: JSON = ["LocationConstraint": "eu-central-1"]

    private func withBucket(_ body: (TestApus) async throws -> Void) async throws {
        try await withApus([.s3]) { apus in
            _ = try await apus.invoke(
                "s3:CreateBucket", ["Bucket": "my-bucket", "CreateBucketConfiguration": place])
            try await body(apus)
        }
    }

    @Test func aBucketIsListedWithItsRegion() async throws {
        try await withBucket { apus in
            let bucket = try await apus.invoke("s3:ListBuckets")["Buckets"]?.array?.first
            #expect(bucket?["Name"] == "my-bucket")
            #expect(bucket?["BucketArn"] == "arn:aws:s3:::my-bucket")
            let location = try await apus.invoke("s3:GetBucketLocation", ["Bucket": "my-bucket"])
            #expect(location["LocationConstraint"] == "eu-central-1")
        }
    }

    @Test func aBucketOfOnesOwnIsNotMadeTwice() async throws {
        try await withBucket { apus in
            let failure = try await apus.failure(
                "s3:CreateBucket", ["Bucket": "my-bucket", "CreateBucketConfiguration": place])
            #expect(failure?.code == "BucketAlreadyOwnedByYou")
        }
    }

    @Test(arguments: ["ab", "Upper", "a..b", "10.0.0.1", "-a-b", "xn--abc", "abc-s3alias"])
    func aBucketOfABadNameIsRefused(_ name: String) async throws {
        try await withApus([.s3]) { apus in
            let failure = try await apus.failure(
                "s3:CreateBucket", ["Bucket": .string(name), "CreateBucketConfiguration": place])
            #expect(failure?.code == "InvalidBucketName")
            #expect(failure?.message == "The specified bucket is not valid.")
        }
    }

    @Test func aBucketThatIsGoneIsNotFound() async throws {
        try await withBucket { apus in
            _ = try await apus.invoke("s3:DeleteBucket", ["Bucket": "my-bucket"])
            let failure = try await apus.failure("s3:GetBucketLocation", ["Bucket": "my-bucket"])
            #expect(failure?.code == "NoSuchBucket")
            #expect(failure?.message == "The specified bucket does not exist")
        }
    }

    @Test func aDeletionInAVersionedBucketLeavesAMarkerThatKeepsTheBucket() async throws {
        try await withBucket { apus in
            _ = try await apus.invoke(
                "s3:PutBucketVersioning",
                ["Bucket": "my-bucket", "VersioningConfiguration": ["Status": "Enabled"]])
            let marker = try await apus.invoke("s3:DeleteObject", ["Bucket": "my-bucket", "Key": "a"])
            #expect(marker["DeleteMarker"] == true)
            let failure = try await apus.failure("s3:DeleteBucket", ["Bucket": "my-bucket"])
            #expect(failure?.code == "BucketNotEmpty")
            #expect(
                failure?.message
                    == "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
            )
            let version = marker["VersionId"] ?? ""
            _ = try await apus.invoke(
                "s3:DeleteObject", ["Bucket": "my-bucket", "Key": "a", "VersionId": version])
            _ = try await apus.invoke("s3:DeleteBucket", ["Bucket": "my-bucket"])
        }
    }
}
