"""Methods that let only some callers pass: by what a function says of them, or by their signature."""

import io
import json
import urllib.error
import urllib.request
import zipfile

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import pytest

from apigateway.test_integrations import Api, refusal
from identity.conftest import Enforcing, allow, trust

REGION = "eu-central-1"
CODE = """
COUNT = [0]
def handler(event, context):
    COUNT[0] += 1
    token = event.get("authorizationToken") or (event.get("headers") or {}).get("X-Who", "")
    if token == "stranger":
        raise Exception("Unauthorized")
    if token == "broken":
        raise ValueError("no")
    if token == "nonsense":
        return {"principalId": "p"}
    effect = "Deny" if token == "denied" else "Allow"
    resource = event["methodArn"] if token == "narrow" else event["methodArn"].split("/")[0] + "/*"
    if token == "silent":
        resource += "/elsewhere"
    return {"principalId": token, "usageIdentifierKey": "key-of-" + token + "-0123456789",
            "policyDocument": {"Version": "2012-10-17", "Statement": [
                {"Effect": effect, "Action": "execute-api:Invoke", "Resource": resource}]},
            "context": {"count": COUNT[0], "known": True, "type": event["type"],
                        "path": event.get("path", ""), "q": (event.get("queryStringParameters") or {}).get("q", "")}}
"""
SEEN = {"statusCode": "200", "responseTemplates": {"application/json": (
    '{"who": "$context.authorizer.principalId", "count": $context.authorizer.count, '
    '"type": "$context.authorizer.type", "path": "$context.authorizer.path", "q": "$context.authorizer.q"}')}}


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("app.py", CODE)
    return out.getvalue()


@pytest.fixture
def judge(server, name):
    client = server.client("lambda")
    made = client.create_function(
        FunctionName=name[-60:], Runtime="python3.12", Handler="app.handler", Code={"ZipFile": archive()}, Timeout=30,
        Role="arn:aws:iam::000000000000:role/runner")
    client.get_waiter("function_active_v2").wait(FunctionName=name[-60:], WaiterConfig={"Delay": 1})
    return f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{made['FunctionArn']}/invocations"


def guarded(api, path, authorizer, verb="GET", **more):
    api.method(path, verb, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'},
               responses=[SEEN], method={"authorizerId": authorizer, **more})


# put_method of the shared class names its own authorization type.
class Guarded(Api):
    def method(self, path, verb="GET", *, method, responses, **integration):
        place = {"restApiId": self.id, "resourceId": self.resource(path), "httpMethod": verb}
        self.client.put_method(**place, **method)
        self.client.put_integration(**place, **integration)
        for response in responses:
            self.client.put_method_response(**place, statusCode=response["statusCode"])
            self.client.put_integration_response(**place, **response)


@pytest.fixture
def api(server, name):
    return Guarded(server, name)


def test_a_token_is_judged_once_in_its_time(api, judge, server):
    made = api.client.create_authorizer(
        restApiId=api.id, name="judge", type="TOKEN", authorizerUri=judge, authorizerResultTtlInSeconds=60,
        identitySource="method.request.header.Auth", identityValidationExpression="[a-z]+")
    assert made["authType"] == "custom" and made["identitySource"] == "method.request.header.Auth"
    for path in ("/a", "/b"):
        guarded(api, path, made["id"], authorizationType="CUSTOM")
    api.deploy()

    def call(path, token=None):
        status, headers, body = api.call(path, "GET", **({"Auth": token} if token else {}))
        return status, json.loads(body), headers["x-amzn-ErrorType"]

    unauthorized = (401, {"message": "Unauthorized"}, "UnauthorizedException")
    assert call("/a") == unauthorized and call("/a", "UPPER9") == unauthorized and call("/a", "stranger") == unauthorized
    status, first, _ = call("/a", "alice")
    assert status == 200 and first["who"] == "alice" and first["type"] == "TOKEN"
    assert call("/b", "alice")[1]["count"] == first["count"]
    assert call("/b", "bert")[1]["count"] > first["count"]
    server.advance("PT61S")
    again = call("/a", "alice")[1]["count"]
    assert again > first["count"]
    api.client.flush_stage_authorizers_cache(restApiId=api.id, stageName="live")
    assert call("/a", "alice")[1]["count"] > again
    denied = "User is not authorized to access this resource"
    assert call("/a", "denied") == (403, {"Message": denied + " with an explicit deny"}, "AccessDeniedException")
    assert call("/a", "silent") == (403, {"Message": denied}, "AccessDeniedException")
    # What was said of one method counts for the others as its policy says.
    assert call("/a", "narrow")[0] == 200 and call("/b", "narrow")[0] == 403
    for token in ("broken", "nonsense"):
        assert call("/a", token)[:2] == (500, {"message": None}), token


