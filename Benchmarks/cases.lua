-- Requests of one benchmark case, by CASE; resources come from the environment.
--
--   send      one message                     batch    ten messages
--   drain     receives ten and deletes them   cycle    sends ten, receives ten, deletes them
--   publish   one message to a topic
--   events    one event with some 256 bytes of detail to a bus
--   archive   ten such events, numbered
--   put, get  an object of SIZE bytes at OBJECT
--
-- wrk tells no connection from another, so handles that one received are deleted by whichever comes next.
local case = os.getenv("CASE")
local queue = os.getenv("QUEUE_URL") or ""
local message = string.rep("m", 256)

local function call(service, target, version, body)
  return wrk.format("POST", "/", {
    ["Content-Type"] = "application/x-amz-json-" .. version, ["X-Amz-Target"] = target,
    ["X-Amz-Date"] = "20260101T000000Z", ["User-Agent"] = "bench",
    ["Authorization"] = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/" .. service
      .. "/aws4_request, SignedHeaders=host;x-amz-date, Signature=" .. string.rep("0", 64) }, body)
end

local function sqs(operation, rest)
  return call("sqs", "AmazonSQS." .. operation, "1.0", '{"QueueUrl":"' .. queue .. '",' .. rest .. "}")
end

local function entries(format)
  local list = {}
  for n = 1, 10 do list[n] = string.format(format, n, message) end
  return table.concat(list, ",")
end

local function batch()
  return sqs("SendMessageBatch", '"Entries":[' .. entries('{"Id":"%d","MessageBody":"%s"}') .. "]")
end

local fixed, sends, waiting = nil, nil, {}
local isSendNext = true
deleted_count = 0

function init()
  if case == "send" then fixed = sqs("SendMessage", '"MessageBody":"' .. message .. '"')
  elseif case == "batch" then
    fixed = batch()
  elseif case == "drain" or case == "cycle" then
    fixed = sqs("ReceiveMessage", '"MaxNumberOfMessages":10')
    sends = case == "cycle" and batch()
  elseif case == "publish" then
    fixed = wrk.format("POST", "/", {
      ["Content-Type"] = "application/x-www-form-urlencoded",
      ["Authorization"] = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/sns/aws4_request, "
        .. "SignedHeaders=host, Signature=0" },
      "Action=Publish&Version=2010-03-31&TopicArn=" .. os.getenv("TOPIC_ARN"):gsub(":", "%%3A")
        .. "&Message=" .. message)
  elseif case == "events" then
    fixed = call("events", "AWSEvents.PutEvents", "1.1",
      '{"Entries":[{"Source":"bench","DetailType":"order","EventBusName":"' .. os.getenv("BUS")
        .. '","Detail":"{\\"n\\":1,\\"text\\":\\"' .. message:sub(1, 236) .. '\\"}"}]}')
  elseif case == "archive" then
    local list = {}
    for n = 1, 10 do
      list[n] = '{"Source":"bench","DetailType":"order","EventBusName":"' .. os.getenv("BUS") .. '","Detail":"{\\"n\\":'
        .. n .. ',\\"text\\":\\"' .. message:sub(1, 236) .. '\\"}"}'
    end
    fixed = call("events", "AWSEvents.PutEvents", "1.1", '{"Entries":[' .. table.concat(list, ",") .. "]}")
  elseif case == "put" or case == "get" then
    fixed = wrk.format(case:upper(), os.getenv("OBJECT"), {
      ["Authorization"] = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/s3/aws4_request, "
        .. "SignedHeaders=host, Signature=0" },
      case == "put" and string.rep("o", tonumber(os.getenv("SIZE"))) or nil)
  else error("no such case") end
end

function request()
  local handles = table.remove(waiting)
  if not handles then
    isSendNext = not isSendNext
    return sends and not isSendNext and sends or fixed
  end
  local list = {}
  for n, handle in ipairs(handles) do
    list[n] = string.format('{"Id":"%d","ReceiptHandle":"%s"}', n, handle)
  end
  deleted_count = deleted_count + #handles
  return sqs("DeleteMessageBatch", '"Entries":[' .. table.concat(list, ",") .. "]")
end

if case == "drain" or case == "cycle" then
  function response(status, headers, body)
    local handles = {}
    for handle in body:gmatch('"ReceiptHandle":"([^"]+)"') do handles[#handles + 1] = handle end
    if #handles > 0 then waiting[#waiting + 1] = handles end
  end
end

local threads = {}
function setup(thread) threads[#threads + 1] = thread end

function done(summary, latency)
  local messages = 0
  for _, thread in ipairs(threads) do messages = messages + (tonumber(thread:get("deleted_count")) or 0) end
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), errors.status + errors.connect + errors.read + errors.write
      + errors.timeout, messages))
end
