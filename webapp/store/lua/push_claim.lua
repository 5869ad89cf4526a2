-- Gives a sender a shard of a campaign that nobody sends now: KEYS todo, reached; ARGV now (ms), claimed until (ms), seconds kept.
-- Answers the shard, or nothing.
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 1)
if not found[1] then return false end
redis.call('ZADD', KEYS[1], ARGV[2], found[1])
redis.call('SADD', KEYS[2], found[1])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return found[1]