def test_a_request_is_judged_by_what_it_brings(api, judge):
    made = api.client.create_authorizer(
        restApiId=api.id, name="judge", type="REQUEST", authorizerUri=judge,
        identitySource="method.request.header.X-Who, method.request.querystring.q")
    api.client.update_rest_api(restApiId=api.id, patchOperations=[
        {"op": "replace", "path": "/apiKeySource", "value": "AUTHORIZER"}])
    guarded(api, "/r/{id}", made["id"], authorizationType="CUSTOM", apiKeyRequired=True)
    api.deploy()
    client = api.client
    assert api.call("/r/7?q=1", "GET", X_Who="anna")[0] == 403
    key = client.create_api_key(name=api.id, enabled=True, value=f"key-of-{api.id}-0123456789")
    plan = client.create_usage_plan(name=api.id, apiStages=[{"apiId": api.id, "stage": "live"}])["id"]
    client.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    status, _, body = api.call("/r/7?q=1", "GET", X_Who=api.id)
    told = json.loads(body)
    assert status == 200 and told["who"] == api.id and told["path"] == "/r/7"
    assert (told["type"], told["q"]) == ("REQUEST", "1")
    assert api.call("/r/7", "GET", X_Who="anna")[0] == 401


def test_authorizers_are_made_changed_listed_and_deleted(api, judge):
    client, id = api.client, api.id
    made = client.create_authorizer(restApiId=id, name="n", type="TOKEN", authorizerUri=judge,
                                    identitySource="method.request.header.Auth")
    place = {"restApiId": id, "authorizerId": made["id"]}
    client.update_authorizer(**place, patchOperations=[
        {"op": "replace", "path": "/authorizerResultTtlInSeconds", "value": "10"}])
    assert client.get_authorizer(**place)["authorizerResultTtlInSeconds"] == 10
    assert [a["id"] for a in client.get_authorizers(restApiId=id)["items"]] == [made["id"]]
    guarded(api, "/x", made["id"], authorizationType="CUSTOM")
    assert refusal(client.delete_authorizer, **place) == (
        "ConflictException", f"Cannot delete authorizer '{made['id']}', is referenced in method.")
    client.delete_method(restApiId=id, resourceId=api.resource("/x"), httpMethod="GET")
    client.delete_authorizer(**place)
    assert refusal(client.get_authorizer, **place) == (
        "NotFoundException", "Invalid Authorizer identifier specified")
    wrong = ("BadRequestException", "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or "
             "COGNITO_USER_POOLS requires a valid authorizer.")
    method = {"restApiId": id, "resourceId": api.resource("/x"), "httpMethod": "PUT"}
    assert refusal(client.put_method, **method, authorizationType="CUSTOM") == wrong
    client.put_method(**method, authorizationType="NONE")
    for patches in ([("authorizationType", "CUSTOM")], [("authorizationType", "CUSTOM"), ("authorizerId", "no")]):
        assert refusal(client.update_method, **method, patchOperations=[
            {"op": "replace", "path": "/" + path, "value": value} for path, value in patches]) == wrong
    assert refusal(client.create_authorizer, restApiId=id, name="c", type="COGNITO_USER_POOLS")[0] == "NotImplemented"
    assert refusal(client.create_authorizer, restApiId=id, name="c", type="TOKEN", authorizerUri=judge,
                   identitySource="method.request.path.x")[0] == "BadRequestException"


