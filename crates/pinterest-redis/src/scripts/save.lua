-- Replaces the tokens, unless there are newer ones than those that were loaded. Returns the version.
-- KEYS: tokens. ARGV: number of this write, version that was loaded, tokens.
-- The first write needs no memory: Redis then lets the script go on where there is none, since a
-- pair that was issued already must not be lost.
redis.call('HDEL', KEYS[1], 'none')
local stored = redis.call('HMGET', KEYS[1], 'version', 'write')
local version, loaded = tonumber(stored[1]) or 0, tonumber(ARGV[2])
if version > loaded then
  -- This very write may have been done before its response was lost.
  return stored[2] == ARGV[1] and version or 0
end
-- A time, so that versions grow even where Redis has lost the last one.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local new = math.max(loaded + 1, now)
redis.call('HSET', KEYS[1], 'version', string.format('%.0f', new), 'tokens', ARGV[3], 'write', ARGV[1])
return new
