-- Holds back whatever would restart pods; all else goes on.
obj.metadata.annotations = obj.metadata.annotations or {}
obj.metadata.annotations["ixn.operators.dev/pause"] = "Disruptive"
return obj
