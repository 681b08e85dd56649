-- Takes back requests that were reserved and not sent.
-- KEYS: quota. ARGV: requests, mark of the reservation.
redis.call('HDEL', KEYS[1], 'none') -- See reserve.lua.
local PARTS = 50
local unused, ends = tonumber(ARGV[1]), tonumber(ARGV[2])
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  local length, part = string.match(field, '^(%d+):(%d+)$')
  if length and math.floor(ends / (length / PARTS)) == tonumber(part) then
    if redis.call('HINCRBY', KEYS[1], field, -unused) <= 0 then
      redis.call('HDEL', KEYS[1], field)
    end
  end
end
return 1
