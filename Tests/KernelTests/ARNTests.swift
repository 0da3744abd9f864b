import Kernel
import Testing

@Suite struct ARNTests {
    @Test(arguments: [
        "arn:aws:sqs:eu-central-1:000000000000:queue", "arn:aws:s3:::bucket/a:b",
        "arn:aws:iam::000000000000:role/x",
        "arn:aws:sns:eu-central-1:000000000000:topic:0a1b", "arn::s3:::é",
    ])
    func anARNIsWrittenAsItWasRead(text: String) {
        #expect(ARN(text)?.description == text)
    }

    @Test func whatFollowsTheFifthColonIsTheResource() {
        let arn = ARN("arn:aws-cn:lambda:cn-north-1:000000000000:function:f:1")
        #expect(arn?.partition == "aws-cn")
        #expect(arn?.service == "lambda")
        #expect(arn?.region == "cn-north-1")
        #expect(arn?.account == "000000000000")
        #expect(arn?.resource == "function:f:1")
    }

    @Test(arguments: [
        "", "arn", "arn:", "arn:aws:sqs:r:a", "arn:aws:sqs:r:a:", "arn:aws::r:a:x", "urn:aws:sqs:r:a:x",
    ])
    func anythingElseIsNone(text: String) {
        #expect(ARN(text) == nil)
    }
}
