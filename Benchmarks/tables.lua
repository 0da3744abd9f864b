-- Requests for items of 1 KiB, by CASE, in the table of the environment:
--
--   put   puts items under KEYS keys, one after the other      get   reads them
local case, table_name = os.getenv("CASE"), os.getenv("TABLE")
local keys = tonumber(os.getenv("KEYS") or "1000")
local requests, position = {}, 0

local function call(operation, body)
  return wrk.format("POST", "/", {
    ["Content-Type"] = "application/x-amz-json-1.0", ["X-Amz-Target"] = "DynamoDB_20120810." .. operation,
    ["X-Amz-Date"] = "20260101T000000Z", ["User-Agent"] = "bench",
    ["Authorization"] = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/dynamodb/aws4_request, "
      .. "SignedHeaders=host;x-amz-date, Signature=" .. string.rep("0", 64) }, body)
end

function init()
  for key = 1, keys do
    local name = string.format("key-%06d", key)
    if case == "put" then
      requests[key] = call("PutItem", '{"TableName":"' .. table_name .. '","Item":{"pk":{"S":"' .. name
        .. '"},"n":{"N":"' .. key .. '"},"v":{"S":"' .. string.rep("x", 1000) .. '"}}}')
    elseif case == "get" then
      requests[key] = call("GetItem", '{"TableName":"' .. table_name .. '","Key":{"pk":{"S":"' .. name .. '"}}}')
    else error("no such case") end
  end
  position = math.random(0, keys - 1)
end

function request()
  position = position % keys + 1
  return requests[position]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d 0\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
