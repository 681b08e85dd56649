-- Reserves requests in all windows of a quota, or in none.
-- KEYS: quota. ARGV: wanted; the time that requests and the response of this script may take; then
-- how many requests have taken longer, and the longest time; then what a response of the service said
-- (length of the window, used, reset; zeros for nothing); then requests and length of each window.
-- All times are milliseconds.
-- Returns: granted, for how long, mark; or 0, wait, 0.
--
-- A window is counted in 50 parts, in fields "length:part". A request counts in the part in which
-- its reservation ends and its response has come, and until one window after that part. One that
-- took longer counts once more, from now on.
-- The first write needs no memory: Redis then lets the script go on where there is none. Counts are
-- small, and expire.
redis.call('HDEL', KEYS[1], 'none')
local PARTS = 50
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local fields = redis.call('HGETALL', KEYS[1])
local parts, other, gone = {}, {}, {}
for i = 1, #fields, 2 do
  local length, part = string.match(fields[i], '^(%d+):(%d+)$')
  if length then
    length, part = tonumber(length), tonumber(part)
    local ends = (part + 1) * (length / PARTS) + length
    if ends <= now then
      gone[#gone + 1] = fields[i]
    else
      parts[length] = parts[length] or {}
      table.insert(parts[length], {ends, tonumber(fields[i + 1])})
    end
  else
    other[fields[i]] = tonumber(fields[i + 1])
  end
end
if #gone > 0 then
  redis.call('HDEL', KEYS[1], unpack(gone))
end
if (other.pause or 0) > now then
  return {0, other.pause - now, 0}
end

-- What the service has counted beyond all requests of the fleet are requests of others.
local stated = tonumber(ARGV[5])
if stated > 0 then
  local ours = 0
  for _, part in ipairs(parts[stated] or {}) do
    ours = ours + part[2]
  end
  local others = tonumber(ARGV[6]) - ours
  local count, until_ = 'others:' .. stated, 'until:' .. stated
  if others > 0 then
    other[count], other[until_] = others, now + tonumber(ARGV[7])
    redis.call('HSET', KEYS[1], count, others, until_, string.format('%.0f', other[until_]))
  elseif other[count] then
    other[count] = nil
    redis.call('HDEL', KEYS[1], count, until_)
  end
end

local granted, hold, wait, longest = tonumber(ARGV[1]), 1000, 0, 0
for i = 8, #ARGV, 2 do
  local limit, length = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  local of_window, used = parts[length] or {}, 0
  local late, time_of_late = tonumber(ARGV[3]), tonumber(ARGV[4])
  if late > 0 and time_of_late > length / PARTS then
    local part = math.floor(now / (length / PARTS))
    redis.call('HINCRBY', KEYS[1], string.format('%.0f:%.0f', length, part), late)
    table.insert(of_window, {(part + 1) * (length / PARTS) + length, late})
  end
  for _, part in ipairs(of_window) do
    used = used + part[2]
  end
  local others = other['others:' .. length] or 0
  local others_until = other['until:' .. length] or 0
  if others > 0 and others_until > now then
    used = used + others
    table.insert(of_window, {others_until, others})
  end
  local free = limit - used
  if free < 1 then
    -- The time at which enough of them are forgotten.
    table.sort(of_window, function(a, b) return a[1] < b[1] end)
    local missing = 1 - free
    for _, part in ipairs(of_window) do
      missing = missing - part[2]
      if missing <= 0 then
        wait = math.max(wait, part[1] - now)
        break
      end
    end
    if missing > 0 then
      wait = math.max(wait, length)
    end
  else
    -- Nobody takes all of the rest.
    granted = math.min(granted, math.ceil(free / 2))
  end
  hold = math.min(hold, length / 25)
  longest = math.max(longest, length)
end
-- What was recorded above must not stay for good.
redis.call('PEXPIRE', KEYS[1], 2 * longest + 5000)
if wait > 0 then
  return {0, math.ceil(wait), 0}
end
local ends = now + tonumber(ARGV[2]) + hold
for i = 9, #ARGV, 2 do
  local length = tonumber(ARGV[i])
  local part = math.floor(ends / (length / PARTS))
  redis.call('HINCRBY', KEYS[1], string.format('%.0f:%.0f', length, part), granted)
end
redis.call('PEXPIRE', KEYS[1], 2 * longest + 5000)
return {granted, hold, ends}
