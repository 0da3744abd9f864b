internal import Kernel
internal import Wire

/// How a delivery spells the records that it is given as JSON.
struct RecordFormat {
    static let defaultDelimiter = "\t"

    let format: StoredDestination.Format
    let fields: [String]?
    let delimiter: String

    init(_ delivery: StoredDelivery, to destination: StoredDestination) {
        format = destination.format ?? .json
        fields = delivery.configuration.fields.flatMap { $0.isEmpty ? nil : $0 }
        delimiter = delivery.configuration.delimiter ?? Self.defaultDelimiter
    }

    func line(_ record: String, of log: VendedLog) throws -> String {
        if format == .json, fields == nil { return record }
        let json = try JSON(parsing: record)
        let fields = fields ?? log.fields
        switch format {
        case .json:
            var chosen = JSONObject()
            for field in fields { chosen[field] = json[field] }
            return JSON.object(chosen).text
        case .plain:
            return fields.map { json[$0].map { $0.string ?? $0.text } ?? "-" }.joined(separator: delimiter)
        }
    }
}