def test_a_document_and_a_template_name_an_authorizer(api, judge, server, name):
    body = {"openapi": "3.0.1", "info": {"title": "t", "version": "1"},
            "paths": {"/d": {"get": {"security": [{"judge": []}], "x-amazon-apigateway-integration": {
                "type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'},
                "responses": {"default": {"statusCode": "200"}}}}}},
            "components": {"securitySchemes": {"judge": {
                "type": "apiKey", "name": "Auth", "in": "header", "x-amazon-apigateway-authtype": "custom",
                "x-amazon-apigateway-authorizer": {"type": "token", "authorizerUri": judge}}}}}
    api.client.put_rest_api(restApiId=api.id, mode="overwrite", body=json.dumps(body))
    api.deploy()
    assert api.call("/d", "GET")[0] == 401 and api.call("/d", "GET", Auth="alice")[0] == 200
    stack = name[-40:].strip("-").lower()
    cfn = server.client("cloudformation")
    ref = {"Ref": "Api"}
    template = {"Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": stack}},
        "Judge": {"Type": "AWS::ApiGateway::Authorizer", "Properties": {
            "RestApiId": ref, "Name": "j", "Type": "TOKEN", "AuthorizerUri": judge,
            "IdentitySource": "method.request.header.Auth", "AuthorizerResultTtlInSeconds": 0}},
        "Method": {"Type": "AWS::ApiGateway::Method", "Properties": {
            "RestApiId": ref, "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]}, "HttpMethod": "GET",
            "AuthorizationType": "CUSTOM", "AuthorizerId": {"Ref": "Judge"},
            "Integration": {"Type": "MOCK", "RequestTemplates": {"application/json": '{"statusCode": 200}'},
                            "IntegrationResponses": [{"StatusCode": "200"}]}}},
        "Deployment": {"Type": "AWS::ApiGateway::Deployment", "DependsOn": "Method",
                       "Properties": {"RestApiId": ref, "StageName": "live"}}},
        "Outputs": {"Api": {"Value": ref}}}
    cfn.create_stack(StackName=stack, TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})
    api.id = cfn.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"][0]["OutputValue"]
    assert api.call("/", "GET")[0] == 401 and api.call("/", "GET", Auth="alice")[0] == 200
    cfn.delete_stack(StackName=stack)
    cfn.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})


def signed(url, key, service="execute-api"):
    request = botocore.awsrequest.AWSRequest("GET", url)
    credentials = botocore.credentials.Credentials(key["AccessKeyId"], key["SecretAccessKey"])
    botocore.auth.SigV4Auth(credentials, service, REGION).add_auth(request)
    return fetch(url, dict(request.headers))


