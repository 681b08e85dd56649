-- Takes the lease, unless somebody else has it, and returns the tokens.
-- KEYS: lease, tokens. ARGV: holder, milliseconds.
-- The first write needs no memory: Redis then lets the script go on where there is none.
redis.call('HDEL', KEYS[2], 'none')
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return {0, redis.call('PTTL', KEYS[1]), false}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local pair = redis.call('HMGET', KEYS[2], 'version', 'tokens')
return {1, tonumber(pair[1]) or 0, pair[2]}
