-- Adds one process's listeners in one minute, by series. A series' slot is 1440 numbers of four bytes, one a minute.
-- KEYS: the day's slots by series, its numbers. ARGV: the minute, how many series may be kept, TTL in s, then series and count by turns
local minute, most = tonumber(ARGV[1]), tonumber(ARGV[2])
for n = 4, #ARGV, 2 do
  local slot = redis.call('HGET', KEYS[1], ARGV[n])
  if not slot then
    local used = redis.call('HLEN', KEYS[1])
    if used < most then
      slot = used
      redis.call('HSET', KEYS[1], ARGV[n], slot)
    end
  end
  if slot then
    local place = string.format('#%d', tonumber(slot) * 1440 + minute)
    redis.call('BITFIELD', KEYS[2], 'OVERFLOW', 'SAT', 'INCRBY', 'u32', place, ARGV[n + 1])
  end
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return 0
