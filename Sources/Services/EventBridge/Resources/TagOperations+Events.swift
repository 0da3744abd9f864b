internal import Kernel

extension TagOperations {
    static let events = TagOperations("events:TagResource", "events:UntagResource")
}
