/// What CloudFormation allows a template to be.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
enum TemplateLimits {
    /// Bytes of a template in the request.
    static let bodySizeMax = 51_200
    /// Bytes of a template in S3.
    static let objectSizeMax = 1 << 20
    static let resourcesMax = 500
    static let parametersMax = 200
    static let outputsMax = 200
    static let mappingsMax = 200
    static let descriptionSizeMax = 1024
    /// How deep a template may nest, after transforms.
    static let depthMax = 100
    static let parameterSizeMax = 4096
}
