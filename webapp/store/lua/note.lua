-- Adds a row to a stream in which each actor has a limited share: an actor's new rows displace that actor's oldest ones.
local function note(stream, share, cap, each, row)
  local id = redis.call('XADD', stream, 'MAXLEN', '~', cap, '*', unpack(row))
  redis.call('RPUSH', share, id)
  if redis.call('TTL', share) < 80 * 86400 then
    redis.call('EXPIRE', share, 90 * 86400)
  end
  if redis.call('LLEN', share) > tonumber(each) then
    redis.call('XDEL', stream, redis.call('LPOP', share))
  end
end
