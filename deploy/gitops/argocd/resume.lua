-- Takes back what the action pause did; a pause that the spec asks for goes on.
if obj.metadata.annotations ~= nil then
  obj.metadata.annotations["ixn.operators.dev/pause"] = nil
end
return obj
