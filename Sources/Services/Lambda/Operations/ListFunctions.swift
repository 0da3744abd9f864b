internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

extension Lambda {
    func listFunctions(_ input: ListFunctionsInput, _ call: Call) async throws -> ListFunctionsOutput {
        let limit = min(input.maxItems ?? Limits.pageSizeMax, Limits.pageSizeMax)
        let question = "ListFunctions \(call.account) \(call.region)"
        let place = try place(input.marker, question)
        let isAll = input.functionVersion == "ALL"
        return try await call.read { tx in
            var found: [FunctionConfiguration] = []
            // A page of functions, each with its versions where those were asked for.
            let functions = try Functions.after(place, limit: limit + 1, call.scope, in: tx)
            for function in functions.prefix(limit) {
                let versions = try Versions.from(
                    0, of: function.id, limit: isAll ? Limits.pageSizeMax : 1, in: tx)
                found += versions.map { version in
                    var answer = version.answer
                    if isAll { answer.functionArn = "\(function.arn(call.scope)):\(version.name)" }
                    return answer
                }
            }
            let next = functions.count > limit ? functions[limit - 1].name : nil
            return ListFunctionsOutput(
                nextMarker: next.map { PageToken.encode([$0], for: question) }, functions: found)
        }
    }

    /// Where a listing goes on: the last key of the page before.
    func place(_ marker: String?, _ question: String) throws -> String {
        guard let marker, !marker.isEmpty else { return "" }
        guard let place = PageToken.decode(marker, for: question), place.count == 1 else {
            throw InvalidParameterValueException("Invalid marker", type: "User")
        }
        return place[0]
    }
}
