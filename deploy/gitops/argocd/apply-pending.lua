-- Lets the changes that wait now go at once; such as come later wait again.
obj.metadata.annotations = obj.metadata.annotations or {}
if obj.status ~= nil and obj.status.pending ~= nil then
  obj.metadata.annotations["ixn.operators.dev/apply-pending"] = obj.status.pending.id
end
return obj