def fetch(url, headers=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


def test_a_signature_lets_pass_whom_policies_allow(own_server, name):
    enforcing = Enforcing(own_server)
    client = enforcing.client("apigateway")
    made = client.create_rest_api(name=name)
    place = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    client.put_method(**place, authorizationType="AWS_IAM")
    client.put_integration(**place, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    client.put_method_response(**place, statusCode="200")
    client.put_integration_response(**place, statusCode="200", responseTemplates={
        "application/json": '{"arn": "$context.identity.userArn", "account": "$context.identity.accountId"}'})
    client.create_deployment(restApiId=made["id"], stageName="live")
    url = f"{enforcing.server.endpoint}/restapis/{made['id']}/live/_user_request_/"
    arn = f"arn:aws:execute-api:{REGION}:000000000000:{made['id']}/live/GET/"
    alice = enforcing.user("alice", allow("execute-api:Invoke", arn))
    bert = enforcing.user("bert", allow("execute-api:Invoke", arn + "other"))
    assert signed(url, alice) == (200, {"arn": "arn:aws:iam::000000000000:user/alice", "account": "000000000000"})
    status, body = signed(url, bert)
    assert status == 403 and "arn:aws:iam::000000000000:user/bert is not authorized" in body["Message"]
    assert fetch(url) == (403, {"message": "Missing Authentication Token"})
    status, body = signed(url, {**alice, "SecretAccessKey": "wrong"})
    assert status == 403 and "signature we calculated does not match" in body["message"]
    assert signed(url, {"AccessKeyId": "AKIAZZZZZZZZZZZZZZZZ", "SecretAccessKey": "x"}) == (
        403, {"message": "The security token included in the request is invalid."})
    # A service is called in the name of the integration's role, which must trust the gateway.
    iam, sqs = enforcing.client("iam"), enforcing.client("sqs")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    for role, service in (("trusted", "apigateway.amazonaws.com"), ("other", "lambda.amazonaws.com")):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust({"Service": service}))
        iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [allow("sqs:SendMessage")]}))
    found = {}
    for role in ("trusted", "other"):
        client.put_integration(
            **place, type="AWS", integrationHttpMethod="POST", credentials=f"arn:aws:iam::000000000000:role/{role}",
            uri=f"arn:aws:apigateway:{REGION}:sqs:action/SendMessage", requestParameters={
                "integration.request.querystring.QueueUrl": f"'{queue}'",
                "integration.request.querystring.MessageBody": "'m'"})
        client.put_integration_response(**place, statusCode="200")
        client.create_deployment(restApiId=made["id"], stageName="live")
        found[role] = signed(url, alice)[0]
    assert found == {"trusted": 200, "other": 500}


SERVERLESS = """
Transform: AWS::Serverless-2016-10-31
Globals:
  Api:
    Cors: {AllowOrigin: "'https://meters.example.com'", AllowHeaders: "'Auth'"}
    Auth:
      DefaultAuthorizer: Judge
      Authorizers:
        Judge: {FunctionArn: !GetAtt Judge.Arn, Identity: {Header: Auth, ReauthorizeEvery: 0}}
Resources:
  Judge:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: |
        def handler(event, context):
            effect = "Allow" if event["authorizationToken"] == "yes" else "Deny"
            return {"principalId": "p", "policyDocument": {"Version": "2012-10-17", "Statement": [
                {"Effect": effect, "Action": "execute-api:Invoke", "Resource": event["methodArn"]}]}}
  Meters:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: |
        def handler(event, context):
            return {"statusCode": 200, "body": event["requestContext"].get("authorizer", {}).get("principalId", "-")}
      Events:
        Read: {Type: Api, Properties: {Path: /meters, Method: get}}
        Open: {Type: Api, Properties: {Path: /open, Method: get, Auth: {Authorizer: NONE}}}
Outputs:
  Api: {Value: !Ref ServerlessRestApi}
"""


def test_a_serverless_template_names_authorizers_and_lets_browsers_ask(own_server, name):
    enforcing = Enforcing(lambda *arguments: own_server("--auth", "enforce"))
    stack = name[-40:].strip("-").lower()
    cfn = enforcing.client("cloudformation")
    cfn.create_stack(StackName=stack, TemplateBody=SERVERLESS, Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"])
    cfn.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})
    api = cfn.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"][0]["OutputValue"]

    def call(path, method="GET", **headers):
        request = urllib.request.Request(
            f"{enforcing.server.endpoint}/restapis/{api}/Prod/_user_request_{path}", method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

    assert call("/meters")[0] == 401 and call("/meters", Auth="no")[0] == 403
    assert call("/meters", Auth="yes")[::2] == (200, "p")
    assert call("/open")[::2] == (200, "-")
    status, headers, _ = call("/meters", "OPTIONS")
    assert status == 200 and headers["Access-Control-Allow-Origin"] == "https://meters.example.com"
    assert headers["Access-Control-Allow-Methods"] == "GET,OPTIONS" and headers["Access-Control-Allow-Headers"] == "Auth"
