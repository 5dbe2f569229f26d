-- Which actions the user interface offers for an InteractionServer.
local annotations = obj.metadata.annotations or {}
local pause = annotations["ixn.operators.dev/pause"]
local pending = (obj.status or {}).pending
local actions = {}
actions["pause"] = { disabled = pause == "Disruptive" or pause == "All" }
actions["resume"] = { disabled = pause == nil or pause == "None" }
actions["apply-pending"] = {
  disabled = pending == nil or annotations["ixn.operators.dev/apply-pending"] == pending.id,
}
return actions
