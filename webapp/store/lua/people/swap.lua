-- Changes fields of a hash, if others are still as they were when that was decided.
-- KEYS: hash
-- ARGV: number of fields looked at, then field and text in turn (empty: is not there); then field and text to write in turn (empty: delete)
-- Returns 1, or 0 where one was changed meanwhile: then nothing was written.
local last = 1 + 2 * tonumber(ARGV[1])
for n = 2, last, 2 do
  if (redis.call('HGET', KEYS[1], ARGV[n]) or '') ~= ARGV[n + 1] then
    return 0
  end
end
for n = last + 1, #ARGV, 2 do
  if ARGV[n + 1] == '' then
    redis.call('HDEL', KEYS[1], ARGV[n])
  else
    redis.call('HSET', KEYS[1], ARGV[n], ARGV[n + 1])
  end
end
return 1
