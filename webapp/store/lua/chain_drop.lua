-- Drops entries for which a signed checkpoint stands from now on, unless the checkpoints that it replaces have changed.
-- KEYS: stream, checkpoints   ARGV: how many entries, their ids, the checkpoint's field and JSON, then field and JSON of each
-- that it replaces
-- Returns how many entries are gone, or -1 when another process was first.
local count = tonumber(ARGV[1])
local field, json = ARGV[count + 2], ARGV[count + 3]
local replaced = {}
for n = count + 4, #ARGV, 2 do
  if redis.call('HGET', KEYS[2], ARGV[n]) ~= ARGV[n + 1] then
    return -1
  end
  replaced[#replaced + 1] = ARGV[n]
end
if #replaced > 0 then
  redis.call('HDEL', KEYS[2], unpack(replaced))
end
redis.call('HSET', KEYS[2], field, json)
return redis.call('XDEL', KEYS[1], unpack(ARGV, 2, count + 1))
