-- Proves, right before a refresh, that the lease has not ended and that tokens can be saved.
-- KEYS: lease, tokens. ARGV: holder, milliseconds, version that was loaded, tokens.
local version = tonumber(redis.call('HGET', KEYS[2], 'version')) or 0
local holder = redis.call('GET', KEYS[1])
if version > tonumber(ARGV[3]) or (holder and holder ~= ARGV[1]) then
  return 0
end
-- The first write is this one, which fails where there is no memory.
redis.call('HSET', KEYS[2], 'version', ARGV[3], 'tokens', ARGV[4])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
