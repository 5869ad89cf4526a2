-- Adds a row to a stream of them, of which nobody has more than their share: whoever does much pushes out their own.
local function note(stream, share, cap, each, row)
  local id = redis.call('XADD', stream, 'MAXLEN', '~', cap, '*', unpack(row))
  redis.call('RPUSH', share, id)
  redis.call('EXPIRE', share, 90 * 86400)
  if redis.call('LLEN', share) > tonumber(each) then
    redis.call('XDEL', stream, redis.call('LPOP', share))
  end
end
