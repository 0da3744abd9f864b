internal import LambdaInterface
internal import Wire

/// The environment variables that a user gave a function.
enum FunctionEnvironment {
    /// Names that the service sets itself.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>
    static let reserved: Set<String> = [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_LEVEL",
        "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ]

    static func check(_ variables: [String: String]) throws {
        let taken = variables.keys.filter { reserved.contains($0) }.sorted()
        guard taken.isEmpty else {
            throw InvalidParameterValueException(
                "Lambda was unable to configure your environment variables because the environment "
                    + "variables you "
                    + "have provided contains reserved keys that are currently not supported for "
                    + "modification. "
                    + "Reserved keys used in this request: \(taken.joined(separator: ", "))", type: "User")
        }
        var object = JSONObject()
        for (name, value) in variables.sorted(by: { $0.key > $1.key }) { object[name] = .string(value) }
        let text = JSON.object(object).text
        guard text.utf8.count <= Limits.environmentSizeMax else {
            throw InvalidParameterValueException(
                "Lambda was unable to configure your environment variables because the environment "
                    + "variables you "
                    + "have provided exceeded the 4KB limit. String measured: \(text)", type: "User")
        }
    }
}
