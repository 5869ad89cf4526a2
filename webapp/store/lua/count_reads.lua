-- Counts reads: each is refused, left out or counted, in one step.
-- KEYS: published articles, repeats of this hour, bots of this hour, when a read was last counted, the tallies to count
--       in; then six for each read: its spent token, the reader's mark, another mark that makes it a repeat, another mark to
--       set (each the reader's mark itself for none), the article's readers of the day, the tally of how they came
-- ARGV: number of tallies, lifetime of a mark in ms, lifetime of a spent token in ms, TTL of repeats, bots and ways in s,
--       TTL of the day's readers in s, TTL of each tally in s; then three for each read: article, now in ms, '1' for a bot
-- Returns 'unknown', 'used', 'bot', 'repeat' or 'counted' for each read.
local out, repeats, bots, counting = unpack(KEYS, 1, 4)
local tallies, holds, kept = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local hours_ttl, readers_ttl = ARGV[4], ARGV[5]

local function add(tally, article, ttl)
  -- The tally's first read is some article's first, so only those need the check of the TTL.
  if redis.call('ZINCRBY', tally, 1, article) == '1' and redis.call('TTL', tally) < 0 then
    redis.call('EXPIRE', tally, ttl)
  end
end

local function holding(key, now)
  local at = tonumber(redis.call('GET', key))
  return at and now - at < holds
end

local function outcome(spent, mark, also, beside, readers, way, article, now, bot)
  if not redis.call('ZSCORE', out, article) then
    return 'unknown'
  end
  if not redis.call('SET', spent, '', 'NX', 'PX', kept) then
    return 'used'
  end
  if bot == '1' then
    add(bots, article, hours_ttl)
    return 'bot'
  end
  if holding(mark, now) or (also ~= mark and holding(also, now)) then
    add(repeats, article, hours_ttl)
    return 'repeat'
  end
  redis.call('SET', mark, now, 'PX', holds)
  if beside ~= mark then
    redis.call('SET', beside, now, 'PX', holds)
  end
  add(way, article, hours_ttl)
  for n = 1, tallies do
    add(KEYS[4 + n], article, ARGV[5 + n])
  end
  -- The day's first reader changes the HyperLogLog, so only changes need the check of the TTL.
  if redis.call('PFADD', readers, mark) == 1 and redis.call('TTL', readers) < 0 then
    redis.call('EXPIRE', readers, readers_ttl)
  end
  redis.call('HSET', counting, 'counted', now)
  return 'counted'
end

local outcomes, key, argument = {}, 5 + tallies, 6 + tallies
while KEYS[key] do
  local spent, mark, also, beside, readers, way = unpack(KEYS, key, key + 5)
  local article, now, bot = unpack(ARGV, argument, argument + 2)
  outcomes[#outcomes + 1] = outcome(spent, mark, also, beside, readers, way, article, tonumber(now), bot)
  key, argument = key + 6, argument + 3
end
return outcomes
