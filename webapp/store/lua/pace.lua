-- GCRA: `free` tries at once, then one every `wait` ms; the key holds until when (ms) they are used up.

-- The ms from now until `at`; 0 when that is more than `most`, since then the clock was set back.
local function left_until(at, now, most)
  local left = tonumber(at or now) - now
  return left <= most and math.max(left, 0) or 0
end

-- Returns until when one more try would use them up, and the ms to wait before it (0 or less: none).
local function one_more(key, now, free, wait)
  local used = now + left_until(redis.call('GET', key), now, wait * free) + wait
  return used, used - now - wait * free
end

local function use_up(key, now, used)
  redis.call('SET', key, string.format('%d', used), 'PX', string.format('%d', used - now))
end
