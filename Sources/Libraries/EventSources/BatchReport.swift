internal import Wire

/// What a consumer says about the events of a batch that it could not process.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>
public enum BatchReport {
    /// The ids that failed; all of them when the answer is not one that the rules allow.
    public static func failures(_ answer: [UInt8], of ids: [String]) -> Set<String> {
        let all = Set(ids)
        guard !answer.isEmpty else { return [] }
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: answer)
        } catch {
            return all
        }
        if json.isNull || json.string == "" { return [] }
        guard let object = json.object else { return all }
        guard let list = object["batchItemFailures"], !list.isNull else { return [] }
        guard let items = list.array else { return all }
        var failed: Set<String> = []
        for item in items {
            guard let id = item["itemIdentifier"]?.string, all.contains(id) else { return all }
            failed.insert(id)
        }
        return failed
    }
}
