-- Which history this is. Prepended to every script that reads or appends to the log.
-- The epoch is bound to the server's run_id, which changes on restart and failover, and to the log's tail: whenever the
-- tail may have been lost, a new epoch begins, so that no client can mistake one history for another.
local function last_seq(log)
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
  return last[1] and tonumber(string.match(last[1][1], '^%d+')) or nil
end

-- Returns epoch, top, the oldest schema that may write (0: no build wrote a number yet), and the last seq written with a
-- number (or nil).
local function history(meta, log)
  local run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
  -- `start` is the seq before this log's first entry.
  local known = redis.call('HMGET', meta, 'epoch', 'run_id', 'top', 'start', 'min_reader', 'numbered')
  local epoch, top, start = known[1], tonumber(known[3] or '0'), tonumber(known[4] or '0')
  local last = last_seq(log) or start
  if not epoch or known[2] ~= run_id or top ~= last then
    local time = redis.call('TIME')
    epoch = string.format('%s-%x%05x', string.sub(run_id, 1, 8), time[1], time[2])
    -- A log that does not reach the top lacks events: it is emptied, and begins after the top.
    if last < top then
      redis.call('DEL', log)
      start = top
    end
    top = math.max(top, last)
    redis.call('HSET', meta, 'epoch', epoch, 'run_id', run_id, 'top', top, 'start', start)
  end
  return epoch, top, tonumber(known[5] or '0'), tonumber(known[6] or nil)
end
