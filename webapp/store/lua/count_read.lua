-- One read, or the reason why it is none. All or nothing, so that a repetition after a lost answer counts nothing twice.
-- KEYS: newest articles, nonce, seen, five-minute bucket, hour bucket, day bucket, aside, cookieless
-- ARGV: article, window in s, TTLs of the three buckets in s, cookieless reads allowed per address and article
local article, window = ARGV[1], ARGV[2]
if not redis.call('ZSCORE', KEYS[1], article) then return 'unknown' end
if not redis.call('SET', KEYS[2], 1, 'NX', 'EX', window) then return 'used' end
if not redis.call('SET', KEYS[3], 1, 'NX', 'EX', window) then
  redis.call('HINCRBY', KEYS[7], 'repeat:' .. article, 1)
  redis.call('EXPIRE', KEYS[7], ARGV[5])
  return 'repeat'
end
if KEYS[8] ~= '' then
  local reads = redis.call('INCR', KEYS[8])
  if reads == 1 then redis.call('EXPIRE', KEYS[8], window) end
  if reads > tonumber(ARGV[6]) then
    redis.call('HINCRBY', KEYS[7], 'crowd:' .. article, 1)
    redis.call('EXPIRE', KEYS[7], ARGV[5])
    return 'crowd'
  end
end
for bucket = 4, 6 do
  redis.call('ZINCRBY', KEYS[bucket], 1, article)
  redis.call('EXPIRE', KEYS[bucket], ARGV[bucket - 1])
end
return 'counted'
