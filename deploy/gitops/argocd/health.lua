-- The health of an InteractionServer. Argo CD opens the libraries base, package and table only.
local conditions = {}
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  conditions[condition.type] = condition
end
local ready = conditions.Ready or {}
local available = conditions.Available or {}
local reconciling = conditions.Reconciling or {}
local pending = conditions.UpdatePending or {}

local function is(status, message)
  return { status = status, message = message or "" }
end

if obj.metadata.deletionTimestamp ~= nil then
  return is("Progressing", "is being deleted")
end
if (obj.status or {}).observedGeneration ~= obj.metadata.generation then
  return is("Progressing", "waits for the operator to look at it")
end
if (conditions.Stalled or {}).status == "True" then
  return is("Degraded", conditions.Stalled.message)
end
if reconciling.reason == "Paused" or reconciling.reason == "WaitingForWindow" then
  return is("Suspended", pending.message or reconciling.message)
end
if ready.status == "True" then
  if pending.status == "True" then
    return is("Healthy", pending.message)
  end
  if available.reason == "Stopped" then
    return is("Healthy", "stopped: a workload has replicas 0")
  end
  return is("Healthy", ready.message)
end
-- What the spec names may be on its way: a sync must not fail because it comes a little later.
local onTheWay = { SecretMissing = true, SecretKeyMissing = true, ConfigMapMissing = true, ConfigMapKeyMissing = true }
if ready.status == "False" and not onTheWay[ready.reason] then
  return is("Degraded", ready.message)
end
return is("Progressing", ready.message)
