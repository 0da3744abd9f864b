internal import DynamoDBExpressions
internal import DynamoDBInterface

/// Which attributes a page answers: `Select`, checked against the index.
enum Selection {
    static func apply(_ select: String?, to request: inout PageRequest) throws(ValidationException) {
        let hasProjection = request.projection != nil
        switch select {
        case "COUNT":
            guard !hasProjection else { throw conflict("COUNT") }
            request.countsOnly = true
        case "ALL_ATTRIBUTES":
            guard !hasProjection else { throw conflict("ALL_ATTRIBUTES") }
            try selectAll(&request)
        case "ALL_PROJECTED_ATTRIBUTES":
            guard !hasProjection else { throw conflict("ALL_PROJECTED_ATTRIBUTES") }
            guard request.index != nil else {
                throw .invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
            }
        case "SPECIFIC_ATTRIBUTES":
            guard hasProjection else {
                throw .invalid(
                    "Must specify the AttributesToGet or ProjectionExpression when "
                        + "choosing to get SPECIFIC_ATTRIBUTES"
                )
            }
        default: break
        }
        guard let index = request.index, let projection = request.projection,
            case .only(let carried) = index.carried
        else { return }
        let missing = projection.paths.map(\.attribute).filter { !carried.contains($0) }
        guard !missing.isEmpty else { return }
        guard !index.isGlobal else {
            throw .invalid(
                "Global secondary index \(index.name) does not project [\(missing.joined(separator: ", "))]")
        }
        // A local index fetches from the table what it does not carry.
        request.fetchesAll = true
    }

    private static func selectAll(_ request: inout PageRequest) throws(ValidationException) {
        guard let index = request.index, case .only = index.carried else { return }
        guard !index.isGlobal else {
            throw .invalid(
                "Select type ALL_ATTRIBUTES is not supported for global secondary index \(index.name) "
                    + "because its projection type is not ALL")
        }
        request.fetchesAll = true
    }

    private static func conflict(_ select: String) -> ValidationException {
        ValidationException(
            "Cannot specify the ProjectionExpression when choosing to get "
                + (select == "COUNT" ? "only the Count" : select))
    }
}
