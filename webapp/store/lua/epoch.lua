-- Which history this is. Prepended to every script that reads or appends to the log.
-- The epoch is bound to the server's run_id, which changes on restart and failover, and to the log's tail: whenever the
-- tail may have been lost, a new epoch begins, so that no client can mistake one history for another. Its end is when it
-- began, and always later than the one before it. It names those that it goes on from, with the last seq of each.
local function last_seq(log)
  local last = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)
  return last[1] and tonumber(string.match(last[1][1], '^%d+')) or nil
end

local NAMED_BEFORE = 8

local function going_on_from(epoch, seq, earlier)
  local all = cjson.decode(earlier or '[]')
  table.insert(all, 1, { epoch = epoch, seq = seq })
  all[NAMED_BEFORE + 1] = nil
  return cjson.encode(all)
end

local function new_epoch(run_id, before)
  local time = redis.call('TIME')
  local began = time[1] * 0x100000 + time[2]
  local earlier = tonumber(string.match(before or '', '%-(%x+)$') or '0', 16)
  return string.format('%s-%x', string.sub(run_id, 1, 8), math.max(began, earlier + 1))
end

-- Returns epoch, top, the oldest schema that may write (0: no build wrote a number yet), the last seq written with a
-- number (or nil), and the epochs before this one as a JSON list of {epoch, seq}, newest first.
local function history(meta, log)
  local run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
  -- `start` is the seq before this log's first entry.
  local known = redis.call('HMGET', meta, 'epoch', 'run_id', 'top', 'start', 'min_reader', 'numbered', 'succeeds')
  local epoch, top, start, succeeds = known[1], tonumber(known[3] or '0'), tonumber(known[4] or '0'), known[7] or '[]'
  local last = last_seq(log) or start
  if not epoch or known[2] ~= run_id or top ~= last then
    -- Entries past the top are nobody's: whoever has them, or their numbers, starts over.
    succeeds = epoch and last <= top and going_on_from(epoch, top, known[7]) or '[]'
    epoch = new_epoch(run_id, epoch)
    -- A log that does not reach the top lacks events: it is emptied, and begins after the top.
    if last < top then
      redis.call('DEL', log)
      start = top
    end
    top = math.max(top, last)
    redis.call('HSET', meta, 'epoch', epoch, 'run_id', run_id, 'top', top, 'start', start, 'succeeds', succeeds)
  end
  return epoch, top, tonumber(known[5] or '0'), tonumber(known[6] or nil), succeeds
end
