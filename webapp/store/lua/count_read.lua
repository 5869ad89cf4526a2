-- One read: refused, left out or counted, all in one step.
-- KEYS: articles that are out, spent token, repeats of this hour, bots of this hour,
--       the reader's mark, marks that make it a repeat too ('' for none), marks to leave beside it ('' for none),
--       the article's readers of the day, when a read was last counted, then the tallies to count in
-- ARGV: article, now in ms, how long a mark holds in ms, how long a spent token is kept in ms, '1' for a bot,
--       TTL of repeats and bots in s, TTL of the day's readers in s, then the TTL of each tally in s
-- Returns 'unknown', 'used', 'bot', 'repeat' or 'counted'.
local out, spent, repeats, bots, mark, also, beside, readers, counting = unpack(KEYS, 1, 9)
local article, now, holds, kept, bot, left_out_ttl, readers_ttl = unpack(ARGV, 1, 7)
now, holds = tonumber(now), tonumber(holds)

local function add(tally, ttl)
  -- Only an article's first read in a tally can be the tally's first.
  if redis.call('ZINCRBY', tally, 1, article) == '1' and redis.call('TTL', tally) < 0 then
    redis.call('EXPIRE', tally, ttl)
  end
end

local function holding(key)
  local at = key ~= '' and tonumber(redis.call('GET', key))
  return at and now - at < holds
end

if not redis.call('ZSCORE', out, article) then
  return 'unknown'
end
if not redis.call('SET', spent, '', 'NX', 'PX', kept) then
  return 'used'
end
if bot == '1' then
  add(bots, left_out_ttl)
  return 'bot'
end
if holding(mark) or holding(also) then
  add(repeats, left_out_ttl)
  return 'repeat'
end
redis.call('SET', mark, now, 'PX', holds)
if beside ~= '' then
  redis.call('SET', beside, now, 'PX', holds)
end
for n = 10, #KEYS do
  add(KEYS[n], ARGV[n - 2])
end
-- Only a day's first reader can be the first of them all.
if redis.call('PFADD', readers, mark) == 1 and redis.call('TTL', readers) < 0 then
  redis.call('EXPIRE', readers, readers_ttl)
end
redis.call('HSET', counting, 'counted', now)
return 'counted'
