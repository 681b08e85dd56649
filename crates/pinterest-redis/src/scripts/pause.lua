-- Stops all requests of a quota for some time. KEYS: quota. ARGV: milliseconds.
redis.call('HDEL', KEYS[1], 'none') -- See reserve.lua.
local time = redis.call('TIME')
local ends = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
if ends > (tonumber(redis.call('HGET', KEYS[1], 'pause')) or 0) then
  redis.call('HSET', KEYS[1], 'pause', string.format('%.0f', ends))
end
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return 1
