-- Takes or keeps a lease, and notes when. KEYS: lease, fence, acted   ARGV: holder, TTL in ms
-- Returns the fencing token, or false when another process holds it. Each new holder gets a higher token.
local holder = redis.call('HGET', KEYS[1], 'holder')
if holder and holder ~= ARGV[1] then
  return false
end
if not holder then
  redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'token', redis.call('INCR', KEYS[2]))
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local time = redis.call('TIME')
redis.call('SET', KEYS[3], time[1] * 1000 + math.floor(time[2] / 1000))
return redis.call('HGET', KEYS[1], 'token')
