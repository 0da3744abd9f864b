@testable import Signing

/// Requests signed by an independent implementation on 2026-01-01 at 12:30:45 with the key AKIDEXAMPLE.
let signedRequests: [SignedRequest] = [
    SignedRequest(
        name: "a JSON call of Amazon SQS", rules: .standard, method: "POST",
        path: "/",
        query: "",
        headers: [
            ("Host", "sqs.us-east-1.amazonaws.com"),
            ("Content-Type", "application/x-amz-json-1.0"),
            ("X-Amz-Target", "AmazonSQS.SendMessage"),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/sqs/aws4_request, "
                    + "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
                    + "Signature=d2732ae1c5f95503efeed1172fae5da832eb18e2e55f4f881dfa1352f8feecad"
            ),
        ],
        payloadHash: "074970bbd0c5f4f298c32b302d830420a4220156b0a130435233deaa6e723da6"),
    SignedRequest(
        name: "a form call with a session token", rules: .standard, method: "POST",
        path: "/",
        query: "",
        headers: [
            ("Host", "sns.us-east-1.amazonaws.com"),
            ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
            ("X-Amz-Date", "20260101T123045Z"),
            ("X-Amz-Security-Token", "IQoJb3JpZ2luX2VjEXAMPLE//token+with/signs=="),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/sns/aws4_request, "
                    + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, "
                    + "Signature=e0337de3289d37592943c2479ef6821425d9886f3799cf09b40731521930e3cc"
            ),
        ],
        payloadHash: "8c1b49820a3b4cf3613b99227e66296f845b0f9847afba108349aad212ac5f37"),
    SignedRequest(
        name: "a path with doubled slashes", rules: .standard, method: "GET",
        path: "//prod//items/",
        query: "",
        headers: [
            ("Host", "abc.execute-api.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, "
                    + "SignedHeaders=host;x-amz-date, "
                    + "Signature=fdf704c6c751805038b91335f2ff2a77d7f0017d1262433796e4d31d9a5b2077"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "a path with dot segments", rules: .standard, method: "GET",
        path: "/prod/./a/../b/..",
        query: "",
        headers: [
            ("Host", "abc.execute-api.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, "
                    + "SignedHeaders=host;x-amz-date, "
                    + "Signature=151c0a3967e39625460da758d06087c64009b44b17dce8a8f1f701afd22a1d82"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "a path above the root", rules: .standard, method: "GET",
        path: "/../..//",
        query: "",
        headers: [
            ("Host", "abc.execute-api.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, "
                    + "SignedHeaders=host;x-amz-date, "
                    + "Signature=fd6e03272eedcad287ac4add8fd6c0a88bf5f13eceea849692a06e8f63e1e21a"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "a path with an encoded slash", rules: .standard, method: "GET",
        path: "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af%2Fg/policy",
        query: "",
        headers: [
            ("Host", "lambda.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/lambda/aws4_request, "
                    + "SignedHeaders=host;x-amz-date, "
                    + "Signature=ebbfb60e94839c168e7349b15e8b029d358ecc11d6974621af77626e820e54e7"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "a path with encoded spaces and Unicode", rules: .standard, method: "GET",
        path: "/a%20b/%E1%88%B4/%2B%25",
        query: "",
        headers: [
            ("Host", "abc.execute-api.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, "
                    + "SignedHeaders=host;x-amz-date, "
                    + "Signature=c38799753795140cd22f206300855dbde3d0260fbbfd7851c74937282001c132"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "a query with doubled names, empty values and no equals sign", rules: .standard, method: "GET",
        path: "/p",
        query: "b=2&a=2&a=1&a-=x&A=z&empty=&bare&a=10",
        headers: [
            ("Host", "abc.execute-api.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, "
                    + "SignedHeaders=host;x-amz-date, "
                    + "Signature=449d977e6cf2ab931a41572a4e0c937faa5e32e7ac23a8762db0bab809363c1d"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "a query with encoded signs and Unicode", rules: .standard, method: "GET",
        path: "/p",
        query: "q=%20a%2Bb%2F%3D%26&%E1%88%B4=bar&t=~-._",
        headers: [
            ("Host", "abc.execute-api.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, "
                    + "SignedHeaders=host;x-amz-date, "
                    + "Signature=f1092d475413b8dda3e183c101f1a435fee8ee608e620f21a66cb2cc127a5e3a"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "headers with inner and outer spaces", rules: .standard, method: "GET",
        path: "/",
        query: "",
        headers: [
            ("Host", "abc.execute-api.us-east-1.amazonaws.com"),
            ("My-Header1", "   a   b   c  "),
            ("My-Header2", "\"a   b   c\""),
            ("X-Tab", "a\t \tb"),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, "
                    + "SignedHeaders=host;my-header1;my-header2;x-amz-date;x-tab, "
                    + "Signature=92e6cb2c597ac3cbe6c0a04ff53affe308a399bdff551c884bbade51b6eb491c"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "a header sent several times", rules: .standard, method: "GET",
        path: "/",
        query: "",
        headers: [
            ("Host", "abc.execute-api.us-east-1.amazonaws.com"),
            ("My-Header1", "value4"),
            ("My-Header1", "value1"),
            ("my-header1", "value3, value2"),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, "
                    + "SignedHeaders=host;my-header1;x-amz-date, "
                    + "Signature=fc4efceaa01568ad5125faa987ad8a7c3ee8a123ab9284498c2b018190f93ba1"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "an empty header value", rules: .standard, method: "DELETE",
        path: "/x",
        query: "",
        headers: [
            ("Host", "abc.execute-api.us-east-1.amazonaws.com"),
            ("X-Empty", ""),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, "
                    + "SignedHeaders=host;x-amz-date;x-empty, "
                    + "Signature=8ca6ef2583b4a282f26558efceb1432d57f84ffb7210ae50b5fca75dfa6b2c2f"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "a header with Unicode", rules: .standard, method: "PUT",
        path: "/x",
        query: "",
        headers: [
            ("Host", "abc.execute-api.us-east-1.amazonaws.com"),
            ("X-Name", "Zoë Ærø"),
            ("X-Amz-Date", "20260101T123045Z"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, "
                    + "SignedHeaders=host;x-amz-date;x-name, "
                    + "Signature=c3a79e0a4096bc8065032ad9abcdc6740cbd593bc48516fbd124f582f26a6ff1"
            ),
        ],
        payloadHash: "4498ba13fe517ed8d46c2cb2a623909e5775353864073385aa4f5fdb1bd49e18"),
    SignedRequest(
        name: "an object of Amazon S3", rules: .s3, method: "PUT",
        path: "/photos/a.txt",
        query: "",
        headers: [
            ("Host", "bucket.s3.us-east-1.amazonaws.com"),
            ("Content-Type", "text/plain"),
            ("x-amz-meta-colour", "red"),
            ("X-Amz-Date", "20260101T123045Z"),
            ("X-Amz-Content-SHA256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, "
                    + "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-meta-colour, "
                    + "Signature=0436b4edca48f88792cc8685a377d2b7ba2d3395325106c6fa07bc35f7238f8c"
            ),
        ],
        payloadHash: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
    SignedRequest(
        name: "an S3 key with doubled slashes and dot segments", rules: .s3, method: "GET",
        path: "/a//b/../c/./d//",
        query: "",
        headers: [
            ("Host", "bucket.s3.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            ("X-Amz-Content-SHA256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, "
                    + "SignedHeaders=host;x-amz-content-sha256;x-amz-date, "
                    + "Signature=7968f8b1e3c63802133e6aecd99ef711b93615f34a7d4cac35cb3cfd0a07c837"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "an S3 key with an encoded percent and slash", rules: .s3, method: "GET",
        path: "/a%252Fb%2Fc",
        query: "",
        headers: [
            ("Host", "bucket.s3.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            ("X-Amz-Content-SHA256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, "
                    + "SignedHeaders=host;x-amz-content-sha256;x-amz-date, "
                    + "Signature=a6fabf0d508d367c849e3531ac77377dc8f842e8439cc3bff31a9f8dd4e1147f"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "an S3 key with spaces and Unicode", rules: .s3, method: "GET",
        path: "/a%20b%2Bc/%E2%82%AC%28x%29",
        query: "",
        headers: [
            ("Host", "bucket.s3.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            ("X-Amz-Content-SHA256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, "
                    + "SignedHeaders=host;x-amz-content-sha256;x-amz-date, "
                    + "Signature=7e64ca0b2df7751b704fca4180631b85d3961ab1f62a63862925f1fb58896e4a"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "an S3 subresource", rules: .s3, method: "GET",
        path: "/",
        query: "list-type=2&prefix=a%2Fb&delimiter=%2F&uploads",
        headers: [
            ("Host", "bucket.s3.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            ("X-Amz-Content-SHA256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, "
                    + "SignedHeaders=host;x-amz-content-sha256;x-amz-date, "
                    + "Signature=6c6dd28a9c80ed37957b34bad0ca5b82f71604dd0e91643ff44690677c4764f4"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "an S3 call with a session token", rules: .s3, method: "DELETE",
        path: "/k",
        query: "versionId=abc",
        headers: [
            ("Host", "bucket.s3.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            ("X-Amz-Security-Token", "TOKEN/+="),
            ("X-Amz-Content-SHA256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, "
                    + "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "
                    + "Signature=0a6825044773b5bc209dc5571d7a3ee5ee0a7b112788e401ebe2dea0d6d900f2"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "an unsigned S3 payload trailer", rules: .s3, method: "PUT",
        path: "/k",
        query: "",
        headers: [
            ("Host", "bucket.s3.us-east-1.amazonaws.com"),
            ("X-Amz-Date", "20260101T123045Z"),
            ("X-Amz-Content-SHA256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, "
                    + "SignedHeaders=host;x-amz-content-sha256;x-amz-date, "
                    + "Signature=14fc8a89b6920acb6f4149e486e6a69233e96f3f733e6f10ade43a36cd4a84a9"
            ),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "a presigned S3 URL", rules: .s3, method: "GET",
        path: "/a//b%20c",
        query: "response-content-type=text%2Fplain&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
            + "AKIDEXAMPLE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260101T123045Z&X-"
            + "Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=a9fa1d3c8d0d9bcdbdd161f5090"
            + "1a7c70d7576d2fb97b30ef4a7a5d44416ab9f",
        headers: [
            ("Host", "bucket.s3.us-east-1.amazonaws.com"),
        ],
        payloadHash: "UNSIGNED-PAYLOAD"),
    SignedRequest(
        name: "a presigned S3 URL with a session token", rules: .s3, method: "PUT",
        path: "/k",
        query: "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260101%2Fus-east-1%"
            + "2Fs3%2Faws4_request&X-Amz-Date=20260101T123045Z&X-Amz-Expires=604800&X-Amz-SignedHead"
            + "ers=host%3Bx-amz-meta-a&X-Amz-Security-Token=TOKEN%2F%2B%3D&X-Amz-Signature=a5b05443a"
            + "aecee11644c2958749fccd6f943e369292383ef52d2faea10c631be",
        headers: [
            ("Host", "bucket.s3.us-east-1.amazonaws.com"),
            ("x-amz-meta-a", "b  c"),
        ],
        payloadHash: "UNSIGNED-PAYLOAD"),
    SignedRequest(
        name: "a presigned call of AWS STS", rules: .standard, method: "GET",
        path: "/",
        query: "Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Cr"
            + "edential=AKIDEXAMPLE%2F20260101%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Date=20260101T"
            + "123045Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id&X-Amz-Signature=9d16"
            + "b501d8f4dbb652204b6e5215ee58c3e8fb41bed7e2f6b40b9f7987f9c081",
        headers: [
            ("Host", "sts.us-east-1.amazonaws.com"),
            ("x-k8s-aws-id", "cluster"),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    SignedRequest(
        name: "a presigned call with a normalised path", rules: .standard, method: "GET",
        path: "/a/../b//c%20d",
        query: "x=1&y=&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260101%2Fus-"
            + "east-1%2Fexecute-api%2Faws4_request&X-Amz-Date=20260101T123045Z&X-Amz-Expires=900&X-A"
            + "mz-SignedHeaders=host&X-Amz-Security-Token=T&X-Amz-Signature=cffd326bfc983c44dc348e4c"
            + "5af64fa7aaf6e987acd7596c47b6135b711cfcaa",
        headers: [
            ("Host", "abc.execute-api.us-east-1.amazonaws.com"),
        ],
        payloadHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
]
