/// The function that an integration calls, in
/// `arn:aws:apigateway:region:lambda:path/2015-03-31/functions/{ARN}/invocations`.
struct FunctionURI: Sendable {
    /// With `${stageVariables.name}` still in it.
    let function: String

    init?(_ uri: String) {
        let parts = uri.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        let prefix = "path/2015-03-31/functions/"
        let suffix = "/invocations"
        guard parts.count == 6, parts[0] == "arn", parts[2] == "apigateway", parts[4] == "lambda",
            parts[5].hasPrefix(prefix), parts[5].hasSuffix(suffix)
        else { return nil }
        function = String(parts[5].dropFirst(prefix.count).dropLast(suffix.count))
        guard !function.isEmpty else { return nil }
    }

    func name(_ variables: [String: String]) -> String {
        guard function.contains("${stageVariables.") else { return function }
        return variables.reduce(function) { text, variable in
            text.replacing("${stageVariables.\(variable.key)}", with: variable.value)
        }
    }
}
