-- Keeps a revision of the settings if nobody was first. KEYS: revision's number, revisions
-- ARGV: the number it was made upon, the revision as JSON, how many are kept
-- Returns 1, or 0 where another revision came first.
local now = tonumber(redis.call('GET', KEYS[1]) or '0')
if now ~= tonumber(ARGV[1]) then
  return 0
end
local rev = now + 1
redis.call('SET', KEYS[1], rev)
redis.call('HSET', KEYS[2], rev, ARGV[2])
redis.call('HDEL', KEYS[2], rev - tonumber(ARGV[3]))
return 1
