internal import IAMInterface
internal import Kernel

/// A page of a listing by name.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html>
struct Page: Sendable {
    /// Entries when the request names no number.
    static let usual = 100
    static let entriesMax = 1000

    /// The name after which the page begins.
    let after: String
    let limit: Int
    private let question: String

    init(_ marker: String?, _ entries: Int?, of question: String) throws {
        limit = min(entries ?? Self.usual, Self.entriesMax)
        self.question = question
        guard let marker else {
            after = ""
            return
        }
        guard let place = PageToken.decode(marker, for: question)?.first else {
            throw ValidationError("Invalid Marker.")
        }
        after = place
    }

    /// The entries of the page and the marker of the next one, from a look at one more than the limit.
    func cut<Entry>(_ found: [Entry], by name: (Entry) -> String) -> (entries: [Entry], marker: String?) {
        guard found.count > limit else { return (found, nil) }
        let page = Array(found.prefix(limit))
        return (page, page.last.map { PageToken.encode([name($0)], for: question) })
    }

    /// The same of a list that is whole, small and in order.
    func cut<Entry>(whole: [Entry], by name: (Entry) -> String) -> (entries: [Entry], marker: String?) {
        cut(Array(whole.filter { name($0) > after }.prefix(limit + 1)), by: name)
    }
}
