internal import Kernel
internal import LambdaInterface
internal import Store
internal import Wire

/// A name for a version, or for two of them by weight.
struct Alias: Sendable {
    let name: String
    var version: String
    var description: String
    /// Shares of the versions beside the main one, from 0 to 1.
    var weights: [String: Double]
    var revision: String

    var weightsText: String {
        var object = JSONObject()
        for (version, weight) in weights.sorted(by: { $0.key < $1.key }) {
            object[version] = .number("\(weight)")
        }
        return JSON.object(object).text
    }

    func answer(arn: String) -> AliasConfiguration {
        AliasConfiguration(
            aliasArn: "\(arn):\(name)", name: name, functionVersion: version, description: description,
            routingConfig: weights.isEmpty
                ? nil : AliasRoutingConfiguration(additionalVersionWeights: weights),
            revisionId: revision)
    }

    /// The version that serves one invocation; `share` is drawn evenly from 0 to 1.
    func choose(_ share: Double) -> String {
        var rest = share
        for (version, weight) in weights.sorted(by: { $0.key < $1.key }) {
            if rest < weight { return version }
            rest -= weight
        }
        return version
    }
}

extension Alias: RowDecodable {
    static let columns: StaticString = "name, version, description, weights, revision"

    init(row: borrowing Row) throws(StoreError) {
        name = try row.value(0)
        version = try row.value(1)
        description = try row.value(2)
        let text: String = try row.value(3)
        weights = [:]
        for member in (try? JSON(parsing: text))?.object?.members ?? [] {
            weights[member.name] = member.value.double
        }
        revision = try row.value(4)
    }
}
