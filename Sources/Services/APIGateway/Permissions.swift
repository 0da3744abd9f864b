internal import Kernel
internal import Wire

extension APIGateway {
    /// What a call is about is the path of its operation, with the identifiers that its input names.
    ///
    /// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html>
    func arns(of resources: [NamedResource], action: OperationModel, _ call: Call) -> [ARN] {
        var identifiers = resources.map(\.value)[...]
        var path = ""
        for segment in action.uri.segments {
            switch segment {
            case .literal(let text): path += "/\(text)"
            // What the input does not name for this purpose is any: only a policy of all allows it.
            case .label, .greedy: path += "/\(identifiers.popFirst() ?? "*")"
            }
        }
        return [ARN(service: "apigateway", region: call.region, account: "", resource: path)]
    }
}
